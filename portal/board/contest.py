"""Where opinions differ: how the board sorts measures, by one rule that it also tells its readers.

A row stands in one of four groups, by everything that is visible on it:

- *contested*: at least one voice is against;
- *changes*: nobody is against, and somebody wants changes or asks;
- *agreed*: everybody is for it or has no objection;
- *silent*: nobody has said anything.

Within a group the most divided stands first. Division is min(for, against) / (all + 2), reckoned for organisations and
for individuals apart, then two thirds of the one plus one third of the other; “for” includes “with changes”. The two
added voices keep one against one (¼) below four against four (⅖). Equally divided rows: more against first, then more
voices, then the order of the catalogue.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from portal.comments.models import Stance, Voice

WEIGHT = {Voice.ORGANISATION: 2 / 3, Voice.INDIVIDUAL: 1 / 3}
UNHEARD = 2
IN_FAVOUR = (Stance.SUPPORT, Stance.SUPPORT_WITH_CHANGES)
UNSETTLED = (Stance.SUPPORT_WITH_CHANGES, Stance.QUESTION)


class Standing(StrEnum):
    CONTESTED = "contested"
    CHANGES = "changes"
    AGREED = "agreed"
    SILENT = "silent"


@dataclass(slots=True)
class Voices:
    """Stance → number, organisations and individuals never added."""

    organisations: dict[Stance, int] = field(default_factory=dict)
    individuals: dict[Stance, int] = field(default_factory=dict)

    def of(self, voice: Voice) -> dict[Stance, int]:
        return self.organisations if voice is Voice.ORGANISATION else self.individuals

    def add(self, voice: Voice, stance: Stance, number: int) -> None:
        figures = self.of(voice)
        figures[stance] = figures.get(stance, 0) + number

    @property
    def number(self) -> int:
        return sum(self.organisations.values()) + sum(self.individuals.values())

    def has(self, *stances: Stance) -> bool:
        return any(self.of(voice).get(stance) for voice in Voice for stance in stances)


def standing(voices: Voices) -> Standing:
    if not voices.number:
        return Standing.SILENT
    if voices.has(Stance.OBJECT):
        return Standing.CONTESTED
    return Standing.CHANGES if voices.has(*UNSETTLED) else Standing.AGREED


def division(voices: Voices) -> float:
    """From 0, all of one mind, towards ½, the more the more voices stand against each other."""
    return sum(weight * _division(voices.of(voice)) for voice, weight in WEIGHT.items())


def rank(voices: Voices) -> tuple[float, int, int]:
    """Sorts the most divided first."""
    against = sum(voices.of(voice).get(Stance.OBJECT, 0) for voice in Voice)
    return (-division(voices), -against, -voices.number)


def _division(figures: Mapping[Stance, int]) -> float:
    in_favour = sum(figures.get(stance, 0) for stance in IN_FAVOUR)
    return min(in_favour, figures.get(Stance.OBJECT, 0)) / (sum(figures.values()) + UNHEARD)
