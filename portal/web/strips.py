"""The geometry of a stance strip: how wide each stance's piece is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass

STANCES = ("support", "support_with_changes", "no_objection", "question", "object")
"""In the order they always stand in."""

GAP = 2.0
LEAST = 6.0


@dataclass(frozen=True, slots=True)
class Segment:
    """One stance's piece of a strip; `x` and `width` in pixels, its outline included."""

    stance: str
    x: float
    width: float


def segments(figures: Mapping[str, int], width: float) -> list[Segment]:
    """The pieces of a strip `width` pixels wide, proportional to the figures, each at least 6 px, 2 px apart.

    Stances without a voice have no piece. Raises ValueError when five pieces of 6 px would not fit.
    """
    if width < len(STANCES) * LEAST + (len(STANCES) - 1) * GAP:
        raise ValueError(f"a strip of {width} px is too narrow")
    present = {stance: figures.get(stance, 0) for stance in STANCES if figures.get(stance, 0) > 0}
    widths = _widths(present, width - GAP * (len(present) - 1))
    pieces, x = [], 0.0
    for stance in present:
        pieces.append(Segment(stance, x, widths[stance]))
        x += widths[stance] + GAP
    return pieces


def _widths(figures: Mapping[str, int], room: float) -> dict[str, float]:
    """Shares of the room; those that would be too narrow get the least width, the others share what is left."""
    narrow: set[str] = set()
    while True:
        left = room - LEAST * len(narrow)
        total = sum(figure for stance, figure in figures.items() if stance not in narrow)
        widths = {stance: LEAST if stance in narrow else left * n / total for stance, n in figures.items()}
        too_narrow = {stance for stance, drawn in widths.items() if drawn < LEAST}
        if not too_narrow:
            return widths
        narrow |= too_narrow
