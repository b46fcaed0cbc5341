"""The body of a Word document as a stream of WordprocessingML, so that long tables cost neither time nor memory."""

from collections.abc import Iterator
from html import escape
from itertools import count

from portal.kernel.differences import Change, Run
from portal.kernel.words import N_, Words
from portal.reports.cells import plain, readable
from portal.reports.keeping import stays_whole
from portal.reports.model import (
    Bar,
    Block,
    Changes,
    Chapter,
    Column,
    Definitions,
    Heading,
    Paragraph,
    Report,
    Table,
    Value,
)
from portal.reports.word_contents import contents, entries, mark
from portal.reports.word_styles import ABOUT, BODY, CELL, HEAD, HEADINGS, LABEL, TABLE, TITLE

NARROWEST = 650
MARGINS, PER_LETTER = 220, 100
"""Of a cell, and of a letter in a table's head, in twentieths of a point."""
_BOLD = "<w:b/>"
_CHANGED = {Change.GONE: "<w:strike/>", Change.NEW: '<w:b/><w:u w:val="single"/>'}
_HEAD_COLOUR = '<w:shd w:val="clear" w:color="auto" w:fill="E5E8EF"/>'
_TEXT = '<w:t xml:space="preserve">'
_LINE_BREAK = f"</w:t><w:br/>{_TEXT}"
_TAB = f"</w:t><w:tab/>{_TEXT}"


def body(report: Report, width: int) -> Iterator[str]:
    """Title, lines about the file, then the parts; `width` is the writable width in twentieths of a point."""
    yield _paragraph(report.title, TITLE)
    for label, value in report.about:
        yield f"<w:p>{_style(ABOUT)}{_run(f'{label}: ', bold=True)}{_run(value)}</w:p>"
    if report.opening:
        yield _paragraph("", ABOUT)
    for text in report.opening:
        yield from _paragraphs(text)
    yield from contents(entries(report), report.words.say(N_("Inhalt")), LABEL, width)
    places = count()
    for part in report.parts:
        if isinstance(part, Chapter):
            yield from _chapter(part, width, report.words, places)
        else:
            yield from _table(part, 1, width, report.words, places)


def _chapter(chapter: Chapter, width: int, words: Words, places: Iterator[int]) -> Iterator[str]:
    level = chapter.level
    yield _heading(chapter.title, level, places, "<w:pageBreakBefore/>" if chapter.begins_page else "")
    for block in chapter.blocks:
        if isinstance(block, Heading):
            level = block.level
        yield from _block(block, level, width, words, places)


def _block(block: Block, level: int, width: int, words: Words, places: Iterator[int]) -> Iterator[str]:
    match block:
        case Heading():
            yield _heading(block.text, block.level, places)
        case Paragraph():
            yield from _paragraphs(block.text)
        case Definitions():
            yield from _definitions(block.entries, words)
        case Changes():
            yield f"<w:p>{_style(BODY)}{''.join(_changed(block.runs))}</w:p>"
        case Bar():
            if block.shown:
                shares = ", ".join(f"{share.name} {share.number}" for share in block.shown)
                label = _run(f"{block.label}: {block.sum}", bold=True)
                yield f"<w:p>{_style(ABOUT)}{label}{_run(f' ({shares})')}</w:p>"
        case Table():
            yield from _table(block, min(level + 1, len(HEADINGS)), width, words, places)


def _paragraphs(text: str) -> Iterator[str]:
    for piece in plain(text).split("\n\n"):
        if piece.strip():
            yield _paragraph(piece.strip("\n"), BODY)


def _definitions(entries: tuple[tuple[str, Value], ...], words: Words) -> Iterator[str]:
    for label, value in entries:
        yield _paragraph(label, LABEL)
        yield from _paragraphs(readable(value, words) or "–")


def _table(table: Table, level: int, width: int, words: Words, places: Iterator[int]) -> Iterator[str]:
    """The head repeats on every page; an empty paragraph keeps the next table apart."""
    if table.title:
        yield _heading(table.title, level, places)
    yield from _definitions(table.opening, words)
    widths = _widths(table.columns, width)
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    caption = escape(plain(table.title)).replace("\n", " ")
    yield (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{TABLE}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
        f' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val="{caption}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )
    yield _head(table.columns, widths)
    shares = [column.width for column in table.columns]
    openings = [_opening(column, each) for column, each in zip(table.columns, widths, strict=True)]
    for row in table.each_row():
        yield _row([readable(value, words) for value in row], openings, shares)
    yield f"</w:tbl><w:p>{_style(CELL)}</w:p>"


def _head(columns: tuple[Column, ...], widths: list[int]) -> str:
    cells = (
        f"<w:tc>{_cell(width, _HEAD_COLOUR)}{_paragraph(column.label, HEAD)}</w:tc>"
        for column, width in zip(columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _opening(column: Column, width: int) -> str:
    align = '<w:jc w:val="right"/>' if column.kind == "integer" else ""
    return f"<w:tc>{_cell(width)}<w:p>{_style(CELL, align)}<w:r>{_TEXT}"


def _cell(width: int, colour: str = "") -> str:
    return f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{colour}</w:tcPr>'


def _row(texts: list[str], openings: list[str], shares: list[int]) -> str:
    """In one piece where it surely fits on a page."""
    cells = (
        f"{opening}{_marked_up(text)}</w:t></w:r></w:p></w:tc>" for opening, text in zip(openings, texts, strict=True)
    )
    whole = "<w:trPr><w:cantSplit/></w:trPr>" if stays_whole(texts, shares) else ""
    return f"<w:tr>{whole}{''.join(cells)}</w:tr>"


def _widths(columns: tuple[Column, ...], width: int) -> list[int]:
    """The columns' widths as shares of the page, none narrower than a word of its head where there is room."""
    most = 2 * width // (3 * len(columns))
    narrowest = [min(max(NARROWEST, _needed(column)), most) for column in columns]
    share = (width - sum(narrowest)) / sum(max(column.width, 1) for column in columns)
    return [least + int(share * max(column.width, 1)) for least, column in zip(narrowest, columns, strict=True)]


def _needed(column: Column) -> int:
    return MARGINS + PER_LETTER * max(map(len, plain(column.label).split()), default=0)


def _heading(text: str, level: int, places: Iterator[int], more: str = "") -> str:
    """With the bookmark that the contents lead to."""
    place = next(places)
    begin = f'<w:bookmarkStart w:id="{place}" w:name="{mark(place)}"/>'
    return f'<w:p>{_style(HEADINGS[level - 1], more)}{begin}{_run(text)}<w:bookmarkEnd w:id="{place}"/></w:p>'


def _changed(runs: tuple[Run, ...]) -> Iterator[str]:
    before = Change.SAME
    for run in runs:
        if (before, run.change) == (Change.GONE, Change.NEW):
            yield _run(" ")
        yield _run(run.text, _CHANGED.get(run.change, ""))
        before = run.change


def _paragraph(text: str, style: str, more: str = "") -> str:
    return f"<w:p>{_style(style, more)}{_run(text)}</w:p>"


def _style(name: str, more: str = "") -> str:
    return f'<w:pPr><w:pStyle w:val="{name}"/>{more}</w:pPr>'


def _run(text: str, look: str = "", *, bold: bool = False) -> str:
    look = _BOLD if bold else look
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{_TEXT}{_marked_up(plain(text))}</w:t></w:r>"


def _marked_up(text: str) -> str:
    """Plain text inside an open w:t element."""
    return escape(text, quote=False).replace("\n", _LINE_BREAK).replace("\t", _TAB)
