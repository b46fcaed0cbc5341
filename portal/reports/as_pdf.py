"""A report as an accessible PDF: cover, contents, running heads, page numbers, and tags for whoever listens to it."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, BinaryIO

from portal.kernel.errors import Refused
from portal.kernel.words import N_, REGIONS
from portal.reports.glyphs import settable
from portal.reports.model import Report
from portal.reports.pdf_joining import Joiner, Target
from portal.reports.pdf_portions import Portion, Title, paragraphs, portions
from portal.reports.typesetting import TOO_LARGE, typeset

DEEPEST_NAMED = 3
"""Headings of this and higher levels stand in the contents."""
MOST_PAGES = 3000
"""Some 35,000 comments; who has more takes a sheet."""
MOST_ALIKE = 5
"""Headings that more chapters share than this help nobody to find anything, and stay out of the contents."""


def write_pdf(report: Report, file: BinaryIO, *, landscape: bool) -> None:
    """PDF/UA-1 on A4. Text stays text, whatever it looks like; Refused when it becomes too large.

    It is set portion by portion, so that the memory this takes does not grow with the rows. The joined pages are held
    until the file is written, about 0.3 megabytes each.
    """
    pdf = Joiner()
    titles: list[Title] = []
    targets: list[Target] = []
    numbers: list[int] = []
    for portion in portions(report):
        first = pdf.pages
        if portion.blocks:
            set_pages = typeset(_pages(report, portion, first + 1, landscape=landscape))
            found = pdf.add(set_pages, [title.level for title in portion.titles])
            if pdf.pages > MOST_PAGES:
                raise Refused(TOO_LARGE)
            numbers += [first + 1 + target.page for target in found]
            titles, targets = titles + portion.titles, targets + found
    cover = typeset(_cover(report, titles, numbers, landscape=landscape))
    pdf.finish(file, cover, targets, [title.level for title in titles], [title.text for title in titles])


def _pages(report: Report, portion: Portion, first: int, *, landscape: bool) -> dict[str, Any]:
    return _frame(report, landscape=landscape) | {
        "kind": "pages",
        "first": first,
        "chapter": portion.chapter,
        "blocks": portion.blocks,
    }


def _cover(report: Report, titles: Sequence[Title], numbers: Sequence[int], *, landscape: bool) -> dict[str, Any]:
    about = [[settable(label), settable(value)] for label, value in report.about]
    alike = Counter(title.text for title in titles)
    entries = [
        {"text": title.text, "look": title.level, "page": str(number), "number": place}
        for place, (title, number) in enumerate(zip(titles, numbers, strict=True))
        if title.is_named and title.level <= DEEPEST_NAMED and alike[title.text] <= MOST_ALIKE
    ]
    kinds = {"is-chapter": False, "begins-page": False}
    heading = {"kind": "heading", "text": report.words.say(N_("Inhalt")), "level": 1, "look": 2, **kinds}
    contents = [heading, {"kind": "contents", "entries": entries}] if entries else []
    opening = [text for piece in report.opening for text in paragraphs(piece)]
    blocks = [{"kind": "cover", "about": about, "opening": opening}, *contents]
    return _frame(report, landscape=landscape) | {"kind": "cover", "first": 1, "chapter": "", "blocks": blocks}


def _frame(report: Report, *, landscape: bool) -> dict[str, Any]:
    """What every page shows."""
    language, _, region = REGIONS.get(report.words.language, report.words.language).partition("-")
    before, _, after = report.words.say(N_("Seite %(page)s"), page="{}").partition("{}")
    return {
        "title": " ".join(settable(report.title).split()) or "–",
        "head": " ".join(settable(report.title).split()),
        "foot": settable(report.mark),
        "page": [before, after],
        "language": language,
        "region": region or None,
        "landscape": landscape,
    }
