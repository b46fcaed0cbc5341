"""The synopsis: every comment of a selection beside the measure it is about, to hand over."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from portal.board.sequel import Sequel, sequel
from portal.board.workbook import ITEM, Binder
from portal.comments import filters, imprint
from portal.comments.filters import CommentFilter
from portal.comments.imprint import Edition
from portal.comments.report import Layout, Scribe, comment_table, scribe_for
from portal.consultations.models import Consultation
from portal.consultations.structure import ItemLine
from portal.kernel.words import N_, Words
from portal.kernel.work import Work
from portal.reports.model import Block, Chapter, Column, Paragraph, Report, Row, Table

MOST_AT_ONCE = 2000
"""Comments a document may have to be made while somebody waits for it."""
FORMS = ("csv", "json", "xlsx", "docx", "pdf")
LAYOUTS = {"json": Layout.CODED, "docx": Layout.PAPER, "pdf": Layout.PAPER}

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
    """Exactly one row for each comment asked for, for one of `FORMS`: as in the catalogue, or as the comments came.

    An xlsx has sheets of measures, themes, decisions and coverage behind that of the comments. A document in the order
    of the catalogue has a chapter for each field, and in it for each item what is advised and decided, then a table;
    one in the order of arrival says behind its table what is advised and decided.
    """
    held = imprint.stock(work, consultation, asked)
    layout = LAYOUTS.get(form, Layout.SHEET)
    scribe = scribe_for(work, consultation, words, layout)
    coded, paper = layout is Layout.CODED, layout is Layout.PAPER
    beside = sequel(work, consultation, words, edition, is_coded=coded, is_on_paper=paper)
    if paper and not by_arrival:
        parts: tuple[Table | Chapter, ...] = bound(work, consultation, asked, scribe, edition, beside)
    else:
        parts = (
            comment_table(
                work,
                consultation,
                asked,
                scribe,
                edition=edition,
                layout=layout,
                beside=beside,
                by_arrival=by_arrival,
            ),
        )
    others: tuple[Table, ...] = ()
    if form == "xlsx":
        binder = Binder(work, consultation, asked, scribe, beside)
        others = (binder.measures(), binder.themes(), binder.decisions(), binder.coverage())
    elif paper and by_arrival:
        others = settled(scribe, beside)
    return Report(
        title=words.say(N_("Synopse der Kommentare: %(title)s"), title=consultation.title),
        about=imprint.about(work, consultation, asked, words, edition, held),
        meta=imprint.meta(work, consultation, asked, edition, held),
        parts=(*(parts if told is None else _telling(parts, held.visible, told)), *others),
        words=words,
        mark=f"{words.say(imprint.EDITIONS[edition])} · {words.day(work.now)}",
    )


def file_name(consultation: Consultation, form: str, edition: Edition, words: Words) -> str:
    """“wir-2-0-synopse.csv”; an internal one says so, so that nobody passes it on by accident."""
    name = N_("synopse-intern") if edition is Edition.INTERNAL else N_("synopse")
    return f"{consultation.slug}-{words.say(name)}.{form}"


def bound(
    work: Work,
    consultation: Consultation,
    asked: CommentFilter,
    scribe: Scribe,
    edition: Edition,
    beside: Sequel,
) -> tuple[Chapter, ...]:
    """Field by field a chapter, in it each item that has a comment: what is advised and decided on it, and a table."""
    every = filters.tallies(work, consultation)
    heard = {tally.item_id for tally in filters.counted(work, consultation, asked, every)}

    def table(item: ItemLine) -> Table:
        here, title = replace(asked, fields=(), items=(item.code,)), f"{item.code} {item.title}"
        key, layout = f"comments on {item.code}", Layout.BOUND
        return comment_table(
            work,
            consultation,
            here,
            scribe,
            edition=edition,
            layout=layout,
            key=key,
            title=title,
            opening=beside.of_item(item.id),
            beside=beside,
            known=every,
        )

    chapters = [
        Chapter(f"{field.code} {field.title}", 1, tuple(table(item) for item in items))
        for field in scribe.skeleton.fields
        if (items := [one for one in scribe.skeleton.items if one.field_id == field.id and one.id in heard])
    ]
    nothing = Chapter(
        scribe.words.say(N_("Kommentare")), 1, (Paragraph(scribe.words.say(N_("Dazu gibt es keinen Kommentar."))),)
    )
    return tuple(chapters) or (nothing,)


def settled(scribe: Scribe, beside: Sequel) -> tuple[Table, ...]:
    """Each item on which something is advised or decided; no table without any."""
    rows: list[Row] = [
        (f"{item.code} {item.title}", label, text)
        for item in scribe.skeleton.items
        for label, text in beside.of_item(item.id)
    ]
    say = scribe.words.say
    columns = (Column("item", say(ITEM), 30), Column("kind", say(N_("Was")), 18), Column("text", say(N_("Text")), 90))
    is_public = beside.edition is Edition.PUBLIC
    title = N_("Beschlüsse") if is_public else N_("Vorschläge der Verwaltung und Beschlüsse")
    return (Table("settled", say(title), columns, lambda: rows),) if rows else ()


def _telling(parts: Sequence[Table | Chapter], number: int, told: Told) -> tuple[Table | Chapter, ...]:
    """The same parts; whoever writes them tells how far it is."""
    done = count(1)

    def heard(block: Block | Chapter) -> Any:
        match block:
            case Table(rows=rows):
                return replace(block, rows=lambda: _told(iter(rows()), done, number, told))
            case Chapter(blocks=blocks):
                return replace(block, blocks=tuple(map(heard, blocks)))
        return block

    return tuple(map(heard, parts))


def _told(rows: Iterator[Row], done: Iterator[int], number: int, told: Told) -> Iterator[Row]:
    for row in rows:
        yield row
        told(next(done), number)
