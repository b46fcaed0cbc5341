"""Sample files, made when a test needs them."""

import json
from collections.abc import Sequence
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from openpyxl import Workbook

Cells = Sequence[Any]

HEADER = ("Code", "Titel", "Handlungsfeld", "Ziele", "Art", "Ausgangslage", "Kosten")


def xlsx(*sheets: tuple[str, Sequence[Cells]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def docx(*tables: Sequence[Sequence[str]]) -> bytes:
    document = Document()
    for rows in tables:
        document.add_paragraph("Zwischen den Tabellen steht Text.")
        table = document.add_table(rows=0, cols=max(map(len, rows)))
        for row in rows:
            cells = table.add_row().cells
            for cell, text in zip(cells, row, strict=False):
                cell.text = text
            if len(row) == 1 < len(cells):
                cells[0].merge(cells[-1])
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def archive(**parts: bytes | str) -> bytes:
    """A zip file; `__` in a name stands for a slash, `_` before the ending for the dot."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return stream.getvalue()


def replaced(content: bytes, part: str, text: bytes) -> bytes:
    """The same archive with another text in one part."""
    stream = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(stream, "w", ZIP_DEFLATED) as target:
        for info in source.infolist():
            target.writestr(info.filename, text if info.filename == part else source.read(info))
    return stream.getvalue()


def as_json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()
