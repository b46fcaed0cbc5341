"""Which rows of a table stay on one page: those that surely fit on one."""

from collections.abc import Sequence

PER_LINE = 110
"""Bytes of text on a line across an upright page, cautiously; a page that lies across has room for more."""
MOST_LINES = 30
"""Fewer than half of the lines of an upright page, and three quarters of one that lies across."""


def stays_whole(cells: Sequence[str], widths: Sequence[int]) -> bool:
    """Whether a row of these texts, in columns of these relative widths, may be kept from breaking."""
    whole = sum(widths)
    return all(
        cell.count("\n") + len(cell.encode()) * whole / (PER_LINE * width) < MOST_LINES
        for cell, width in zip(cells, widths, strict=True)
    )
