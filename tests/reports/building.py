"""Small reports to write, and how each written format is read again."""

import csv
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO, StringIO
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from portal.kernel.words import Words
from portal.reports.as_csv import write_csv
from portal.reports.as_docx import write_docx
from portal.reports.as_json import write_json
from portal.reports.as_xlsx import write_xlsx
from portal.reports.model import Chapter, Column, Report, Row, Table

LATE_IN_THE_EVENING = datetime(2026, 11, 17, 23, 30, tzinfo=UTC)
"""In the city it is already the 18th."""

ABOUT = (("Verfahren", "WIR 2.0"), ("Fassung", "öffentlich"), ("Filter", "Feld: Bildung"))
COLUMNS = (
    Column("code", "Code", 10),
    Column("text", "Kommentar", 60),
    Column("number", "Nummer", 8, "integer"),
    Column("date", "Datum", 12, "date"),
    Column("late", "Verspätet", 9, "boolean"),
)
PLAIN_ROW: Row = ("B 1.2", "Mehr Eichen", 7, LATE_IN_THE_EVENING, True)

HOSTILE = (
    "=1+1", "+49 511 1", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =cmd|' /C calc'!A0", "\u200b=1", "\x00=1", "\uff1d1+1",
    "{{7*7}}", "</w:t>", "]]>", "<r><t>x</t></r>", "<r></x></r>", "_x0041_", "&amp;", "https://example.org", "a;b",
    'say "hello"', "two\nlines", "\x0b\x1f\x7f", "\ud800", "\ufffe", "😀",
)  # fmt: skip

any_text = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(),
    st.text(st.characters(exclude_categories=())),
    st.text("=+-@\t\r\n \x00<>r/_x041&;\"'", max_size=12),
)


def report(
    rows: Iterable[Row] = (PLAIN_ROW,), *more: Table | Chapter, title: str = "Synopse", language: str = "de"
) -> Report:
    """A report of one table of comments, and more parts behind it."""
    kept = list(rows)
    comments = Table("comments", "Kommentare", COLUMNS, lambda: kept)
    return Report(title, ABOUT, {"consultation": "wir-2-0"}, (comments, *more), Words(language))


def bodies(*texts: str) -> Report:
    return report(("B 1.2", text, 7, None, None) for text in texts)


def csv_rows(written: Report) -> list[list[str]]:
    return list(csv.reader(StringIO(b"".join(write_csv(written)).decode("utf-8-sig"), newline=""), delimiter=";"))


def json_of(written: Report) -> Any:
    return json.loads(b"".join(write_json(written)))


def workbook_of(written: Report) -> Workbook:
    file = BytesIO()
    write_xlsx(written, file)
    return load_workbook(file)


def document_of(written: Report, *, landscape: bool = False) -> WordDocument:
    file = BytesIO()
    write_docx(written, file, landscape=landscape)
    return Document(file)
