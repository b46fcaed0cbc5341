"""Every table as sheets of an Excel workbook, and a sheet that says what the file is about."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain, islice
from typing import Any, BinaryIO

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from portal.kernel.city_time import day_of
from portal.kernel.words import N_, SOURCE, Words
from portal.reports.cells import looks_like_formula, plain, readable
from portal.reports.model import Column, Report, Row, Table, Value
from portal.reports.sheet_names import SheetNames

ROWS_PER_SHEET = 1_048_575
UNITS_PER_CELL = 32_767
LARGEST_EXACT = 10**15
FIRST_YEAR = 1900
A4 = 9
LETTERS_ACROSS = 200
"""What is wider is printed on several pages beside each other, each with the first column."""
LINE, MOST_LINES = 16, 8
"""Points of a line of a head."""
MOST_SIZED, HIGHEST, LONGEST_MARK = 5000, 400, 200
"""Rows whose height is written, because some programs do not find it themselves; memory grows with each of them."""
DAY, DAY_ELSEWHERE = "dd.mm.yyyy", "d mmm yyyy"
HEAD_COLOUR = "#E5E8EF"


def write_xlsx(report: Report, file: BinaryIO) -> None:
    """Text is text, never a formula or a link; days are real days. A table too long for a sheet goes on in another.

    A text beyond Excel's 32,767 characters is cut and says so, and the last sheet counts such cells.
    Rows pass through temporary files: memory does not grow with them.
    """
    names = SheetNames()
    info = names.new(report.words.say(N_("Angaben")))
    with Workbook(file, {"constant_memory": True}) as book:
        book.set_properties({"title": plain(report.title)[:255], "created": datetime.now(UTC).replace(tzinfo=None)})
        pen = _Pen.of(book, report.words)
        cut = sum(_write_table(book, pen, names, table, report.mark) for table in report.tables)
        _write_info(book.add_worksheet(info), pen, report, cut)


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes one value into one cell, in the formats of one workbook."""

    words: Words
    title: Any
    head: Any
    text: Any
    armed: Any
    day: Any
    number: Any

    @classmethod
    def of(cls, book: Workbook, words: Words) -> "_Pen":
        text = {"text_wrap": True, "valign": "top"}
        head = text | {"bold": True, "bg_color": HEAD_COLOUR, "bottom": 1}
        return cls(
            words,
            title=book.add_format({"bold": True}),
            head=book.add_format(head),
            text=book.add_format(text),
            armed=book.add_format(text | {"quote_prefix": True}),
            day=book.add_format(
                {"num_format": DAY if words.language == SOURCE else DAY_ELSEWHERE, "valign": "top", "align": "left"}
            ),
            number=book.add_format({"num_format": "0", "valign": "top"}),
        )

    def write(self, sheet: Any, row: int, column: int, value: Value) -> bool:
        """Whether the text had to be cut."""
        match value:
            case None | "":
                return False
            case date() if value.year > FIRST_YEAR:
                sheet.write_datetime(row, column, day_of(value), self.day)
                return False
            case int() if not isinstance(value, bool) and abs(value) < LARGEST_EXACT:
                sheet.write_number(row, column, value, self.number)
                return False
        text = readable(value, self.words)
        fitting = self._fitting(text)
        sheet.write_string(row, column, _unmarked(fitting), self.armed if looks_like_formula(text) else self.text)
        return fitting != text

    def _fitting(self, text: str) -> str:
        if len(text) <= UNITS_PER_CELL // 2:
            return text
        units = text.encode("utf-16-le")
        if len(units) <= 2 * UNITS_PER_CELL:
            return text
        notice = self.words.say(N_("… [gekürzt]"))
        return units[: 2 * (UNITS_PER_CELL - len(notice))].decode("utf-16-le", errors="ignore") + notice


def _unmarked(text: str) -> str:
    """XlsxWriter takes text between <r> and </r> for its own markup and would not escape it; a blank prevents that."""
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def _write_table(book: Workbook, pen: _Pen, names: SheetNames, table: Table, mark: str) -> int:
    """How many cells were cut."""
    cut = 0
    for rows in _sheetfuls(table.each_row()):
        sheet = book.add_worksheet(names.new(table.title))
        _write_head(sheet, pen, table, mark)
        last = 0
        for last, row in enumerate(rows, start=1):
            if last <= MOST_SIZED and (lines := _lines_in(row, table.columns)) > 1:
                sheet.set_row(last, min(LINE * lines, HIGHEST))
            cut += sum(pen.write(sheet, last, place, value) for place, value in enumerate(row))
        sheet.autofilter(0, 0, last, len(table.columns) - 1)
    return cut


def _sheetfuls(rows: Iterator[Row]) -> Iterator[Iterator[Row]]:
    yield islice(rows, ROWS_PER_SHEET)
    for first in rows:
        yield chain((first,), islice(rows, ROWS_PER_SHEET - 1))


def _write_head(sheet: Any, pen: _Pen, table: Table, mark: str) -> None:
    sheet.set_row(0, LINE * max(map(_lines_of, table.columns), default=1))
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, min(max(column.width, 4), 100))
        sheet.write_string(0, place, _unmarked(plain(column.label)), pen.head)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    _set_page(sheet, mark)
    across = -(-sum(column.width for column in table.columns) // LETTERS_ACROSS)
    sheet.fit_to_pages(max(across, 1), 0)
    if across > 1:
        sheet.repeat_columns(0)


def _lines_of(column: Column) -> int:
    """On how many lines the head of a column stands, its words unbroken."""
    lines, left = 1, 0
    for word in plain(column.label).split():
        if left and left + 1 + len(word) > column.width:
            lines, left = lines + 1, 0
        left += len(word) + bool(left)
    return min(lines, MOST_LINES)


def _set_page(sheet: Any, mark: str) -> None:
    """Every printed page says which edition it is."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_footer(f"&L{plain(mark).replace('&', '&&')[:LONGEST_MARK]}&R&P / &N")


def _lines_in(row: Row, columns: tuple[Column, ...]) -> int:
    """How many lines the highest of its texts takes, about."""
    return max(
        (
            sum(-(-len(line) * 11 // (10 * max(column.width, 4))) or 1 for line in value.split("\n"))
            for value, column in zip(row, columns, strict=True)
            if isinstance(value, str)
        ),
        default=1,
    )


def _write_info(sheet: Any, pen: _Pen, report: Report, cut: int) -> None:
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    sheet.fit_to_pages(1, 0)
    _set_page(sheet, report.mark)
    sheet.write_string(0, 0, _unmarked(plain(report.title)), pen.title)
    lines = list(report.about)
    if cut:
        notice = N_("%(number)s – diese Texte sind für Excel zu lang. Vollständig stehen sie in der CSV-Datei.")
        lines.append((report.words.say(N_("Gekürzte Texte")), report.words.say(notice, number=cut)))
    for row, (label, value) in enumerate(lines, start=2):
        pen.write(sheet, row, 0, label)
        pen.write(sheet, row, 1, value)
