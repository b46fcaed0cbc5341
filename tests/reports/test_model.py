"""What a report refuses to be."""

import pytest

from portal.reports.model import Chapter, Column, Heading, Paragraph, Report, Table
from tests.reports.building import COLUMNS, report

TABLE = Table("measures", "Maßnahmen", COLUMNS, lambda: ())


def test_the_main_table_is_the_first_wherever_it_stands() -> None:
    chapter = Chapter("Bildung", 1, (Paragraph("Text"), TABLE))
    assert Report("Katalog", (), {}, (chapter,)).main is TABLE


def test_a_report_of_text_only_has_no_main_table() -> None:
    with pytest.raises(LookupError, match="no table"):
        _ = Report("Katalog", (), {}, (Chapter("Bildung", 1),)).main


@pytest.mark.parametrize("key", ["meta", "comments"])
def test_a_table_key_is_unique_and_not_meta(key: str) -> None:
    with pytest.raises(ValueError, match="taken"):
        report((), Table(key, "Noch eine", COLUMNS, lambda: ()))


def test_a_column_key_is_unique() -> None:
    with pytest.raises(ValueError, match="taken"):
        Table("comments", "Kommentare", (Column("code", "Code"), Column("code", "Code")), lambda: ())


def test_a_table_has_columns() -> None:
    with pytest.raises(ValueError, match="no columns"):
        Table("comments", "Kommentare", (), lambda: ())


def test_a_row_fits_the_columns() -> None:
    table = Table("comments", "Kommentare", COLUMNS, lambda: [("B 1.2",)])
    with pytest.raises(ValueError, match="1 values for 5 columns"):
        list(table.each_row())


@pytest.mark.parametrize("level", [0, 10])
def test_a_heading_has_a_level_from_1_to_9(level: int) -> None:
    with pytest.raises(ValueError, match="levels"):
        Chapter("Bildung", level)
    with pytest.raises(ValueError, match="levels"):
        Heading("Bildung", level)
