"""Comments as tables of an export: one row for each comment a filter finds."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, repeat
from typing import Protocol

from portal.comments import filters, naming
from portal.comments.filters import CommentFilter, Tally
from portal.comments.imprint import Edition
from portal.comments.models import Arrival, Comment, Voice
from portal.comments.queries import CommentLine, stream
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.consultations.structure import ItemLine, Structure
from portal.kernel.words import N_, Words
from portal.kernel.work import Work
from portal.reports.cells import readable
from portal.reports.model import Column, Kind, Row, Table, Value

AT_ONCE = 500
"""Comments whose further cells are asked for in one statement."""


class Layout(StrEnum):
    """For spreadsheets in the reader's words, for machines in ours, or on paper: all together, or item by item.

    `BOUND` is as detailed as `PAPER` under the heading of each item, `BOOKLET` a companion of the item's text.
    """

    SHEET = "sheet"
    CODED = "coded"
    PAPER = "paper"
    BOUND = "bound"
    BOOKLET = "booklet"


ARRIVALS = {
    Arrival.IN_TIME: N_("rechtzeitig"),
    Arrival.LATE: N_("verspätet"),
    Arrival.INCLUDED: N_("verspätet, aufgenommen: %(reason)s"),
}


@dataclass(frozen=True, slots=True)
class Scribe:
    """Writes what the cells of one comment's row say."""

    skeleton: Structure
    groups: Mapping[int, str]
    words: Words
    is_coded: bool = False

    def item(self, line: CommentLine) -> ItemLine:
        return self.skeleton.by_id[line.item_id]

    def place(self, line: CommentLine) -> str:
        return f"{self.item(line).code}\n{self.item(line).title}"

    def section(self, line: CommentLine) -> str:
        section = self.skeleton.section_by_id.get(line.section_id or 0)
        if section is None:
            return ""
        return section.key if self.is_coded else section.name(self.words.language)

    def passage(self, line: CommentLine) -> str:
        return _lines(self.section(line), self.words.quoted(line.quote) if line.quote else "")

    def speaker(self, line: CommentLine) -> str:
        return naming.speaker(line, self.words)

    def group(self, line: CommentLine) -> str:
        return self.groups.get(line.group_id, "")

    def voice(self, line: CommentLine) -> str:
        return line.voice if self.is_coded else self.words.say(naming.VOICES[line.voice])

    def who(self, line: CommentLine) -> str:
        return _lines(self.speaker(line), self.voice(line), self.group(line))

    def stance(self, line: CommentLine) -> str:
        return line.stance if self.is_coded else self.words.say(naming.STANCES[line.stance])

    def state(self, line: CommentLine) -> str:
        state = naming.shown_state(line)
        return state if self.is_coded else self.words.say(naming.STATES[state])

    def arrival(self, line: CommentLine) -> str:
        return line.arrival if self.is_coded else self.words.say(ARRIVALS[line.arrival], reason=line.included_reason)

    def whole(self, line: CommentLine) -> str:
        """Passage, text and proposal in one."""
        return "\n\n".join(filter(None, (self.passage(line), self.proposal(line))))

    def spoken(self, line: CommentLine) -> str:
        """The text, and how its organisation came to it."""
        minority = line.minority_vote and self.words.say(N_("Minderheitenvotum: %(vote)s"), vote=line.minority_vote)
        return "\n\n".join(part for part in (line.body, minority, self.resolution(line)) if part)

    def resolution(self, line: CommentLine) -> str:
        if not line.resolved_by:
            return ""
        if line.resolved_on is None:
            return self.words.say(N_("Beschlossen von %(body)s"), body=line.resolved_by)
        day = self.words.day(line.resolved_on)
        return self.words.say(N_("Beschlossen von %(body)s am %(day)s"), body=line.resolved_by, day=day)

    def mark(self, line: CommentLine) -> str:
        """Number and day, and what is unusual about the comment."""
        late = self.words.say(ARRIVALS[Arrival.LATE]) if is_late(line) else ""
        return _lines(line.number, readable(line.first_submitted_at, self.words), late, self._redacted(line))

    def internal_mark(self, line: CommentLine) -> str:
        """The same, with why a late one was included and how often the text was revised."""
        late = self.arrival(line) if is_late(line) else ""
        again = self.words.say(N_("Bearbeitungsstand %(number)s"), number=line.revision) if line.was_changed else ""
        day = readable(line.first_submitted_at, self.words)
        return _lines(line.number, day, late, again, self._redacted(line))

    def _redacted(self, line: CommentLine) -> str:
        return self.state(line) if line.is_redacted else ""

    def proposal(self, line: CommentLine) -> str:
        """The text, and the wording that is proposed."""
        return "\n\n".join(filter(None, (self.spoken(line), self._wording(line))))

    def _wording(self, line: CommentLine) -> str:
        wording = line.proposed_wording
        return self.words.say(N_("Vorschlag: %(wording)s"), wording=wording) if wording else ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One column and where its cells come from."""

    key: str
    label: str
    width: int
    value: Callable[[Scribe, CommentLine], Value]
    kind: Kind = "text"

    def column(self, words: Words) -> Column:
        return Column(self.key, words.say(self.label), self.width, self.kind)


def is_late(line: CommentLine) -> bool:
    return line.arrival is not Arrival.IN_TIME


class Beside(Protocol):
    """Further columns that an upper floor knows; asked for many comments at once."""

    @property
    def columns(self) -> tuple[Column, ...]: ...
    def cells(self, lines: Sequence[CommentLine]) -> Iterator[Row]: ...


ROWS = (
    Entry("code", N_("Code"), 10, lambda scribe, line: scribe.item(line).code),
    Entry("title", N_("Titel"), 34, lambda scribe, line: scribe.item(line).title),
    Entry("section", N_("Abschnitt"), 18, Scribe.section),
    Entry("comment", N_("Kommentar"), 12, lambda _, line: line.number),
    Entry("organisation", N_("Organisation"), 30, Scribe.speaker),
    Entry("group", N_("Akteursgruppe"), 18, Scribe.group),
    Entry("voice", N_("Stimme"), 14, Scribe.voice),
    Entry("date", N_("Datum"), 12, lambda _, line: line.first_submitted_at, "date"),
    Entry("stance", N_("Haltung"), 18, Scribe.stance),
    Entry("quote", N_("Zitierte Stelle"), 40, lambda _, line: line.quote),
    Entry("text", N_("Text"), 70, lambda _, line: line.body),
    Entry("proposed_wording", N_("Vorgeschlagener Wortlaut"), 50, lambda _, line: line.proposed_wording),
    Entry("state", N_("Stand"), 16, Scribe.state),
    Entry("late", N_("Verspätet"), 10, lambda _, line: is_late(line), "boolean"),
    Entry("resolved_by", N_("Beschlossen von"), 24, lambda _, line: line.resolved_by),
    Entry("resolved_on", N_("Beschlossen am"), 12, lambda _, line: line.resolved_on, "date"),
    Entry("minority_vote", N_("Minderheitenvotum"), 50, lambda _, line: line.minority_vote),
)
INTERNAL = (
    Entry("revision", N_("Bearbeitungsstand"), 10, lambda _, line: line.revision, "integer"),
    Entry("arrival", N_("Eingang"), 30, Scribe.arrival),
)
PAPER = (
    Entry("item", N_("Maßnahme oder Ziel"), 20, Scribe.place),
    Entry("comment", N_("Kommentar"), 14, Scribe.mark),
    Entry("organisation", N_("Wer"), 22, Scribe.who),
    Entry("stance", N_("Haltung"), 12, Scribe.stance),
    Entry("section", N_("Stelle"), 22, Scribe.passage),
    Entry("text", N_("Text und Vorschlag"), 64, Scribe.proposal),
)
INTERNAL_MARK = Entry("comment", N_("Kommentar"), 16, Scribe.internal_mark)

BOOKLET = (
    Entry("organisation", N_("Wer"), 26, lambda scribe, line: _lines(scribe.who(line), scribe.mark(line))),
    Entry("stance", N_("Haltung"), 14, Scribe.stance),
    Entry("text", N_("Kommentar"), 60, Scribe.whole),
)
ENTRIES: Mapping[Layout, tuple[Entry, ...]] = {
    Layout.SHEET: ROWS,
    Layout.CODED: ROWS,
    Layout.PAPER: PAPER,
    Layout.BOUND: PAPER[1:],
    Layout.BOOKLET: BOOKLET,
}


def comment_table(
    work: Work,
    consultation: Consultation,
    asked: CommentFilter,
    scribe: Scribe,
    *,
    edition: Edition = Edition.PUBLIC,
    layout: Layout = Layout.SHEET,
    key: str = "comments",
    title: str = "",
    opening: tuple[tuple[str, Value], ...] = (),
    beside: Beside | None = None,
    known: Sequence[Tally] | None = None,
    by_arrival: bool = False,
) -> Table:
    """One row for each visible comment asked for: as in the catalogue, statements before individuals, or as they came.

    `known` are all tallies of the consultation, where somebody has them already.
    """
    entries = _entries(layout, edition)

    def rows() -> Iterator[Row]:
        found = by_time(work, consultation, asked) if by_arrival else None
        lines = found or in_catalogue_order(work, consultation, asked, known)
        while some := list(islice(lines, AT_ONCE)):
            more = beside.cells(some) if beside else repeat(())
            for line, cells in zip(some, more, strict=False):
                yield (*(entry.value(scribe, line) for entry in entries), *cells)

    columns = tuple(entry.column(scribe.words) for entry in entries) + (beside.columns if beside else ())
    return Table(key, title or scribe.words.say(N_("Kommentare")), columns, rows, opening)


def _entries(layout: Layout, edition: Edition) -> tuple[Entry, ...]:
    """On paper what only the internal edition says stands beneath the number; it is seldom anything."""
    if edition is not Edition.INTERNAL:
        return ENTRIES[layout]
    if layout in (Layout.SHEET, Layout.CODED):
        return ENTRIES[layout] + INTERNAL
    return tuple(INTERNAL_MARK if entry.key == INTERNAL_MARK.key else entry for entry in ENTRIES[layout])


def scribe_for(work: Work, consultation: Consultation, words: Words, layout: Layout) -> Scribe:
    """Knows the catalogue and the groups, so that rows need no further statement."""
    return Scribe(
        consultations.structure(work, consultation),
        naming.group_names(work, consultation, words),
        words,
        is_coded=layout is Layout.CODED,
    )


def in_catalogue_order(
    work: Work, consultation: Consultation, asked: CommentFilter, known: Sequence[Tally] | None = None
) -> Iterator[CommentLine]:
    """Item by item along the index, so that no database ever sorts a million texts."""
    places = {(tally.item_id, tally.voice) for tally in filters.counted(work, consultation, asked, known)}
    every = filters.matching(work, consultation, asked)
    for item in consultations.structure(work, consultation).items:
        for voice in (Voice.ORGANISATION, Voice.INDIVIDUAL):
            if (item.id, voice) in places:
                here = every.where(Comment.item_id == item.id, Comment.voice == voice)
                yield from stream(work, here.order_by(Comment.first_submitted_at, Comment.id))


def by_time(work: Work, consultation: Consultation, asked: CommentFilter) -> Iterator[CommentLine]:
    """In the order in which they were submitted."""
    every = filters.matching(work, consultation, asked)
    yield from stream(work, every.order_by(Comment.first_submitted_at, Comment.id))


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
