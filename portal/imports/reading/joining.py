"""One table from the parts of a file: its sheets, or the tables of a document."""

from collections.abc import Sequence

from portal.imports.reading.header import Grid
from portal.imports.reading.table import NO_ROWS, Limits, Row, Table, Unreadable, table

PART = "Tabellenblatt"
"""The column that names the part when several were joined."""


def join(parts: Sequence[tuple[str, Grid]], limits: Limits) -> Table:
    """The first part and all further ones that have no other columns than the first; the rest is named as skipped."""
    if not parts:
        raise Unreadable(NO_ROWS)
    names = parts[0][1].names
    alike = [part for part in parts if _fits(part[1].names, names)]
    skipped = [name for name, grid in parts if not _fits(grid.names, names)]
    if len(alike) == 1:
        return table(names, alike[0][1].rows, limits, skipped)
    rows = (_moved(row, grid.names, names, part) for part, grid in alike for row in grid.rows)
    return table((*names, PART), rows, limits, skipped)


def _fits(some: Sequence[str], all_of_them: Sequence[str]) -> bool:
    named = {name for name in some if name}
    return tuple(some) == tuple(all_of_them) or (len(named) > 1 and named <= set(all_of_them))


def _moved(row: Row, own: Sequence[str], names: Sequence[str], part: str) -> Row:
    """The row under the columns of the first part; what stands beside its own columns is not taken over."""
    cells = [*row.cells, *[""] * (len(names) - len(row.cells))][: len(names)]
    if tuple(own) != tuple(names):
        by_name = dict(zip(own, row.cells, strict=False))
        cells = [by_name.get(name, "") if name else "" for name in names]
    return Row(row.number, (*cells, part if any(cells) else ""), part)
