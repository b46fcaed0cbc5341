"""Counts of visible comments, organisations and individuals always apart."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from portal.comments.models import Stance, Voice
from portal.comments.queries import Count


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

    def add(self, count: Count) -> None:
        if count.is_waiting and not count.is_late:
            self.waiting += count.number
        if not count.is_public:
            return
        voice = self.organisations if count.voice is Voice.ORGANISATION else self.individuals
        voice[count.stance] = voice.get(count.stance, 0) + count.number


def by_item(counts: Iterable[Count]) -> dict[int, Figures]:
    figures: dict[int, Figures] = {}
    for count in counts:
        figures.setdefault(count.item_id, Figures()).add(count)
    return figures


def together(counts: Iterable[Count]) -> Figures:
    figures = Figures()
    for count in counts:
        figures.add(count)
    return figures
