"""An address as a square that a telephone reads, for what is printed and for letters."""

from dataclasses import dataclass
from io import BytesIO
from itertools import groupby

import segno

QUIET = 4
"""Modules that stay white all around."""


@dataclass(frozen=True, slots=True)
class Square:
    """`path` draws the dark modules, one unit each, in a box of `size` units; it needs no style."""

    path: str
    size: int


def square(text: str) -> Square:
    """As one path of horizontal runs."""
    rows = [list(row) for row in _made(text).matrix]
    return Square("".join(_runs(y, row) for y, row in enumerate(rows, QUIET)), len(rows) + 2 * QUIET)


def picture(text: str) -> bytes:
    """The same as a PNG, four pixels a module; the same bytes every time."""
    png = BytesIO()
    _made(text).save(png, kind="png", scale=4, border=QUIET)
    return png.getvalue()


def _made(text: str) -> segno.QRCode:
    return segno.make(text, error="m", micro=False)


def _runs(y: int, row: list[int]) -> str:
    drawn, x = "", QUIET
    for is_dark, modules in groupby(row):
        width = len(list(modules))
        drawn += f"M{x} {y}h{width}v1h-{width}z" if is_dark else ""
        x += width
    return drawn
