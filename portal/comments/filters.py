"""Which visible comments somebody asks for: one filter for the pages, the counts and the exports."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select, tuple_

from portal.comments import policy
from portal.comments.models import Comment, CommentState, Counter, Revision, Stance, Voice
from portal.comments.queries import lines
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, Item
from portal.kernel.city_time import first_instant_of
from portal.kernel.plans import without_index
from portal.kernel.words import Words
from portal.kernel.work import Work
from portal.search import queries as search
from portal.search.models import Subject
from portal.stakeholders import queries as stakeholders

OUTSIDE = "-"
"""Stands in place of a group's key for those who belong to none."""
NOBODY = 0
"""Stands in place of an organisation's id for persons without one."""


@dataclass(frozen=True, slots=True)
class CommentFilter:
    """Any of the values of one part, and all parts at once; an empty part asks for nothing in particular.

    Fields and items by code, groups and sections by key, organisations by id; `text` as `search.found` reads it.
    What does not exist matches nothing. `without` leaves out what these organisations and their members say, `since`
    is the day from which on a comment was shown. What `themes` and `answered` mean is told by `FURTHER`.
    """

    fields: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    organisations: tuple[int, ...] = ()
    stances: tuple[Stance, ...] = ()
    voices: tuple[Voice, ...] = ()
    sections: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    without: tuple[int, ...] = ()
    since: date | None = None
    text: str = ""

    @property
    def is_countable(self) -> bool:
        """Whether the counters alone can tell how many these are."""
        named = self.organisations or self.without or self.sections
        return not (named or self.themes or self.answered or self.since or self.text)

    def less(self, part: str, value: str | int) -> "CommentFilter":
        """One wish less: without that value of the part."""
        present = getattr(self, part)
        several = isinstance(present, tuple)
        left: Any = tuple(one for one in present if one != value) if several else getattr(EVERYTHING, part)
        changes: dict[str, Any] = {part: left}
        return replace(self, **changes)

    def as_document(self) -> dict[str, Any]:
        """For a job's arguments and for machines: what is asked for, without the empty parts."""
        parts = {name: getattr(self, name) for name in PARTS}
        return {name: _plain(value) for name, value in parts.items() if value}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "CommentFilter":
        """The filter that says so of itself; ValueError for a stance or voice there is not."""
        return cls(
            fields=tuple(document.get("fields", ())),
            items=tuple(document.get("items", ())),
            groups=tuple(document.get("groups", ())),
            organisations=tuple(document.get("organisations", ())),
            stances=tuple(map(Stance, document.get("stances", ()))),
            voices=tuple(map(Voice, document.get("voices", ()))),
            sections=tuple(document.get("sections", ())),
            themes=tuple(document.get("themes", ())),
            answered=tuple(document.get("answered", ())),
            without=tuple(document.get("without", ())),
            since=date.fromisoformat(document["since"]) if document.get("since") else None,
            text=document.get("text", ""),
        )


PARTS = (
    "fields",
    "items",
    "groups",
    "organisations",
    "stances",
    "voices",
    "sections",
    "themes",
    "answered",
    "without",
    "since",
    "text",
)
EVERYTHING = CommentFilter()


@dataclass(frozen=True, slots=True)
class Further:
    """A part of the filter that only a floor above can tell: its label, a value's name, and what it makes a comment."""

    label: str
    name: Callable[[Work, Consultation, str, Words], str]
    condition: Callable[[Work, Consultation, tuple[str, ...]], ColumnElement[bool]]


FURTHER: dict[str, Further] = {}
"""By part; `portal.board` enters themes and answers here when it is imported."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of one item, group, stance and voice are visible, and how many in time wait for moderation."""

    item_id: int
    group_id: int
    stance: Stance
    voice: Voice
    number: int
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Among:
    """The ids a filter's codes and keys stand for; None where it asks for nothing in particular."""

    items: frozenset[int] | None = None
    groups: frozenset[int] | None = None
    sections: frozenset[int] | None = None
    asked: CommentFilter = field(default=EVERYTHING)

    def has(self, tally: Tally) -> bool:
        """Whether what is counted here was asked for, as far as counters can tell."""
        return (
            (self.items is None or tally.item_id in self.items)
            and (self.groups is None or tally.group_id in self.groups)
            and (not self.asked.stances or tally.stance in self.asked.stances)
            and (not self.asked.voices or tally.voice in self.asked.voices)
        )


def matching(work: Work, consultation: Consultation, asked: CommentFilter) -> Select[*tuple[Any, ...]]:
    """The visible comments asked for, as `comments.queries.read` and `stream` take them; in no order."""
    return lines(*conditions(work, consultation, asked))


def conditions(
    work: Work, consultation: Consultation, asked: CommentFilter, *, by_time: bool = True
) -> list[ColumnElement[bool]]:
    """What makes a row of `comment` one of the visible comments asked for.

    Without `by_time` the consultation's index by time is left aside, for statements that group by something else.
    Where words are searched for it is, too: the few comments that have them come first.
    """
    among = meant(work, consultation, asked)
    place = Comment.consultation_id if by_time and not asked.text else without_index(Comment.consultation_id)
    found = [place == consultation.id, policy.is_visible()]
    if among.items is not None:
        found.append(Comment.item_id.in_(sorted(among.items)))
    if among.groups is not None:
        found.append(Comment.group_id.in_(sorted(among.groups)))
    if asked.organisations:
        named = Comment.organisation_id.in_(asked.organisations)
        found.append(or_(named, Comment.organisation_id.is_(None)) if NOBODY in asked.organisations else named)
    if asked.stances:
        found.append(Comment.stance.in_(asked.stances))
    if asked.voices:
        found.append(Comment.voice.in_(asked.voices))
    if among.sections is not None:
        found.append(_speaks_about(among.sections))
    found += _beyond_counting(work, consultation, asked)
    if asked.text:
        found.append(Comment.id.in_(search.found(work, Subject.COMMENT, consultation.id, asked.text)))
    return found


def _beyond_counting(work: Work, consultation: Consultation, asked: CommentFilter) -> list[ColumnElement[bool]]:
    found = []
    if asked.without:
        found.append(or_(Comment.organisation_id.is_(None), Comment.organisation_id.not_in(asked.without)))
    if asked.since:
        found.append(Comment.published_at >= first_instant_of(asked.since))
    for part in ("themes", "answered"):
        if values := getattr(asked, part):
            found.append(FURTHER[part].condition(work, consultation, values))
    return found


def tallies(work: Work, consultation: Consultation) -> list[Tally]:
    """Everything that is visible or waits, counted; from the counters alone, so in the same time at any number."""
    is_public = Counter.is_shown & ~Counter.is_late
    is_waiting = (Counter.state == CommentState.SUBMITTED) & ~Counter.is_late
    shown, waiting = (func.sum(case((condition, Counter.number), else_=0)) for condition in (is_public, is_waiting))
    place = (Counter.item_id, Counter.group_id, Counter.stance, Counter.voice)
    rows = work.session.execute(
        select(*place, shown, waiting)
        .join(Item, Item.id == Counter.item_id)
        .where(Item.consultation_id == consultation.id, is_public | is_waiting)
        .group_by(*place)
    )
    return [
        Tally(item, group, stance, voice, int(number), int(waits))
        for item, group, stance, voice, number, waits in rows
        if number or waits
    ]


def counted(
    work: Work, consultation: Consultation, asked: CommentFilter, known: Iterable[Tally] | None = None
) -> list[Tally]:
    """The visible comments asked for, counted: exactly as many as `matching` has rows.

    From `known`, the tallies of everything, where they can tell; else from the comments themselves.
    """
    if not asked.is_countable:
        return _counted_anew(work, consultation, asked)
    among = meant(work, consultation, asked)
    every = tallies(work, consultation) if known is None else known
    return [tally for tally in every if tally.number and among.has(tally)]


def number(work: Work, consultation: Consultation, asked: CommentFilter, known: Iterable[Tally] | None = None) -> int:
    """How many visible comments are asked for; where only their texts can tell, none of them is read for it."""
    if asked.is_countable:
        return sum(tally.number for tally in counted(work, consultation, asked, known))
    found = select(func.count(Comment.id)).where(*conditions(work, consultation, asked))
    return work.session.scalar(found) or 0


def meant(work: Work, consultation: Consultation, asked: CommentFilter) -> Among:
    """What the codes and keys of a filter stand for."""
    skeleton = consultations.structure(work, consultation)
    items = groups = sections = None
    if asked.fields or asked.items:
        fields = {line.id for line in skeleton.fields if line.code in asked.fields}
        in_fields = (item for item in skeleton.items if not asked.fields or item.field_id in fields)
        items = frozenset(item.id for item in in_fields if not asked.items or item.code in asked.items)
    if asked.groups:
        known = {line.key: line.id for line in stakeholders.groups(work, consultation)} | {OUTSIDE: 0}
        groups = frozenset(known[key] for key in asked.groups if key in known)
    if asked.sections:
        sections = frozenset(line.id for line in skeleton.sections if line.key in asked.sections)
    return Among(items, groups, sections, asked)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _speaks_about(sections: frozenset[int]) -> ColumnElement[bool]:
    placed = select(Revision.comment_id, Revision.number).where(Revision.section_id.in_(sorted(sections)))
    return tuple_(Comment.id, Comment.visible).in_(placed)


def _counted_anew(work: Work, consultation: Consultation, asked: CommentFilter) -> list[Tally]:
    place = (Comment.item_id, Comment.group_id, Comment.stance, Comment.voice)
    rows = work.session.execute(
        select(*place, func.count()).where(*conditions(work, consultation, asked)).group_by(*place)
    )
    return [Tally(item, group, stance, voice, number) for item, group, stance, voice, number in rows]
