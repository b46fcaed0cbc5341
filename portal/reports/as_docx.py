"""A report as a Word document with real headings and tables whose head repeats on every page."""

from collections.abc import Iterator
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from portal.reports.model import Report
from portal.reports.word_styles import template
from portal.reports.word_text import body

DOCUMENT = "word/document.xml"
END_OF_BODY = b"<w:sectPr"


def write_docx(report: Report, file: BinaryIO, *, landscape: bool) -> None:
    """A4; title and lines about the file first, then the parts. Text stays text, whatever it looks like.

    The body is streamed into the file: memory does not grow with the rows.
    """
    empty = template(report.title, report.words, report.mark, landscape=landscape)
    with ZipFile(empty.file) as source, ZipFile(file, "w", ZIP_DEFLATED) as target:
        for member in source.infolist():
            if member.filename != DOCUMENT:
                target.writestr(member, source.read(member))
        before, mark, after = source.read(DOCUMENT).partition(END_OF_BODY)
        with target.open(DOCUMENT, "w") as document:
            for piece in _joined(before, body(report, empty.width), mark + after):
                document.write(piece)


def _joined(before: bytes, text: Iterator[str], after: bytes) -> Iterator[bytes]:
    yield before
    for piece in text:
        yield piece.encode()
    yield after
