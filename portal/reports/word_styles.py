"""An empty Word document on A4 with the styles, language and page numbers every report has."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import cast

from docx import Document
from docx.document import Document as Blank
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from portal.kernel.words import N_, REGIONS, Words
from portal.reports.cells import plain
from portal.reports.word_contents import DEEPEST

TITLE, BODY, TABLE = "Title", "Normal", "TableGrid"
ABOUT, LABEL, CELL, HEAD = "ReportAbout", "ReportLabel", "ReportCell", "ReportHead"
HEADINGS = tuple(f"Heading{level}" for level in range(1, 10))

FONT = "Arial"
DARK = RGBColor(0x1F, 0x2A, 0x4D)
MARGIN = Mm(18)
LONGEST_PROPERTY = 255
LONGEST_FOOTER = 90
_PLACEHOLDER = re.compile(r"\{(PAGE|NUMPAGES)\}")


@dataclass(frozen=True, slots=True)
class Template:
    """The document as a file and the width between its margins in twentieths of a point."""

    file: BytesIO
    width: int


def template(title: str, words: Words, mark: str = "", *, landscape: bool) -> Template:
    """`mark` stands at the foot of every page, the title at its head."""
    blank = Document()
    width = _set_page(blank, landscape=landscape)
    _set_language(blank, REGIONS.get(words.language, words.language))
    _set_styles(blank)
    _set_head(blank, title)
    _number_pages(blank, mark, words, width)
    _set_properties(blank, title, words)
    file = BytesIO()
    blank.save(file)
    return Template(file, int(width.twips))


def _set_page(blank: Blank, *, landscape: bool) -> Length:
    section = blank.sections[0]
    short, long = Mm(210), Mm(297)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    return Length((long if landscape else short) - 2 * MARGIN)


def _set_language(blank: Blank, region: str) -> None:
    for language in blank.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), region)
    settings = blank.settings.element
    for language in settings.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), region)
    renewing = OxmlElement("w:updateFields")
    renewing.set(qn("w:val"), "true")
    settings.append(renewing)
    for stop in settings.iter(qn("w:defaultTabStop")):
        stop.addnext(OxmlElement("w:autoHyphenation"))


def _set_styles(blank: Blank) -> None:
    _set_font(blank)
    _size(blank, "Normal", 10.5)
    _size(blank, "Title", 20)
    for level, size in enumerate((16, 13.5, 12, 11, 11, 11, 11, 11, 11), start=1):
        _size(blank, f"Heading {level}", size)
        cast(ParagraphStyle, blank.styles[f"Heading {level}"]).font.italic = False
    _add_style(blank, ABOUT, 10.5, after=2)
    label = _add_style(blank, LABEL, 10.5, before=6, after=0)
    label.paragraph_format.keep_with_next = True
    _add_style(blank, CELL, 8, after=0)
    head = _add_style(blank, HEAD, 8, after=0)
    label.font.bold = head.font.bold = True
    for level in range(1, DEEPEST + 1):
        entry = _add_style(blank, f"toc {level}", 10.5, before=4 if level == 1 else 0, after=0)
        entry.paragraph_format.left_indent = Mm(5 * (level - 1))


def _set_font(blank: Blank) -> None:
    """One font and one dark colour in place of the theme's."""
    for fonts in list(blank.styles.element.iter(qn("w:rFonts"))):
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), FONT)
    for colour in list(blank.styles.element.iter(qn("w:color"))):
        colour.attrib.clear()
        colour.set(qn("w:val"), str(DARK))


def _size(blank: Blank, name: str, points: float) -> None:
    cast(ParagraphStyle, blank.styles[name]).font.size = Pt(points)


def _add_style(blank: Blank, name: str, points: float, *, before: float = 0, after: float) -> ParagraphStyle:
    style = cast(ParagraphStyle, blank.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
    style.base_style = blank.styles["Normal"]
    style.font.size = Pt(points)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = 1.1
    return style


def _set_head(blank: Blank, title: str) -> None:
    """On the first page the title stands large."""
    section = blank.sections[0]
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].add_run(_clipped(title, LONGEST_FOOTER))


def _number_pages(blank: Blank, mark: str, words: Words, width: Length) -> None:
    for name in ("Header", "Footer"):
        _size(blank, name, 8)
        cast(ParagraphStyle, blank.styles[name]).paragraph_format.tab_stops.clear_all()
    section = blank.sections[0]
    for footer in (section.first_page_footer, section.footer):
        _number(footer.paragraphs[0], mark, words, width)


def _number(footer: Paragraph, mark: str, words: Words, width: Length) -> None:
    footer.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    footer.add_run(f"{_clipped(mark, LONGEST_FOOTER)}\t")
    sentence = words.say(N_("Seite %(page)s von %(pages)s"), page="{PAGE}", pages="{NUMPAGES}")
    for place, piece in enumerate(_PLACEHOLDER.split(sentence)):
        if place % 2:
            _add_field(footer, piece)
        elif piece:
            footer.add_run(piece)


def _add_field(paragraph: Paragraph, instruction: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _set_properties(blank: Blank, title: str, words: Words) -> None:
    properties = blank.core_properties
    properties.title = _clipped(title, LONGEST_PROPERTY)
    properties.language = REGIONS.get(words.language, words.language)
    properties.author = properties.comments = properties.keywords = properties.last_modified_by = ""
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None)


def _clipped(text: str, longest: int) -> str:
    """One line of at most so many characters."""
    line = " ".join(plain(text).split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
