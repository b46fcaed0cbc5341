"""Where opinions differ: how the board sorts measures, by one rule that it also tells its readers.

The share against is reckoned in each stakeholder group that takes a side, and then averaged, so that a group counts
alike however many speak from it; those outside all groups count as one more. In a group, an organisation weighs 2 and
an individual 1; “for” includes “with changes”, while questions and “no objection” take no side:

    share against of a group = against / (for + against + 2)

The 2 is the weight of one organisation that is not there: with it (additive smoothing, Laplace's rule of succession)
one who is against alone in a group makes no dispute. A row stands in one of four groups:

- *contested*: the mean share against is one fifth or more;
- *changes*: it is less, and somebody is against, wants changes or asks;
- *agreed*: everybody is for it or has no objection;
- *silent*: nobody has said anything.

Within a group the most contested stands first, by the index 2 * min(share, 1 - share): 0 when all are of one mind, 1
when for and against balance. That is twice the variation ratio of a choice between two: one minus the share of the
more frequent answer (Linton C. Freeman, Elementary Applied Statistics, 1965). Equally contested: more against first,
then more voices, then the order of the catalogue.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from portal.comments.models import Stance, Voice

WEIGHT = {Voice.ORGANISATION: 2, Voice.INDIVIDUAL: 1}
UNHEARD = 2
DISPUTE = Fraction(1, 5)
"""The mean share against from which on a row is contested."""
IN_FAVOUR = (Stance.SUPPORT, Stance.SUPPORT_WITH_CHANGES)
UNSETTLED = (Stance.OBJECT, Stance.SUPPORT_WITH_CHANGES, Stance.QUESTION)


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


ByGroup = Mapping[int, Voices]
"""Everything visible on a row, by stakeholder group; 0 stands for those outside all."""


def standing(groups: ByGroup) -> Standing:
    if not _number(groups.values()):
        return Standing.SILENT
    if share_against(groups) >= DISPUTE:
        return Standing.CONTESTED
    return Standing.CHANGES if any(voices.has(*UNSETTLED) for voices in groups.values()) else Standing.AGREED


def share_against(groups: ByGroup) -> Fraction:
    """The mean of the groups that take a side; 0 when none does."""
    shares = [against / (in_favour + against + UNHEARD) for in_favour, against in _sides(groups.values())]
    return sum(shares, Fraction()) / len(shares) if shares else Fraction()


def contest(groups: ByGroup) -> Fraction:
    """From 0, all of one mind, to 1, for and against in balance."""
    share = share_against(groups)
    return 2 * min(share, 1 - share)


def rank(groups: ByGroup) -> tuple[Fraction, int, int]:
    """Sorts the most contested first."""
    against = sum(voices.of(voice).get(Stance.OBJECT, 0) for voices in groups.values() for voice in Voice)
    return (-contest(groups), -against, -_number(groups.values()))


def _sides(groups: Iterable[Voices]) -> list[tuple[Fraction, Fraction]]:
    """What is said for and against in each group that says either, organisations and individuals weighed."""
    weighed = [(_weight(voices, *IN_FAVOUR), _weight(voices, Stance.OBJECT)) for voices in groups]
    return [(in_favour, against) for in_favour, against in weighed if in_favour or against]


def _weight(voices: Voices, *stances: Stance) -> Fraction:
    return Fraction(sum(WEIGHT[voice] * voices.of(voice).get(stance, 0) for voice in Voice for stance in stances))


def _number(groups: Iterable[Voices]) -> int:
    return sum(voices.number for voices in groups)
