"""Tables from xlsx: the visible sheets that share one header, values as a person sees them."""

import warnings
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from portal.imports.reading.archive import open_safely
from portal.imports.reading.header import LOOK, Grid, find_header
from portal.imports.reading.joining import join
from portal.imports.reading.numbers import shown
from portal.imports.reading.table import TOO_MANY_COLUMNS, Limits, Row, Table, Unreadable, clean
from portal.kernel.words import N_

NOT_A_WORKBOOK = N_("Die Datei ist keine Excel-Arbeitsmappe.")
MOSTLY_EMPTY = N_(
    "Die Tabelle reicht weit über ihren Text hinaus. Bitte löschen Sie die leeren Zeilen und Spalten, und "
    "speichern Sie sie noch einmal."
)
ROW = 20
"""Cells that take as long to read as a row does besides its own."""
MOST_CELLS = 2_000_000
"""Of one sheet, empty ones among them: a hundred rows formatted to the last column there is, or 5,000 of the usual."""
SPARE = LOOK + 2
"""Lines beyond the limit that are read, so that below any header the limit is still exceeded, and then refused."""
LAST_ROW = 1_048_576
"""Excel has no more; a file that claims a higher one would be counted through to it."""


def read(content: bytes, limits: Limits) -> Table:
    with open_safely(content, limits) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            raise Unreadable(NOT_A_WORKBOOK)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            grids = list(_grids(visible, limits))
        finally:
            book.close()
    return join(grids, limits)


def _grids(sheets: Iterable[Any], limits: Limits) -> Iterator[tuple[str, Grid]]:
    """Sheets with content; one beside the first that is too wide is something else and no reason to refuse."""
    first = True
    for sheet in sheets:
        try:
            grid = _grid(sheet, limits)
        except Unreadable:
            if first:
                raise
            grid = Grid((), ())
        if grid is not None:
            first = False
            yield sheet.title, grid


def _grid(sheet: Any, limits: Limits) -> Grid | None:
    """None for a sheet without rows below its header."""
    sheet.reset_dimensions()  # files tell a wrong extent of the sheet often enough
    lines = list(_lines(sheet, limits))
    if len(lines) < 2:
        return None
    grid = find_header(lines)
    return grid if grid.rows else None


def _lines(sheet: Any, limits: Limits) -> Iterator[Row]:
    kept = seen = 0
    for number, cells in enumerate(sheet.iter_rows(max_row=LAST_ROW), start=1):
        seen += len(cells) + ROW if cells else 0
        if seen > MOST_CELLS:
            raise Unreadable(MOSTLY_EMPTY)
        texts = [_text(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            continue
        kept += 1
        if kept > limits.rows + SPARE:
            return
        if len(texts) > limits.columns:
            raise Unreadable(TOO_MANY_COLUMNS, most=limits.columns)
        yield Row(number, tuple(texts))


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value.replace("_x000D_", ""))
    return clean(shown(value, cell.number_format))
