"""Tables from docx: one table with a header, or measure sheets, each a table of labels and values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from portal.imports.reading.archive import TOO_LARGE, open_safely
from portal.imports.reading.header import Grid, find_header
from portal.imports.reading.joining import join
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

NOT_A_DOCUMENT = N_("Die Datei ist kein Word-Dokument.")
NO_TABLES = N_("Im Dokument steht keine Tabelle.")

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STORY = "word/document.xml"
HEADING = "Überschrift"
"""The column for the heading of a measure sheet, in its first line or above it."""
HEADINGS = ("Heading", "berschrift", "Title", "Titel")
"""How the styles of headings begin, in English and German Word."""
LONGEST_LABEL = 80
MOST_CELLS = 40
"""Of all tables, each row counted as one more, for each row the result may have: a measure sheet is a table itself."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: the text of each grid column, and how many cells it really has."""

    cells: tuple[str, ...]
    count: int


def read(content: bytes, limits: Limits) -> Table:
    with open_safely(content, limits) as archive:
        if STORY not in archive.namelist():
            raise Unreadable(NOT_A_DOCUMENT)
        if archive.getinfo(STORY).file_size > limits.part:
            raise Unreadable(TOO_LARGE, most=limits.part // 2**20)
        body = fromstring(archive.read(STORY), forbid_dtd=True)
    found = _found(body, limits)
    headings = [heading for heading, lines in found if lines]
    tables = [lines for _, lines in found if lines]
    if not tables:
        raise Unreadable(NO_TABLES)
    if _are_sheets(tables):
        return _sheets(headings, tables, limits)
    return _one_table(tables, limits)


def _found(body: Element, limits: Limits) -> list[tuple[str, list[Line]]]:
    """The tables with the headings above them, as far as there are no more rows and cells than anybody needs."""
    found: list[tuple[str, list[Line]]] = []
    left = MOST_CELLS * limits.rows
    for heading, each in _outer_tables(body):
        found.append((heading, []))
        for row in _below(each, "tr"):
            line = _line(row, limits)
            found[-1][1].append(line)
            left -= 1 + line.count
            if left < 0:
                raise Unreadable(TOO_MANY_ROWS, most=limits.rows)
    return found


def _are_sheets(tables: Sequence[Sequence[Line]]) -> bool:
    """Tables of labels and values: two columns, and labels that come again, or a single one without codes."""
    pairs = [lines for lines in tables if _is_sheet(lines)]
    if len(pairs) < len(tables) / 2:
        return False
    if len(pairs) > 1:
        return any(_labels(one) & _labels(other) for one, other in pairwise(pairs))
    labels = [line.cells[0] for line in pairs[0] if line.count > 1]
    return sum(any(sign.isdigit() for sign in label) for label in labels) <= len(labels) / 2


def _is_sheet(lines: Sequence[Line]) -> bool:
    return max(line.count for line in lines) == 2 and len(lines) > 1


def _labels(lines: Sequence[Line]) -> set[str]:
    return {_label(line.cells[0]) for line in lines if line.count == 2} - {""}


def _label(text: str) -> str:
    return " ".join(text.split()).rstrip(":").rstrip()


def _sheets(headings: Sequence[str], tables: Sequence[Sequence[Line]], limits: Limits) -> Table:
    names: dict[str, None] = {}
    sheets: list[tuple[int, dict[str, str]]] = []
    skipped: list[str] = []
    for number, lines in enumerate(tables, start=1):
        if not _is_sheet(lines):
            skipped.append(f"Tabelle {number}")
            continue
        above = headings[number - 1]
        values = ({HEADING: above} if above else {}) | _values(lines)
        names.update(dict.fromkeys(values))
        if len(names) > limits.columns:
            raise Unreadable(TOO_MANY_COLUMNS, most=limits.columns)
        sheets.append((number, values))
    rows = (Row(number, tuple(values.get(name, "") for name in names)) for number, values in sheets)
    return table(tuple(names), rows, limits, skipped)


def _values(lines: Sequence[Line]) -> dict[str, str]:
    """A line across the sheet is its heading, a label for the line across below it, or more of the text above."""
    values: dict[str, list[str]] = {}
    label = ""
    for index, line in enumerate(lines):
        text = next(filter(None, line.cells), "")
        if line.count == 2:
            label = _label(line.cells[0]) or label
            values.setdefault(label or HEADING, []).append(line.cells[-1])
        elif index == 0 and text:
            values[HEADING] = [text]
        elif _introduces(lines, index):
            label = _label(text)
            values.setdefault(label, [])
        elif text:
            values.setdefault(label or HEADING, []).append(text)
    return {name: "\n\n".join(filter(None, texts)) for name, texts in values.items()}


def _introduces(lines: Sequence[Line], index: int) -> bool:
    text = next(filter(None, lines[index].cells), "")
    following = lines[index + 1] if index + 1 < len(lines) else None
    is_short = 0 < len(text) <= LONGEST_LABEL and "\n" not in text and not text.endswith((".", "!", "?"))
    return is_short and following is not None and following.count == 1


def _one_table(tables: Sequence[Sequence[Line]], limits: Limits) -> Table:
    """The widest kind of table, continued wherever its header comes again."""
    parts: list[tuple[str, Grid]] = []
    for number, lines in enumerate(tables, start=1):
        rows = [Row(place, line.cells) for place, line in enumerate(lines, start=1)]
        if len(rows) > 1:
            parts.append((f"Tabelle {number}", find_header(rows)))
    if not parts:
        raise Unreadable(NO_ROWS)
    widest = max(parts, key=lambda part: len(part[1].names) * len(part[1].rows))
    return join([widest, *(part for part in parts if part is not widest)], limits)


def _outer_tables(body: Element) -> Iterator[tuple[str, Element]]:
    """The tables of the document in order, without those inside of a cell, each with the heading right above it."""
    waiting, heading = [body], ""
    while waiting:
        element = waiting.pop()
        if element.tag == f"{W}tbl":
            yield heading, element
            heading = ""
        elif element.tag == f"{W}p":
            heading = clean("".join(_words(element))) if _style(element).startswith(HEADINGS) else heading
        else:
            waiting.extend(reversed(element))


def _line(row: Element, limits: Limits) -> Line:
    """A cell that spans columns stands in its first; one that continues the cell above is empty."""
    cells: list[str] = []
    count = 0
    for cell in _below(row, "tc"):
        count += 1
        if count > limits.columns:
            raise Unreadable(TOO_MANY_COLUMNS, most=limits.columns)
        cells.append("" if _continues(cell) else _text(cell))
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        width = span.get(f"{W}val", "1") if span is not None else "1"
        cells.extend([""] * (min(int(width), 100) - 1 if width.isdecimal() else 0))
    return Line(tuple(cells), count)


def _continues(cell: Element) -> bool:
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _below(element: Element, name: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also those inside of content controls."""
    for child in element:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            yield from _below(child, name)


def _text(cell: Element) -> str:
    """Paragraphs apart by an empty line, list items each on a line with a dash or a number."""
    text = ""
    before = ""
    for paragraph in cell.iter(f"{W}p"):
        words = clean("".join(_words(paragraph)))
        if not words:
            continue
        mark = _list_mark(paragraph)
        gap = "\n" if mark and before else "\n\n"
        text += f"{gap if text else ''}{mark}{words}"
        before = mark
    return clean(text)


def _words(paragraph: Element) -> Iterator[str]:
    """Its own; a paragraph inside of it, as in a text box, has its own again."""
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag == f"{W}t":
            yield element.text or ""
        elif element.tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif element.tag == f"{W}tab":
            yield " "
        elif element.tag == f"{W}noBreakHyphen":
            yield "\N{NON-BREAKING HYPHEN}"
        elif element.tag != f"{W}p":
            waiting.extend(reversed(element))


def _style(paragraph: Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style.get(f"{W}val", "") if style is not None else ""


def _list_mark(paragraph: Element) -> str:
    name = _style(paragraph)
    if name.startswith(("ListNumber", "Listennummer")):
        return "1. "
    is_list = name.startswith(("ListBullet", "Aufzhlung")) or paragraph.find(f"{W}pPr/{W}numPr") is not None
    return "- " if is_list else ""
