"""Blackening: characters of a text become █ one for one, line breaks stay, nothing else changes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar

COVER = "█"

Place = tuple[int, int]
"""Half-open, in characters of a text."""


@dataclass(frozen=True, slots=True)
class Texts:
    """What a revision says, part by part; or what is left of it."""

    NAMES: ClassVar[tuple[str, ...]] = ("body", "quote", "wording", "minority", "resolved")

    body: str = ""
    quote: str = ""
    wording: str = ""
    minority: str = ""
    resolved: str = ""

    def each(self, change: Callable[[str], str]) -> "Texts":
        return Texts(*(change(getattr(self, name)) for name in self.NAMES))


NOTHING = Texts()


def cover(text: str, places: Iterable[Place]) -> str:
    signs = list(text)
    for begin, end in places:
        for at in range(begin, min(end, len(signs))):
            if signs[at] != "\n":
                signs[at] = COVER
    return "".join(signs)


def is_redaction(text: str, covered: str) -> bool:
    """Whether something is blackened and nothing else is different."""
    if len(text) != len(covered) or text == covered:
        return False
    return all(now == before or (now == COVER and before != "\n") for before, now in zip(text, covered, strict=True))


def places_of(text: str, passage: str) -> list[Place]:
    """Everywhere a passage stands in a text, word for word."""
    places: list[Place] = []
    begin = text.find(passage) if passage else -1
    while begin >= 0:
        places.append((begin, begin + len(passage)))
        begin = text.find(passage, begin + len(passage))
    return places
