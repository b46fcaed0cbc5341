"""The CSV file as spreadsheets and programs read it."""

import pytest
from hypothesis import given

from portal.reports.as_csv import CHUNK, write_csv
from portal.reports.cells import looks_like_formula, plain
from portal.reports.model import Chapter, Column, Paragraph, Report, Table
from tests.reports.building import COLUMNS, PLAIN_ROW, any_text, bodies, csv_rows, report


def test_it_has_a_mark_semicolons_crlf_and_german_words() -> None:
    assert b"".join(write_csv(report())).decode() == (
        "\ufeffCode;Kommentar;Nummer;Datum;Verspätet\r\nB 1.2;Mehr Eichen;7;18.11.2026;ja\r\n"
    )


def test_only_the_main_table_is_written() -> None:
    assert len(csv_rows(report((PLAIN_ROW,), Table("measures", "Maßnahmen", COLUMNS, lambda: [PLAIN_ROW])))) == 2


def test_without_rows_the_header_stays() -> None:
    assert csv_rows(report(())) == [[column.label for column in COLUMNS]]


def test_a_report_without_a_table_is_refused_before_anything_is_sent() -> None:
    with pytest.raises(LookupError):
        write_csv(Report("Katalog", (), {}, (Chapter("Bildung", 1, (Paragraph("Text"),)),)))


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@A1", "\tx", "\rx", "  =1", "\x00=1", "\u200b=1", "\uff1d1", "\n\r =1"]
)
def test_what_a_spreadsheet_might_run_begins_with_an_apostrophe(text: str) -> None:
    assert csv_rows(bodies(text))[1][1] == f"'{plain(text)}"


def test_a_label_is_neutralised_too() -> None:
    table = Table("comments", "Kommentare", (Column("x", "=1+1"),), lambda: ())
    assert csv_rows(Report("", (), {}, (table,))) == [["'=1+1"]]


def test_a_negative_number_stays_a_number() -> None:
    assert csv_rows(report([("B", "", -3, None, False)]))[1] == ["B", "", "-3", "", "nein"]


@given(any_text)
def test_any_text_comes_back_in_its_cell_and_is_no_formula(text: str) -> None:
    rows = csv_rows(bodies(text, "after"))
    assert [len(row) for row in rows] == [5, 5, 5]
    assert not looks_like_formula(rows[1][1])
    assert rows[1][1].removeprefix("'") == plain(text).removeprefix("'")


def test_it_is_sent_in_pieces() -> None:
    pieces = list(write_csv(bodies(*["x" * 1000] * 1000)))
    assert len(pieces) > 10
    assert max(map(len, pieces)) < 2 * CHUNK
