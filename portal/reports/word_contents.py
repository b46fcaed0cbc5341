"""The table of contents of a Word document: a field that Word renews on opening, filled so that others show it too."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from portal.reports.cells import plain
from portal.reports.model import Chapter, Heading, Report, Table

FEWEST = 4
"""Headings from which on somebody would look for one."""
DEEPEST = 3
MOST_ALIKE = 5
"""Headings that more chapters share than this help nobody to find anything."""
LINKED = "\\h"
FIELD = f'TOC \\o "1-{DEEPEST}" \\h \\z \\u'


@dataclass(frozen=True, slots=True)
class Entry:
    """`place` counts all headings of the document, those that are not named here too."""

    place: int
    level: int
    text: str


def mark(place: int) -> str:
    """What the heading's bookmark is called."""
    return f"_Toc{place:06}"


def entries(report: Report) -> list[Entry]:
    """Nothing for a document with few headings."""
    every = [
        Entry(place, level, " ".join(plain(text).split())) for place, (level, text) in enumerate(_headings(report))
    ]
    alike = Counter(entry.text for entry in every)
    named = [one for one in every if one.level <= DEEPEST and one.text and alike[one.text] <= MOST_ALIKE]
    return named if len(named) >= FEWEST else []


def contents(found: list[Entry], title: str, label_style: str, width: int) -> Iterator[str]:
    """The field's code stands in the first entry, its end behind the last; page numbers are fields of their own."""
    if not found:
        return
    yield f'<w:p><w:pPr><w:pStyle w:val="{label_style}"/></w:pPr>{_text(title)}</w:p>'
    for number, entry in enumerate(found):
        begin = f"{_char('begin')}{_code(FIELD)}{_char('separate')}" if number == 0 else ""
        end = _char("end") if number == len(found) - 1 else ""
        page = _field(f"PAGEREF {mark(entry.place)} " + LINKED, "…")
        yield (
            f'<w:p><w:pPr><w:pStyle w:val="toc{entry.level}"/>'
            f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs></w:pPr>{begin}'
            f'<w:hyperlink w:anchor="{mark(entry.place)}">{_text(entry.text)}<w:r><w:tab/></w:r>{page}</w:hyperlink>'
            f"{end}</w:p>"
        )


def _headings(report: Report) -> Iterator[tuple[int, str]]:
    """In the order in which the body writes them."""
    for part in report.parts:
        if isinstance(part, Table):
            yield from _of_table(part, 1)
            continue
        yield from _of_chapter(part)


def _of_chapter(chapter: Chapter) -> Iterator[tuple[int, str]]:
    level = chapter.level
    yield level, chapter.title
    for block in chapter.blocks:
        if isinstance(block, Heading):
            level = block.level
            yield level, block.text
        elif isinstance(block, Table):
            yield from _of_table(block, min(level + 1, 9))


def _of_table(table: Table, level: int) -> Iterator[tuple[int, str]]:
    if table.title:
        yield level, table.title


def _text(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def _char(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _field(code: str, shown: str) -> str:
    return f"{_char('begin')}{_code(code)}{_char('separate')}{_text(shown)}{_char('end')}"


def _code(code: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {escape(code, quote=False)} </w:instrText></w:r>'
