"""Excel workbooks: values as people see them, merged headers, several sheets."""

from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from portal.imports.reading import Limits, Unreadable, read_table
from tests.imports.files import replaced, saved, xlsx


def shown(value: Any, number_format: str = "General") -> str:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Code", "Wert"])
    sheet.append(["B 1", value])
    if number_format != "General":
        sheet["B2"].number_format = number_format
    return read_table("a.xlsx", saved(book)).rows[0].cells[1]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (1.1, "General", "1.1"),
        (5.0, "General", "5"),
        (5, "General", "5"),
        (0.1 + 0.2, "General", "0.3"),
        (1e-7, "General", "0.0000001"),
        (10**20, "General", "100000000000000000000"),
        (-2.5, "General", "-2.5"),
        (1.1, "0.00", "1.10"),
        (7, "000", "007"),
        (0.125, "0.0%", "12,5 %"),
        (0.5, "0%", "50 %"),
        (15000, "#,##0.00 €", "15.000,00 €"),
        (15000, "#,##0 [$€-407]", "15.000 €"),
        (1234567.5, "#,##0.0", "1.234.567,5"),
        (True, "General", "ja"),
        (date(2026, 5, 1), "dd.mm.yyyy", "2026-05-01"),
        (datetime(2026, 5, 1, 14, 30), "dd.mm.yyyy hh:mm", "2026-05-01 14:30"),
        (time(9, 5), "hh:mm", "09:05"),
        (timedelta(hours=30), "[hh]:mm", "30:00"),
        ("  Text \r\nmit Umbruch ", "General", "Text \nmit Umbruch"),
        ("a_x000D_\nb", "General", "a\nb"),
        ("#NAME?", "General", "#NAME?"),
    ],
)
def test_a_value_is_read_as_people_see_it(value: Any, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


def test_the_number_of_a_row_is_the_one_in_the_sheet() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "Maßnahmenkatalog"
    for place, text in {"A4": "Code", "B4": "Titel", "A5": "B 1", "B5": "Eins", "A9": "B 2", "B9": "Zwei"}.items():
        sheet[place] = text
    assert [row.number for row in read_table("a.xlsx", saved(book)).rows] == [5, 9]


def test_a_merged_heading_over_two_columns_names_both() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Code", "Titel", "Kosten", None, "Zeitplan"])
    sheet.append([None, None, "einmalig", "laufend", None])
    sheet.append(["B 1", "Eins", 100, 20, "2027"])
    for cells in ("A1:A2", "B1:B2", "C1:D1", "E1:E2"):
        sheet.merge_cells(cells)
    table = read_table("a.xlsx", saved(book))
    assert table.columns == ("Code", "Titel", "Kosten – einmalig", "Kosten – laufend", "Zeitplan")
    assert [row.cells for row in table.rows] == [("B 1", "Eins", "100", "20", "2027")]


def test_a_line_of_group_headings_above_the_header_is_left_out() -> None:
    rows = (
        ("Angaben", None, None, None, "Mittel", None, "Personal", None),
        ("Code", "Titel", "Ziele", "Art", "einmalig", "laufend", "einmalig", "laufend"),
        ("B 1", "Eins", "", "", "1", "2", "3", "4"),
    )
    table = read_table("a.xlsx", xlsx(("Plan", rows)))
    assert table.columns[:4] == ("Code", "Titel", "Ziele", "Art")
    assert table.columns[4:] == ("Mittel – einmalig", "Mittel – laufend", "Personal – einmalig", "Personal – laufend")


def test_sheets_with_the_same_columns_are_joined_and_others_named_as_skipped() -> None:
    content = xlsx(
        ("Bildung", (("Code", "Titel", "Kosten"), ("B 1", "Eins", "1"))),
        ("Soziales", (("Titel", "Code"), ("Zwei", "S 1"))),
        ("Legende", (("Farbe", "Bedeutung"), ("rot", "dringend"))),
    )
    table = read_table("a.xlsx", content)
    assert table.columns == ("Code", "Titel", "Kosten", "Tabellenblatt")
    assert [row.cells for row in table.rows] == [("B 1", "Eins", "1", "Bildung"), ("S 1", "Zwei", "", "Soziales")]
    assert [(row.part, row.number) for row in table.rows] == [("Bildung", 2), ("Soziales", 2)]
    assert table.skipped == ("Legende",)


def test_a_wrong_extent_of_the_sheet_hides_nothing() -> None:
    part = "xl/worksheets/sheet1.xml"
    content = xlsx(("Plan", (("Code", "Titel"), ("B 1", "Eins"), ("B 2", "Zwei"))))
    with ZipFile(BytesIO(content)) as archive:
        text = archive.read(part)
    assert b'<dimension ref="A1:B3"' in text
    lying = replaced(content, part, text.replace(b'<dimension ref="A1:B3"', b'<dimension ref="A1:A2"'))
    assert [row.cells for row in read_table("a.xlsx", lying).rows] == [("B 1", "Eins"), ("B 2", "Zwei")]


def test_a_hidden_sheet_is_not_read() -> None:
    book = Workbook()
    book.worksheets[0].append(["Code", "Titel"])
    book.worksheets[0].append(["B 1", "Eins"])
    hidden = book.create_sheet("Geheim")
    hidden.append(["Code", "Titel"])
    hidden.append(["B 2", "Zwei"])
    hidden.sheet_state = "hidden"
    assert len(read_table("a.xlsx", saved(book)).rows) == 1


def test_a_workbook_without_rows_is_refused() -> None:
    with pytest.raises(Unreadable, match="keine Tabelle mit Inhalt"):
        read_table("a.xlsx", xlsx(("Leer", ()), ("Kopf", (("Code", "Titel"),))))


def test_a_remark_beside_the_table_becomes_a_numbered_column() -> None:
    table = read_table("a.xlsx", xlsx(("Plan", (("Code", "Titel"), ("B 1", "Eins", None, "prüfen!")))))
    assert table.columns == ("Code", "Titel", "Spalte 4")


def test_eighty_five_measures_are_read() -> None:
    rows = [("Code", "Titel"), *((f"B {number}", f"Maßnahme {number}") for number in range(1, 86))]
    assert len(read_table("a.xlsx", xlsx(("Plan", rows))).rows) == 85


def test_a_long_or_wide_sheet_that_is_not_joined_is_no_reason_to_refuse() -> None:
    plan = ("Plan", (("Code", "Titel"), ("B 1", "Eins")))
    long = ("Kommentare", (("Nummer", "Text"), *((str(number), "x") for number in range(80))))
    wide = ("Breit", (tuple(f"S{number}" for number in range(12)), tuple("x" * 12)))
    table = read_table("a.xlsx", xlsx(plan, long, wide), Limits(rows=40, columns=10))
    assert table.skipped == ("Kommentare", "Breit")
    with pytest.raises(Unreadable, match="mehr als 40 Zeilen"):
        read_table("a.xlsx", xlsx(long, plan), Limits(rows=40))
    with pytest.raises(Unreadable, match="mehr als 10 Spalten"):
        read_table("a.xlsx", xlsx(wide, plan), Limits(columns=10))
