"""Tables from csv as offices write them: any usual encoding and delimiter, quoted line breaks, short rows."""

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from portal.imports.reading.header import find_header
from portal.imports.reading.table import (
    NO_ROWS,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    Limits,
    Row,
    Table,
    Unreadable,
    clean,
    table,
)
from portal.kernel.words import N_

NOT_TEXT = N_("Die Datei ist kein Text. Bitte speichern Sie sie als CSV in UTF-8.")
BROKEN_QUOTES = N_("In Zeile %(row)s steht ein Anführungszeichen, das nicht zum Aufbau einer CSV-Datei passt.")
SHIFTED = N_(
    "Zeile %(row)s hat %(cells)s Zellen, die Kopfzeile nur %(columns)s. "
    "Steht ein Trennzeichen im Text, gehört der Text in Anführungszeichen."
)

DELIMITERS = (";", ",", "\t")
LOOK = 50
"""Records on which a delimiter proves itself."""
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read(content: bytes, limits: Limits) -> Table:
    text = decode(content)
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        text, delimiter = rest, first.strip()[4]
    else:
        delimiter = find_delimiter(text)
    lines = list(_lines(text, delimiter, limits))
    if not lines:
        raise Unreadable(NO_ROWS)
    grid = find_header(lines)
    for row in grid.rows:
        if any(row.cells[len(grid.names) :]):
            raise Unreadable(SHIFTED, row=row.number, cells=len(row.cells), columns=len(grid.names))
    return table(grid.names, grid.rows, limits)


def decode(content: bytes) -> str:
    """By the byte order mark, by the NULs of an unmarked UTF-16, as UTF-8, and at last as Windows-1252."""
    encoding = next((name for mark, name in MARKS if content.startswith(mark)), "") or _unmarked_utf_16(content)
    for guess in (encoding,) if encoding else ("utf-8", "cp1252"):
        try:
            text = content.decode(guess)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise Unreadable(NOT_TEXT)


def find_delimiter(text: str) -> str:
    """The one under which most records are no wider than the first record that it divides, at best the widest."""
    return max(DELIMITERS, key=lambda delimiter: _fit(text, delimiter))


def _fit(text: str, delimiter: str) -> tuple[float, int]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        widths = [len(record) for record in islice(reader, LOOK) if any(record)]
    except csv.Error:
        return 0, 0
    head = next((width for width in widths if width > 1), 0)
    fitting = sum(1 < width <= head for width in widths)
    return (round(fitting / len(widths), 1), head) if head else (0, 0)


def _unmarked_utf_16(content: bytes) -> str:
    sample = content[:2000]
    if sample.count(0) < len(sample) / 4:
        return ""
    return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"


def _lines(text: str, delimiter: str, limits: Limits) -> Iterator[Row]:
    """Numbered like a spreadsheet shows them: a quoted line break does not begin a new row."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = kept = 0
    while True:
        number += 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            raise Unreadable(BROKEN_QUOTES, row=number) from fault
        cells = tuple(clean(cell) for cell in record[: limits.columns])
        if any(filter(None, map(clean, filter(None, record[limits.columns :])))):
            raise Unreadable(TOO_MANY_COLUMNS, most=limits.columns)
        if not any(cells):
            continue
        kept += 1
        if kept > limits.rows + LOOK:
            raise Unreadable(TOO_MANY_ROWS, most=limits.rows)
        yield Row(number, cells)
