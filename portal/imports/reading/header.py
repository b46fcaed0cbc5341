"""Finding the line that names the columns, below titles and beside merged headings."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from portal.imports.reading.table import NO_ROWS, Row, Unreadable

LOOK = 20
"""Lines in which the header is looked for."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The names of the columns, and the rows below them."""

    names: tuple[str, ...]
    rows: tuple[Row, ...]


def find_header(lines: Sequence[Row]) -> Grid:
    """Take the first line that is at least half as wide as the widest near it; titles above it are left out."""
    filled = [line for line in lines if any(line.cells)]
    if not filled:
        raise Unreadable(NO_ROWS)
    counts = [sum(map(bool, line.cells)) for line in filled[:LOOK]]
    enough = max(min(2, max(counts)), max(counts) / 2)
    at = next(index for index, count in enumerate(counts) if count >= enough)
    names, below = _one_line(filled[at].cells), filled[at + 1 :]
    if below and _is_second_line(names, below[0].cells):
        return Grid(_joined(names, _one_line(below[0].cells)), tuple(below[1:]))
    if at and len(set(names) - {""}) < sum(map(bool, names)):
        names = _told_apart(names, _one_line(filled[at - 1].cells))
    return Grid(names, tuple(below))


def _one_line(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(" ".join(cell.split()) for cell in cells)


def _is_second_line(names: Sequence[str], below: Sequence[str]) -> bool:
    """A merged heading leaves gaps to its right, and the line below fills those and nothing else."""
    gaps = {column for column, cell in enumerate(below) if cell and not _at(names, column)}
    if not gaps or 0 in gaps:
        return False
    starts = {column - 1 for column in gaps if _at(names, column - 1)}
    return {column for column, cell in enumerate(below) if cell} <= gaps | starts


def _joined(above: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    """“Kosten” over “einmalig” and “laufend” become “Kosten – einmalig” and “Kosten – laufend”."""
    headings = _spread(above, max(len(above), len(below)))
    pairs = ((heading, _at(below, column), _at(above, column)) for column, heading in enumerate(headings))
    return tuple(f"{heading} – {low}" if low and heading else low or own for heading, low, own in pairs)


def _told_apart(names: Sequence[str], above: Sequence[str]) -> tuple[str, ...]:
    """Names that occur twice are preceded by the heading that stands over them."""
    headings, often = _spread(above, len(names)), Counter(names)
    pairs = zip(names, headings, strict=True)
    return tuple(f"{heading} – {name}" if often[name] > 1 and name and heading else name for name, heading in pairs)


def _spread(headings: Sequence[str], width: int) -> list[str]:
    """Each heading holds for the empty cells to its right."""
    result: list[str] = []
    for column in range(width):
        result.append(_at(headings, column) or (result[-1] if result else ""))
    return result


def _at(cells: Sequence[str], column: int) -> str:
    return cells[column] if 0 <= column < len(cells) else ""
