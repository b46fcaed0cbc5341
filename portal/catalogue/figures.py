"""Counts of visible comments, organisations and individuals always apart."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from portal.comments.models import Stance, Voice
from portal.comments.queries import Sum


@dataclass(slots=True)
class Figures:
    """Stance → number for each voice, and how many are still being checked."""

    organisations: dict[str, int] = field(default_factory=dict)
    individuals: dict[str, int] = field(default_factory=dict)
    waiting: int = 0

    @property
    def total(self) -> int:
        return sum(self.organisations.values()) + sum(self.individuals.values())

    def of(self, voice: Voice | None, stance: Stance | None) -> int:
        """How many speak with this voice and stance; None means any."""
        voices = {Voice.ORGANISATION: self.organisations, Voice.INDIVIDUAL: self.individuals}
        return sum(
            number
            for kind, figures in voices.items()
            for held, number in figures.items()
            if voice in (None, kind) and stance in (None, held)
        )

    def has(self, stance: str) -> bool:
        return bool(self.organisations.get(stance) or self.individuals.get(stance))

    @property
    def dispute(self) -> int:
        """How many stand on the smaller side of for and against; what is contested has many on both."""
        both = (self.organisations, self.individuals)
        support = sum(voice.get(Stance.SUPPORT, 0) + voice.get(Stance.SUPPORT_WITH_CHANGES, 0) for voice in both)
        return min(support, sum(voice.get(Stance.OBJECT, 0) for voice in both))

    def add(self, one: Sum) -> None:
        self.waiting += one.waiting
        if one.number:
            voice = self.organisations if one.voice is Voice.ORGANISATION else self.individuals
            voice[one.stance] = voice.get(one.stance, 0) + one.number


def by_item(sums: Iterable[Sum]) -> dict[int, Figures]:
    figures: dict[int, Figures] = {}
    for one in sums:
        figures.setdefault(one.item_id, Figures()).add(one)
    return figures


def together(sums: Iterable[Sum]) -> Figures:
    figures = Figures()
    for one in sums:
        figures.add(one)
    return figures
