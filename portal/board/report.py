"""The synopsis: every comment of a selection beside the measure it is about, to hand over."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from portal.comments import imprint
from portal.comments.filters import CommentFilter
from portal.comments.imprint import Edition
from portal.comments.report import Layout, comment_table, scribe_for
from portal.consultations.models import Consultation
from portal.kernel.words import N_, Words
from portal.kernel.work import Work
from portal.reports.model import Report, Row

MOST_AT_ONCE = 2000
"""Comments a document may have to be made while somebody waits for it."""
FORMS = ("csv", "json", "xlsx", "docx")
LAYOUTS = {"json": Layout.CODED, "docx": Layout.PAPER}

Told = Callable[[int, int], None]
"""Is told how many rows are written, and of how many."""


def synopsis(
    work: Work,
    consultation: Consultation,
    asked: CommentFilter,
    words: Words,
    form: str,
    edition: Edition = Edition.PUBLIC,
    told: Told | None = None,
    *,
    by_arrival: bool = False,
) -> Report:
    """Exactly one row for each comment asked for, for one of `FORMS`: as in the catalogue, or as the comments came."""
    held = imprint.stock(work, consultation, asked)
    layout = LAYOUTS.get(form, Layout.SHEET)
    scribe = scribe_for(work, consultation, words, layout)
    table = comment_table(work, consultation, asked, scribe, edition=edition, layout=layout, by_arrival=by_arrival)
    if told is not None:
        rows, tell = table.rows, told
        table = replace(table, rows=lambda: _told(iter(rows()), held.visible, tell))
    return Report(
        title=words.say(N_("Synopse der Kommentare: %(title)s"), title=consultation.title),
        about=imprint.about(work, consultation, asked, words, edition, held),
        meta=imprint.meta(work, consultation, asked, edition, held),
        parts=(table,),
        words=words,
    )


def file_name(consultation: Consultation, form: str, edition: Edition) -> str:
    """“wir-2-0-synopse.csv”; an internal one says so, so that nobody passes it on by accident."""
    return f"{consultation.slug}-synopse{'-intern' if edition is Edition.INTERNAL else ''}.{form}"


def _told(rows: Iterator[Row], number: int, told: Told) -> Iterator[Row]:
    for done, row in enumerate(rows, start=1):
        yield row
        told(done, number)
