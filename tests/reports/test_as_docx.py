"""The Word document as python-docx reads it."""

import re
from dataclasses import replace
from io import BytesIO
from typing import cast
from zipfile import ZipFile

import pytest
from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph as WordParagraph
from hypothesis import example, given, settings

from portal.kernel.differences import word_diff
from portal.reports.as_docx import write_docx
from portal.reports.cells import plain
from portal.reports.model import Bar, Changes, Chapter, Column, Definitions, Heading, Paragraph, Report, Share, Table
from tests.reports.building import ABOUT, COLUMNS, HOSTILE, PLAIN_ROW, any_text, bodies, document_of, report

BOOKLET = Chapter(
    "Handlungsfeld Bildung",
    1,
    (
        Paragraph("Worum es geht.\nZweite Zeile.\n\nZweiter Absatz."),
        Heading("B 1.2 Mehr Eichen", 2),
        Definitions((("Zuständig", "Amt 40"), ("Kosten", None))),
        Table("goals", "Ziele", (Column("code", "Code"),), lambda: [("B 1",)]),
    ),
)


def lines(document: Document) -> list[tuple[str, str]]:
    """Style and text of each paragraph that is not empty."""
    return [(cast(ParagraphStyle, line.style).name or "", line.text) for line in document.paragraphs if line.text]


def body_of(written: Report) -> str:
    return document_of(written).tables[0].cell(1, 1).text


def test_the_first_page_says_what_the_file_is_about() -> None:
    assert lines(document_of(report())) == [
        ("Title", "Synopse"),
        *(("ReportAbout", f"{label}: {value}") for label, value in ABOUT),
        ("Heading 1", "Kommentare"),
    ]


def test_a_row_reads_as_in_the_city() -> None:
    row = document_of(report()).tables[0].rows[1]
    assert [cell.text for cell in row.cells] == ["B 1.2", "Mehr Eichen", "7", "18.11.2026", "ja"]


def test_the_header_row_repeats_on_every_page() -> None:
    rows = document_of(report()).tables[0].rows
    assert [cell.text for cell in rows[0].cells] == [column.label for column in COLUMNS]
    assert [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True, False]


@pytest.mark.parametrize("landscape", [False, True])
def test_the_page_is_a4_and_the_table_fits_on_it(landscape: bool) -> None:
    document = document_of(report(), landscape=landscape)
    section = document.sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert abs(section.page_width - Mm(297 if landscape else 210)) < Mm(1)
    assert (section.page_width > section.page_height) is landscape
    inside = section.page_width - (section.left_margin or 0) - (section.right_margin or 0)
    assert 0 <= inside - sum(column.width or 0 for column in document.tables[0].columns) < Mm(1)


def test_many_columns_still_fit() -> None:
    columns = tuple(Column(f"c{place}", str(place), 3 if place else 400) for place in range(40))
    document = document_of(Report("", (), {}, (Table("wide", "", columns, lambda: ()),)))
    assert all(column.width for column in document.tables[0].columns)


def test_a_booklet_has_real_headings_paragraphs_and_definitions() -> None:
    document = document_of(Report("Katalog", (), {}, (BOOKLET,)))
    assert lines(document) == [
        ("Title", "Katalog"),
        ("Heading 1", "Handlungsfeld Bildung"),
        ("Normal", "Worum es geht.\nZweite Zeile."),
        ("Normal", "Zweiter Absatz."),
        ("Heading 2", "B 1.2 Mehr Eichen"),
        ("ReportLabel", "Zuständig"),
        ("Normal", "Amt 40"),
        ("ReportLabel", "Kosten"),
        ("Normal", "–"),
        ("Heading 3", "Ziele"),
    ]
    assert [table.cell(1, 0).text for table in document.tables] == ["B 1"]


@pytest.mark.parametrize(("language", "region"), [("de", "de-DE"), ("en", "en-GB"), ("tr", "tr")])
def test_the_language_is_set(language: str, region: str) -> None:
    document = document_of(report(language=language))
    found = {element.get(qn("w:val")) for element in document.styles.element.iter(qn("w:lang"))}
    assert (found, document.core_properties.language) == ({region}, region)


def test_every_page_has_the_mark_and_its_number_and_the_title_from_the_second_on() -> None:
    section = document_of(replace(report(), mark="intern")).sections[0]
    assert (section.header.paragraphs[0].text, section.first_page_header.paragraphs[0].text) == ("Synopse", "")
    for footer in (section.footer.paragraphs[0], section.first_page_footer.paragraphs[0]):
        assert _pieces_of(footer) == "internSeite 1 von 1"
        assert [stop.alignment for stop in footer.paragraph_format.tab_stops] == [WD_TAB_ALIGNMENT.RIGHT]
        assert footer.style is not None and not list(cast(ParagraphStyle, footer.style).paragraph_format.tab_stops)


def _pieces_of(footer: WordParagraph) -> str:
    fields = [field.get(qn("w:instr")) for field in footer._p.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    return "".join(text.text or "" for text in footer._p.iter(qn("w:t")))


def test_nobody_is_named_as_its_author() -> None:
    properties = document_of(report()).core_properties
    assert (properties.title, properties.author, properties.comments) == ("Synopse", "", "")
    assert properties.created is not None
    assert properties.created.year > 2025


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(text: str) -> None:
    assert body_of(bodies(text)) == plain(text)


@settings(max_examples=40, deadline=None)
@given(any_text)
@example('say "hello"')
def test_any_text_comes_back_wherever_it_stands(text: str) -> None:
    table = Table("comments", text, (Column("x", text), Column("y", text)), lambda: [(text, text)])
    chapter = Chapter(text, 1, (Heading(text, 2), Paragraph(text), Definitions(((text, text),)), table))
    document = document_of(Report(text, ((text, text),), {}, (chapter,)))
    assert {cell.text for row in document.tables[0].rows for cell in row.cells} == {plain(text)}
    assert document.paragraphs[0].text == plain(text)


def test_a_part_is_never_twice_in_the_file() -> None:
    file = BytesIO()
    write_docx(report(), file, landscape=False)
    with ZipFile(file) as package:
        assert package.testzip() is None
        assert len(set(package.namelist())) == len(package.namelist())
        assert re.search(rb"</w:tbl><w:p>.*</w:p><w:sectPr", package.read("word/document.xml"))


def test_changes_are_told_apart_without_colour_and_bars_in_numbers() -> None:
    shares = (Share("full", "Dafür", 3), Share("dots", "Frage", 0), Share("crosses", "Dagegen", 1))
    changes = Changes(tuple(word_diff("Ein Jahr", "Zwei Jahre <b>")))
    written = Report("x", (), {}, (Chapter("Teil", 1, (Bar("Einzelne", shares), Bar("Niemand", ()), changes)),))
    bar, changed = document_of(written).paragraphs[-2:]
    assert bar.text == "Einzelne: 4 (Dafür 3, Dagegen 1)"
    looks = {run.text: (run.font.strike, run.font.bold, run.font.underline) for run in changed.runs}
    assert looks["Ein Jahr"] == (True, None, None)
    assert looks["Zwei Jahre <b>"] == (None, True, True)


def test_a_chapter_of_its_own_page_begins_one() -> None:
    parts = (Chapter("Eins", 1), Chapter("Zwei", 1, begins_page=True))
    found = document_of(Report("x", (), {}, parts)).paragraphs
    assert [line.paragraph_format.page_break_before for line in found[-2:]] == [None, True]


CONTENTS = (
    Chapter(
        "Bildung & Kita", 1, (Heading("B 1.2 Mehr <Eichen>", 2), Table("a", "Ziele", COLUMNS, lambda: [PLAIN_ROW]))
    ),
    Chapter("Soziales", 1, (Heading("S 1 Wohnen", 2), Heading("zu tief", 4))),
)


def test_the_contents_name_and_lead_to_every_heading_before_word_has_renewed_them() -> None:
    document = document_of(Report("Katalog", (), {}, CONTENTS))
    named = [(style, text) for style, text in lines(document) if style.startswith("toc")]
    assert named == [
        ("toc 1", "Bildung & Kita\t…"),
        ("toc 2", "B 1.2 Mehr <Eichen>\t…"),
        ("toc 3", "Ziele\t…"),
        ("toc 1", "Soziales\t…"),
        ("toc 2", "S 1 Wohnen\t…"),
    ]
    body = document.element.body
    links = [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))]
    marks = {one.get(qn("w:name")): one.getparent() for one in body.iter(qn("w:bookmarkStart"))}
    led = ["".join(text.text for text in marks[link].iter(qn("w:t"))) for link in links]
    assert led == [text.removesuffix("\t…") for _, text in named]
    codes = [one.text.split()[0] for one in body.iter(qn("w:instrText"))]
    assert codes == ["TOC", *["PAGEREF"] * 5]
    kinds = [one.get(qn("w:fldCharType")) for one in body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == 6
    assert document.settings.element.find(qn("w:updateFields")) is not None


def test_a_short_document_and_headings_that_all_chapters_share_have_no_contents() -> None:
    short = Report("Katalog", (), {}, CONTENTS[1:])
    assert not [style for style, _ in lines(document_of(short)) if style.startswith("toc")]
    alike = tuple(Chapter(f"Teil {number}", 1, (Heading("Entwurf", 2),)) for number in range(6))
    named = [text for style, text in lines(document_of(Report("x", (), {}, alike))) if style.startswith("toc")]
    assert named == [f"Teil {number}\t…" for number in range(6)]
