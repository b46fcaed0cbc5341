"""One way to write a report in any format."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from portal.reports.model import Column, Report, Table
from portal.reports.writing import STREAMED, TYPES, pieces, write


def report() -> Report:
    table = Table("rows", "Zeilen", (Column("a", "A"),), lambda: [("eins",), ("zwei",)])
    return Report("Titel", (), {}, (table,))


@pytest.mark.parametrize("form", TYPES)
def test_every_format_can_be_written(form: str) -> None:
    file = BytesIO()
    write(report(), form, file)
    content = file.getvalue()
    if form in STREAMED:
        assert b"".join(pieces(report(), form)) == content
        assert b"zwei" in content
    elif form == "pdf":
        assert "zwei" in PdfReader(BytesIO(content)).pages[-1].extract_text()
    else:
        assert ZipFile(BytesIO(content)).testzip() is None


def test_json_is_json() -> None:
    assert json.loads(b"".join(pieces(report(), "json")))["rows"] == [{"a": "eins"}, {"a": "zwei"}]


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(KeyError):
        write(report(), "exe", BytesIO())
