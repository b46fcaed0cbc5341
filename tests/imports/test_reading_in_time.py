"""Files made to take long: each is read or refused within seconds, however much emptiness it is blown up with."""

from collections.abc import Callable
from time import process_time

import pytest
from openpyxl import Workbook

from portal.imports.reading import Unreadable, read_table
from tests.imports.files import docx, replaced, saved, xlsx

SECONDS = 3
ROWS = (("Code", "Titel"), ("B 1", "Sprache"))
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
EXCEL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def document(body: str) -> bytes:
    text = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return replaced(docx(ROWS), "word/document.xml", text.encode())


def cell(text: str) -> str:
    return f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def workbook(rows: str) -> bytes:
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>Code</t></is></c></row>'
    text = f'<worksheet xmlns="{EXCEL}"><sheetData>{head}{rows}</sheetData></worksheet>'
    return replaced(xlsx(("Maßnahmen", ROWS)), "xl/worksheets/sheet1.xml", text.encode())


def names(number: int) -> bytes:
    return b",".join(b'"a%d":1' % each for each in range(number))


FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "one wide row": ("a.csv", lambda: b"Code;Titel\n" + b"x;y\n" * 4_900 + b"x" + b";" * 200_000),
    "a wide header": ("a.csv", lambda: b"Code;Titel" + b";" * 200_000 + b"\n" + b"x;y\n" * 4_900),
    "one object of many": ("a.json", lambda: b"[{" + names(40_000) + b"}" + b",{}" * 4_900 + b"]"),
    "a name that comes again": ("a.json", lambda: b"[{" + names(40_000) + b',"a39999":2}]'),
    "rows to the last column": (
        "a.xlsx",
        lambda: workbook("".join(f'<row r="{at}"><c r="XFD{at}"/></row>' for at in range(2, 8_000))),
    ),
    "rows without end": ("a.xlsx", lambda: workbook("<row><c/></row>" * 50_000)),
    "paragraphs in paragraphs": (
        "a.docx",
        lambda: document(
            "<w:tbl>" + row(cell("Code"), f"<w:tc>{'<w:p>' * 10_000}{'</w:p>' * 10_000}</w:tc>") + "</w:tbl>"
        ),
    ),
    "many sheets of other labels": (
        "a.docx",
        lambda: document(
            "".join(
                f"<w:tbl>{row(cell('Code'), cell('a'))}{row(cell(f'Nr {at}'), cell('b'))}</w:tbl>"
                for at in range(6_000)
            )
        ),
    ),
}


@pytest.mark.parametrize(("name", "made"), FILES.values(), ids=FILES.keys())
def test_a_file_blown_up_holds_nobody_up(name: str, made: Callable[[], bytes]) -> None:
    content = made()
    begun = process_time()
    try:
        read_table(name, content)
    except Unreadable as refusal:
        assert refusal.sentence
    assert process_time() - begun < SECONDS


def test_a_format_with_endless_places_shows_a_few() -> None:
    book = Workbook()
    book.worksheets[0].append(["Code", "Wert"])
    book.worksheets[0].append(["B 1", 1.5])
    book.worksheets[0]["B2"].number_format = "0." + "0" * 100_000
    assert len(read_table("a.xlsx", saved(book)).rows[0].cells[1]) < 60


def test_a_text_box_in_a_paragraph_says_its_words_once() -> None:
    box = "<w:tc><w:p><w:r><w:t>Sprache</w:t><w:p><w:r><w:t>im Kasten</w:t></w:r></w:p></w:r></w:p></w:tc>"
    table = read_table(
        "a.docx",
        document(f"<w:tbl>{row(cell('Code'), cell('Titel'), cell('Art'))}{row(cell('B 1'), box, cell('x'))}</w:tbl>"),
    )
    assert table.rows[0].cells[1] == "Sprache\n\nim Kasten"
