"""Word documents: one table for all measures, or one sheet of labels and values for each."""

from io import BytesIO

import pytest
from docx import Document

from portal.imports.reading import Unreadable, read_table
from tests.imports.files import docx


def sheet(code: str, title: str, *more: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [("Nummer:", code), ("Titel", title), *more]


def test_one_sheet_per_measure_gives_one_row_each() -> None:
    table = read_table(
        "a.docx", docx(sheet("B 1", "Eins", ("Kosten", "wenig")), sheet("B 2", "Zwei", ("Zeitplan", "2027")))
    )
    assert table.columns == ("Nummer", "Titel", "Kosten", "Zeitplan")
    assert [row.cells for row in table.rows] == [("B 1", "Eins", "wenig", ""), ("B 2", "Zwei", "", "2027")]
    assert [row.number for row in table.rows] == [1, 2]


def test_a_single_sheet_is_recognised() -> None:
    table = read_table("a.docx", docx(sheet("B 1", "Eins", ("Kosten", "wenig"))))
    assert [row.cells for row in table.rows] == [("B 1", "Eins", "wenig")]


def test_a_narrow_list_of_codes_is_a_table_with_a_header() -> None:
    table = read_table("a.docx", docx([("Code", "Titel"), ("B 1", "Eins"), ("B 2", "Zwei")]))
    assert table.columns == ("Code", "Titel")


def test_lines_across_a_sheet_are_heading_label_and_text() -> None:
    one = [("Maßnahmenblatt",), *sheet("B 1", "Eins"), ("Beschreibung",), ("Viel Text. Und mehr davon.",)]
    two = [("Maßnahmenblatt",), *sheet("B 2", "Zwei"), ("Beschreibung",), ("Anderer Text.",)]
    table = read_table("a.docx", docx(one, two))
    assert table.columns == ("Überschrift", "Nummer", "Titel", "Beschreibung")
    assert table.rows[0].cells[3] == "Viel Text. Und mehr davon."


def test_a_table_of_another_kind_among_sheets_is_named_as_skipped() -> None:
    other = [("a", "b", "c"), ("1", "2", "3")]
    table = read_table("a.docx", docx(sheet("B 1", "Eins"), sheet("B 2", "Zwei"), other))
    assert len(table.rows) == 2
    assert table.skipped == ("Tabelle 3",)


def test_tables_with_the_same_header_are_one() -> None:
    header = ("Code", "Titel", "Kosten")
    table = read_table("a.docx", docx([header, ("B 1", "Eins", "1")], [header, ("B 2", "Zwei", "2")]))
    assert [row.cells[0] for row in table.rows] == ["B 1", "B 2"]
    assert [row.part for row in table.rows] == ["Tabelle 1", "Tabelle 2"]


def test_merged_headers_are_understood() -> None:
    document = Document()
    found = document.add_table(rows=3, cols=4)
    texts = (("Code", "Titel", "Kosten", ""), ("", "", "einmalig", "laufend"), ("B 1", "Eins", "100", "20"))
    for row, line in zip(found.rows, texts, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text
    found.cell(0, 0).merge(found.cell(1, 0))
    found.cell(0, 1).merge(found.cell(1, 1))
    found.cell(0, 2).merge(found.cell(0, 3))
    stream = BytesIO()
    document.save(stream)
    table = read_table("a.docx", stream.getvalue())
    assert table.columns == ("Code", "Titel", "Kosten – einmalig", "Kosten – laufend")
    assert [row.cells for row in table.rows] == [("B 1", "Eins", "100", "20")]


def test_paragraphs_and_lists_keep_their_shape() -> None:
    document = Document()
    found = document.add_table(rows=2, cols=3)
    for cell, text in zip(found.rows[0].cells, ("Code", "Titel", "Schritte"), strict=True):
        cell.text = text
    found.cell(1, 0).text, found.cell(1, 1).text = "B 1", "Eins"
    steps = found.cell(1, 2)
    steps.text = "Zuerst dies."
    for style, text in (
        ("List Number", "planen"),
        ("List Number", "bauen"),
        ("List Bullet", "feiern"),
        ("Normal", "Ende"),
    ):
        steps.add_paragraph(text, style=style)
    stream = BytesIO()
    document.save(stream)
    cell = read_table("a.docx", stream.getvalue()).rows[0].cells[2]
    assert cell == "Zuerst dies.\n\n1. planen\n1. bauen\n- feiern\n\nEnde"


def test_a_document_without_tables_is_refused() -> None:
    with pytest.raises(Unreadable, match="keine Tabelle"):
        read_table("a.docx", docx())


def test_the_heading_above_a_sheet_belongs_to_it() -> None:
    document = Document()
    for code, title in (("B 1.1", "Eins"), ("B 1.2", "Zwei")):
        document.add_heading(f"Maßnahme {code}: {title}", level=2)
        document.add_paragraph("Ein Satz davor.")
        found = document.add_table(rows=2, cols=2)
        for row, label in zip(found.rows, ("Kosten", "Zeitplan"), strict=True):
            row.cells[0].text, row.cells[1].text = label, title
    stream = BytesIO()
    document.save(stream)
    table = read_table("a.docx", stream.getvalue())
    assert table.columns == ("Überschrift", "Kosten", "Zeitplan")
    assert table.rows[1].cells == ("Maßnahme B 1.2: Zwei", "Zwei", "Zwei")
