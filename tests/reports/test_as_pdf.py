"""The PDF as pypdf reads it: tags, contents, bookmarks, labels of pages, and text that stays text."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any, get_args

import pytest
from hypothesis import example, given, settings
from pypdf import PdfReader

from portal.kernel.differences import word_diff
from portal.kernel.errors import Refused
from portal.kernel.words import Words
from portal.reports import as_pdf, pdf_portions
from portal.reports.as_pdf import write_pdf
from portal.reports.glyphs import settable
from portal.reports.model import (
    Bar,
    Changes,
    Chapter,
    Column,
    Definitions,
    Heading,
    Look,
    Paragraph,
    Report,
    Share,
    Table,
)
from portal.reports.typesetting import typeset
from tests.reports.building import ABOUT, COLUMNS, HOSTILE, any_text, bodies, report

HARMFUL = (
    *HOSTILE, '#eval("1")', "#panic()", "]", "#[x]", "*bold*", "$x$", "@ref", "<chapter>", "\\", "// gone", "مرحبا",
    "\u202eabc\u202c", "日本", "e\u0301\u0323", "\u1100", "(5 0 R)", "((5 0 R)", ") /Dest 1 0 R", )  # fmt: skip
UNSEEN = re.compile("[\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069]")
BOOKLET = (
    Chapter("B Bildung (5 0 R)", 1, (Paragraph("Worum es geht.\nZweite Zeile.\n\nZweiter Absatz."),)),
    Chapter(
        "B 1.2 Mehr Eichen",
        3,
        (
            Definitions((("Zuständig", "Amt 40"), ("Kosten", None))),
            Table("one", "Kommentare", COLUMNS, lambda: [("B 1.2", "Gut so", 7, None, True)]),
            Heading("Weiteres", 4),
            Table("two", "", COLUMNS, lambda: [("B 1.3", "Nicht so", 8, None, False)]),
        ),
    ),
    Chapter("S Soziales", 1, (Paragraph("Nichts."),)),
)


def pdf_of(written: Report, *, landscape: bool = False) -> PdfReader:
    file = BytesIO()
    write_pdf(written, file, landscape=landscape)
    return PdfReader(file, strict=True)


def booklet() -> Report:
    return Report("Katalog", ABOUT, {}, BOOKLET, Words(), "öffentliche Ausgabe")


def root(reader: PdfReader) -> Any:
    catalog: Any = reader.trailer["/Root"]
    return catalog


def elements(element: Any) -> Iterator[Any]:
    """A tagged element and all below it, in the order in which they are read out."""
    yield element
    below = element.get("/K", [])
    for child in below if isinstance(below, list) else [below]:
        found = child.get_object()
        if isinstance(found, dict) and "/S" in found:
            yield from elements(found)


def tags(reader: PdfReader) -> list[str]:
    return [one["/S"][1:] for one in elements(root(reader)["/StructTreeRoot"]["/K"][0].get_object())]


def bookmarks(reader: PdfReader) -> list[tuple[int, str, int]]:
    def read(items: list[Any], depth: int) -> Iterator[tuple[int, str, int]]:
        for item in items:
            if isinstance(item, list):
                yield from read(item, depth + 1)
            else:
                yield depth, item.title, reader.get_destination_page_number(item) or 0

    return list(read(reader.outline, 1))


def text_of(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def bare(text: str) -> str:
    return UNSEEN.sub("", text)


def test_it_says_its_title_language_and_that_it_is_accessible() -> None:
    reader = pdf_of(booklet())
    catalog = root(reader)
    assert str(reader.metadata and reader.metadata.title) == "Katalog"
    assert (catalog["/Lang"], catalog["/MarkInfo"]["/Marked"]) == ("de-DE", True)
    assert bool(catalog["/ViewerPreferences"]["/DisplayDocTitle"].value)
    said = catalog["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in said
    assert f"<xmpTPg:NPages>{len(reader.pages)}</xmpTPg:NPages>" in said


def test_nobody_is_named_as_its_author() -> None:
    assert "/Author" not in (pdf_of(booklet()).metadata or {})


def test_headings_are_tagged_without_a_gap_between_their_levels() -> None:
    found = [tag for tag in tags(pdf_of(booklet())) if re.fullmatch(r"H\d", tag)]
    assert found == ["H1", "H1", "H2", "H3", "H3", "H1"]


@pytest.mark.parametrize("heaviest", [pdf_portions.HEAVIEST, 300])
def test_tables_have_heads_that_their_cells_name(heaviest: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_pdf, "portions", lambda of: pdf_portions.portions(of, heaviest))
    reader = pdf_of(booklet())
    count = Counter(tags(reader))
    assert (count["Table"], count["TH"], count["TD"]) == (2, 10, 10)
    cells = [one for one in elements(root(reader)["/StructTreeRoot"]["/K"][0].get_object()) if one["/S"] == "/TD"]
    heads = {one["/ID"] for one in elements(root(reader)["/StructTreeRoot"]["/K"][0].get_object()) if "/ID" in one}
    named = [attribute["/Headers"][0] for cell in cells for attribute in cell["/A"] if "/Headers" in attribute]
    assert len(heads) == len(named) == 10
    assert set(named) == heads


@pytest.mark.parametrize("heaviest", [pdf_portions.HEAVIEST, 300])
def test_every_heading_has_a_bookmark_and_a_link_that_lead_to_it(
    heaviest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(as_pdf, "portions", lambda of: pdf_portions.portions(of, heaviest))
    reader = pdf_of(booklet())
    found = bookmarks(reader)
    assert [(depth, title) for depth, title, _ in found] == [
        (1, "B Bildung (5 0 R)"),
        (2, "B 1.2 Mehr Eichen"),
        (3, "Kommentare"),
        (3, "Weiteres"),
        (1, "S Soziales"),
    ]
    for _, title, page in found:
        assert bare(title) in bare(reader.pages[page].extract_text())
    links: list[Any] = [link.get_object() for link in reader.pages[0]["/Annots"]]  # type: ignore[attr-defined]
    found = [one for one in found if one[1] != "Kommentare"]
    assert [link["/Contents"] for link in links] == [title for _, title, _ in found]
    pages = [reader.get_page_number(link["/Dest"][0].get_object()) for link in links]
    assert pages == [page for _, _, page in found]
    labels = reader.page_labels
    assert [labels[page or 0] for page in pages] == re.findall(
        r"(?m)(\d+)$", reader.pages[0].extract_text().partition("Inhalt")[2].rpartition("öffentliche")[0]
    )
    assert not re.search(rb"https?://inside", reader.stream.read())


def test_portions_join_to_one_file_with_all_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page knows its tags: each number on a page leads to the element that is read out for it."""
    whole = tags(pdf_of(report(("B 1", f"Text {n}", n, None, None) for n in range(60))))
    monkeypatch.setattr(as_pdf, "portions", lambda of: pdf_portions.portions(of, 3000))
    reader = pdf_of(report(("B 1", f"Text {n}", n, None, None) for n in range(60)))
    joined = tags(reader)
    assert Counter(joined)["Table"] == 5
    assert Counter(joined)["TD"] == Counter(whole)["TD"] == 300
    numbers = root(reader)["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for page in reader.pages:
        read_out = [element.get_object() for element in parents[page["/StructParents"]].get_object()]
        assert page.indirect_reference in [element.raw_get("/Pg") for element in read_out if "/Pg" in element]
        assert {element["/Type"] for element in read_out} == {"/StructElem"}
    assert 2 * len(parents) == len(numbers)
    assert list(parents) == sorted(parents)
    assert re.findall(r"Text (\d+)", text_of(reader)) == [str(n) for n in range(60)]


def test_pages_are_numbered_and_say_title_chapter_and_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_pdf, "portions", lambda of: pdf_portions.portions(of, 300))
    reader = pdf_of(booklet())
    assert reader.page_labels == ["i", *(str(number) for number in range(1, len(reader.pages)))]
    assert len(reader.pages) > 3
    for number, page in enumerate(reader.pages):
        text = page.extract_text()
        assert "öffentliche Ausgabe" in text
        assert f"Seite {number or 'i'}" in text
    assert "B Bildung (5 0 R)" in reader.pages[2].extract_text()


@pytest.mark.parametrize("landscape", [False, True])
def test_the_pages_are_a4(landscape: bool) -> None:
    for page in pdf_of(booklet(), landscape=landscape).pages:
        size = [round(float(length)) for length in page.mediabox[2:]]
        assert size == ([842, 595] if landscape else [595, 842])


def test_a_report_of_nothing_is_a_cover() -> None:
    reader = pdf_of(Report("", (), {}, ()))
    assert len(reader.pages) == 1


def test_what_has_no_headings_promises_no_contents_and_a_letter_speaks_on_its_first_page() -> None:
    letter = Report("Unsere Antworten", (), {}, (Table("a", "", (Column("a", "A"),), lambda: [("x",)]),))
    pages = pdf_of(replace(letter, opening=("Guten Tag,", "danke."))).pages
    assert "Guten Tag" in pages[0].extract_text()
    assert "Inhalt" not in text_of(pdf_of(letter))
    assert "Inhalt" in text_of(pdf_of(booklet()))


def test_a_short_row_is_not_torn_apart_and_a_long_one_goes_on() -> None:
    """Rows of six lines: none ends on another page than it began on."""
    six = "\n".join(f"Zeile {number} von sechs" for number in range(1, 7))
    long = Table("b", "Lang", (Column("a", "A"),), lambda: [("Wort " * 5000,)])
    short = Table("a", "Kurz", (Column("a", "A"),), lambda: [(six,)] * 40)
    reader = pdf_of(Report("x", (), {}, (short, long)))
    for page in reader.pages:
        text = bare(page.extract_text())
        assert text.count("Zeile1von") == text.count("Zeile6von")
    assert bare(text_of(reader)).count("Wort") == 5000


@pytest.mark.parametrize("text", HARMFUL)
def test_harmful_text_is_text(text: str) -> None:
    shown = bare(text_of(pdf_of(bodies(text))))
    expected = [sign for sign in bare(settable(text)) if unicodedata.category(sign) not in ("Mn", "Cf")]
    assert all(sign in shown for sign in expected)
    if text.isascii() and "(" not in text:
        assert "".join(expected) in shown


def test_the_longest_text_goes_on_over_the_pages() -> None:
    reader = pdf_of(bodies("x" * 10_000))
    assert len(reader.pages) > 2
    assert text_of(reader).count("x") >= 10_000


@settings(max_examples=12, deadline=None)
@given(any_text)
@example("(a (b 5 0 R) \\")
def test_any_text_can_be_set_wherever_it_stands(text: str) -> None:
    table = Table("comments", text, (Column("x", text), Column("y", text)), lambda: [(text, text)])
    chapter = Chapter(text, 1, (Heading(text, 2), Paragraph(text), Definitions(((text, text),)), table))
    reader = pdf_of(Report(text, ((text, text),), {}, (chapter,), mark=text))
    assert "Table" in tags(reader)


@pytest.mark.parametrize("limits", [{"megabytes": 150}, {"seconds": 1}])
def test_what_takes_too_much_memory_or_time_is_refused_with_a_sentence(limits: dict[str, int]) -> None:
    data = {"kind": "pages", "title": "x", "head": "", "foot": "", "page": ["", ""], "language": "de", "region": None}
    row = ["Wort " * 200] * 5
    table = {"kind": "table", "labels": ["a"] * 5, "widths": [1] * 5, "ends": [False] * 5, "rows": [row] * 3000}
    table["whole"] = [False] * 3000
    with pytest.raises(Refused, match="zu groß"):
        typeset({**data, "landscape": False, "first": 1, "chapter": "", "blocks": [table]}, **limits)


def test_more_pages_than_anybody_reads_are_refused_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_pdf, "MOST_PAGES", 2)
    pdf_of(Report("x", (), {}, (Chapter("Lang", 1, (Paragraph("Wort " * 800),)),)))
    with pytest.raises(Refused, match="zu groß"):
        pdf_of(Report("x", (), {}, (Chapter("Lang", 1, (Paragraph("Wort " * 5000),)),)))


def test_a_bar_is_drawn_and_says_its_parts_in_words_and_numbers() -> None:
    looks = get_args(Look)
    shares = tuple(Share(look, f"Teil {place}", place) for place, look in enumerate(looks))
    bars = (Bar("Organisationen", shares), Bar("Niemand", (Share("full", "Dafür", 0),)))
    written = Report("x", (), {}, (Chapter("Haltungen", 1, bars),), Words())
    page = pdf_of(written).pages[-1]
    found = bare(page.extract_text())
    assert "Organisationen:10" in found
    assert all(f"Teil{place}{place}" in found for place in range(1, len(looks)))
    assert "Niemand" not in found and "Teil0" not in found
    resources: Any = page["/Resources"]
    assert len(resources["/Pattern"]) >= 3


def test_changes_are_struck_through_and_underlined() -> None:
    """Lines under and through words are tagged as such, so nobody has to see them."""
    changes = Changes(tuple(word_diff("Ein Jahr lang.", "Zwei Jahre lang.")))
    reader = pdf_of(Report("x", (), {}, (Chapter("Wortlaut", 1, (changes,)),), Words()))
    assert "EinJahrZweiJahrelang." in bare(text_of(reader))
    every = elements(root(reader)["/StructTreeRoot"]["/K"][0].get_object())
    decorated = [attribute.get_object().get("/TextDecorationType") for one in every for attribute in one.get("/A", [])]
    assert {"/LineThrough", "/Underline"} <= set(decorated)


def test_a_chapter_of_its_own_page_begins_one() -> None:
    parts = tuple(Chapter(name, 1, begins_page=begins) for name, begins in (("Eins", False), ("Zwei", True)))
    reader = pdf_of(Report("x", (), {}, parts, Words()))
    assert ["Zwei" in page.extract_text() for page in reader.pages] == [True, False, True]
