"""The main table as a CSV file that German spreadsheets open with a double click."""

import csv
from codecs import BOM_UTF8
from collections.abc import Iterator
from io import StringIO

from portal.kernel.words import Words
from portal.reports.cells import looks_like_formula, readable
from portal.reports.model import Report, Table, Value

CHUNK = 1 << 16


def write_csv(report: Report) -> Iterator[bytes]:
    """UTF-8 with byte order mark, semicolons, CRLF, a header of labels; LookupError without a table.

    Text that a spreadsheet might run as a formula begins with an apostrophe. Memory does not grow with the rows.
    """
    return _encoded(_written(report.main, report.words))


def _encoded(pieces: Iterator[str]) -> Iterator[bytes]:
    yield BOM_UTF8
    for piece in pieces:
        yield piece.encode()


def _written(table: Table, words: Words) -> Iterator[str]:
    buffer = StringIO(newline="")
    out = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    out.writerow([_cell(column.label, words) for column in table.columns])
    for row in table.each_row():
        out.writerow([_cell(value, words) for value in row])
        if buffer.tell() >= CHUNK:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _cell(value: Value, words: Words) -> str:
    text = readable(value, words)
    return f"'{text}" if isinstance(value, str) and looks_like_formula(text) else text
