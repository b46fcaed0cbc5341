"""The workbook as openpyxl reads it."""

from dataclasses import replace
from datetime import date, datetime
from functools import partial

import pytest
from hypothesis import given, settings
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from portal.reports import as_xlsx
from portal.reports.as_xlsx import UNITS_PER_CELL
from portal.reports.cells import plain
from portal.reports.model import Chapter, Column, Report, Table
from tests.reports.building import ABOUT, COLUMNS, HOSTILE, PLAIN_ROW, any_text, bodies, report, workbook_of


def sheet_of(book: Workbook, name: str = "Kommentare") -> Worksheet:
    sheet = book[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def body_of(written: Report) -> Cell:
    cell = sheet_of(workbook_of(written))["B2"]
    assert isinstance(cell, Cell)
    return cell


def test_a_row_has_text_numbers_real_days_and_words() -> None:
    sheet = sheet_of(workbook_of(report()))
    assert list(sheet.values) == [
        ("Code", "Kommentar", "Nummer", "Datum", "Verspätet"),
        ("B 1.2", "Mehr Eichen", 7, datetime(2026, 11, 18), "ja"),
    ]
    assert sheet["D2"].number_format == "dd.mm.yyyy"


def test_the_header_stays_in_view_and_filters() -> None:
    sheet = sheet_of(workbook_of(report()))
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A2", "A1:E2", "$1:$1")
    assert 60 < sheet.column_dimensions["B"].width < 61


def test_the_last_sheet_says_what_the_file_is_about() -> None:
    book = workbook_of(report())
    assert book.sheetnames == ["Kommentare", "Angaben"]
    assert list(sheet_of(book, "Angaben").values) == [("Synopse", None), (None, None), *ABOUT]


def test_every_table_has_a_sheet_also_in_a_chapter() -> None:
    inner = Table("measures", "Kommentare", COLUMNS, lambda: [PLAIN_ROW])
    names = workbook_of(report((), Chapter("Bildung", 1, (inner,)))).sheetnames
    assert names == ["Kommentare", "Kommentare (2)", "Angaben"]


def test_a_table_too_long_for_a_sheet_goes_on_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_xlsx, "ROWS_PER_SHEET", 2)
    book = workbook_of(bodies("1", "2", "3", "4"))
    assert book.sheetnames == ["Kommentare", "Kommentare (2)", "Angaben"]
    assert [row[1] for row in sheet_of(book, "Kommentare (2)").values] == ["Kommentar", "3", "4"]


@pytest.mark.parametrize("text", [text for text in HOSTILE if plain(text)])
def test_hostile_text_is_text(text: str) -> None:
    cell = body_of(bodies(text))
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    assert unescape(str(cell.value)).removesuffix(" ") == plain(text).removesuffix(" ")


@settings(max_examples=50, deadline=None)
@given(any_text)
def test_any_text_comes_back_in_its_cell(text: str) -> None:
    found = body_of(bodies(text)).value
    assert unescape(str(found or "")) == plain(text) or text.startswith("<r>")


@settings(max_examples=30, deadline=None)
@given(any_text)
def test_any_title_label_and_name_can_be_opened(text: str) -> None:
    table = Table("comments", text, (Column("x", text),), lambda: [(text,)])
    written = Report(text, ((text, text),), {}, (table, Table("again", text, table.columns, table.rows)))
    assert len(workbook_of(written).sheetnames) == 3


def test_what_looks_like_a_formula_stays_text_when_it_is_edited() -> None:
    assert body_of(bodies("=1+1")).quotePrefix
    assert not body_of(bodies("Eiche")).quotePrefix


@pytest.mark.parametrize("letter", ["x", "😀"])
def test_a_text_too_long_for_a_cell_is_cut_and_counted(letter: str) -> None:
    book = workbook_of(bodies(letter * UNITS_PER_CELL * 2, "short"))
    found = str(sheet_of(book)["B2"].value)
    assert found.endswith("… [gekürzt]")
    assert UNITS_PER_CELL - 1 <= len(found.encode("utf-16-le")) // 2 <= UNITS_PER_CELL
    assert [row[0] for row in sheet_of(book, "Angaben").values][-1] == "Gekürzte Texte"


def test_the_longest_text_that_fits_is_not_cut() -> None:
    assert body_of(bodies("x" * UNITS_PER_CELL)).value == "x" * UNITS_PER_CELL


def test_what_excel_cannot_count_is_written_as_text() -> None:
    sheet = sheet_of(workbook_of(report([("B", "", 10**17 + 1, date(1789, 7, 14), None)])))
    assert [cell.value for cell in sheet[2]] == ["B", None, "100000000000000001", "14.07.1789", None]


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        workbook_of(report([("B", "", 1, datetime(2026, 11, 18, 12), None)]))


def test_a_report_without_tables_is_about_something_still() -> None:
    assert workbook_of(Report("Katalog", ABOUT, {}, ())).sheetnames == ["Angaben"]


def test_printed_pages_say_which_edition_they_are_and_long_texts_have_room() -> None:
    book = workbook_of(replace(report([("B 1.2", "Wort " * 100, 7, None, None), PLAIN_ROW]), mark="R & D, intern"))
    for sheet in map(partial(sheet_of, book), book.sheetnames):
        footer, kept = sheet.oddFooter, sheet.sheet_properties.pageSetUpPr
        assert footer is not None and kept is not None and kept.fitToPage
        assert (footer.left.text, footer.right.text) == ("R && D, intern", "&P / &N")
        assert sheet.page_setup.fitToHeight == 0
    first = sheet_of(book)
    assert first.row_dimensions[2].height > 100
    assert first.row_dimensions[3].height in (None, 15)


def test_what_is_too_wide_for_a_page_goes_on_beside_it_with_the_first_column() -> None:
    columns = tuple(Column(f"c{number}", f"Spalte {number}", 50) for number in range(9))
    wide = Table("wide", "Breit", columns, lambda: [tuple("x" * 9)])
    sheet = sheet_of(workbook_of(report((PLAIN_ROW,), wide)), "Breit")
    assert (sheet.page_setup.fitToWidth, sheet.print_title_cols) == (3, "$A:$A")
