"""Themes, how they came to be, and how many say something about each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Subquery, false, func, select, union_all
from sqlalchemy.orm import aliased

from portal.comments.models import Comment, Stance, Voice
from portal.comments.policy import is_visible
from portal.consultations.models import Consultation
from portal.kernel.work import Work
from portal.themes import policy
from portal.themes.models import Theme, ThemeChange, ThemeMark, ThemeVerb


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A theme as it is named; `item_id` is None for one across items, `parent` the title above it or empty."""

    id: int
    public_id: str
    title: str
    summary: str
    item_id: int | None
    parent_id: int | None
    parent: str
    closed_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def path(self) -> str:
        """“Geld: Aufwandsentschädigung”."""
        return f"{self.parent}: {self.title}" if self.parent else self.title


@dataclass(frozen=True, slots=True)
class ThemeTally:
    """How many visible comments of one item, group, voice and stance stand under a theme or what lies beneath it."""

    theme_id: int
    item_id: int
    group_id: int
    voice: Voice
    stance: Stance
    number: int


@dataclass(frozen=True, slots=True)
class ChangeLine:
    verb: ThemeVerb
    detail: str
    changed_at: datetime
    changer: str


_Parent = aliased(Theme)
_COLUMNS: tuple[Any, ...] = (
    Theme.id,
    Theme.public_id,
    Theme.title,
    Theme.summary,
    Theme.item_id,
    Theme.parent_id,
    func.coalesce(_Parent.title, ""),
    Theme.closed_at,
)


def themes(work: Work, consultation: Consultation, item_id: int | None = None) -> list[ThemeLine]:
    """Those that stand, by title, each followed by what lies beneath it; of one item with those across items."""
    found = select(*_COLUMNS).outerjoin(_Parent, _Parent.id == Theme.parent_id).where(*_readable(work, consultation))
    if item_id is not None:
        found = found.where((Theme.item_id == item_id) | Theme.item_id.is_(None))
    lines = [ThemeLine(*row) for row in work.session.execute(found.where(Theme.merged_into_id.is_(None)))]
    return sorted(lines, key=lambda line: ((line.parent or line.title).casefold(), line.path.casefold(), line.id))


def theme_named(work: Work, consultation: Consultation, public_id: str) -> ThemeLine | None:
    """The theme if it stands and the actor may read it."""
    found = select(*_COLUMNS).outerjoin(_Parent, _Parent.id == Theme.parent_id).where(*_readable(work, consultation))
    row = work.session.execute(found.where(Theme.public_id == public_id, Theme.merged_into_id.is_(None))).one_or_none()
    return ThemeLine(*row) if row else None


def successor(work: Work, consultation: Consultation, public_id: str) -> str | None:
    """Where the theme went that was merged away: the public id of the one that stands now."""
    rows = work.session.execute(
        select(Theme.id, Theme.public_id, Theme.merged_into_id).where(*_readable(work, consultation))
    ).all()
    by_id = {row.id: row for row in rows}
    found = next((row for row in rows if row.public_id == public_id and row.merged_into_id), None)
    while found is not None and found.merged_into_id:
        found = by_id.get(found.merged_into_id)
    return found.public_id if found is not None else None


def history(work: Work, theme_id: int) -> list[ChangeLine]:
    """What happened to a theme, newest first."""
    rows = work.session.execute(
        select(ThemeChange.verb, ThemeChange.detail, ThemeChange.changed_at, ThemeChange.changer_label)
        .where(ThemeChange.theme_id == theme_id)
        .order_by(ThemeChange.id.desc())
    )
    return [ChangeLine(*row) for row in rows]


def of_comments(work: Work, comment_ids: Collection[int]) -> dict[int, list[ThemeLine]]:
    """The themes each comment stands under, by title; comments without one are left out."""
    if not comment_ids:
        return {}
    rows = work.session.execute(
        select(ThemeMark.comment_id, *_COLUMNS)
        .join(Theme, Theme.id == ThemeMark.theme_id)
        .outerjoin(_Parent, _Parent.id == Theme.parent_id)
        .where(ThemeMark.comment_id.in_(comment_ids))
        .distinct()
    )
    found: dict[int, list[ThemeLine]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(ThemeLine(*row[1:]))
    return {comment_id: sorted(lines, key=lambda line: line.path.casefold()) for comment_id, lines in found.items()}


def tallies(work: Work, consultation: Consultation, conditions: Sequence[ColumnElement[bool]] = ()) -> list[ThemeTally]:
    """Visible comments under each theme, counted once however often they stand there; `conditions` narrow them."""
    marked = _marked()
    place = (marked.c.theme, Comment.item_id, Comment.group_id, Comment.voice, Comment.stance)
    rows = work.session.execute(
        select(*place, func.count())
        .select_from(marked)
        .join(Comment, Comment.id == marked.c.comment_id)
        .where(Comment.consultation_id == consultation.id, is_visible(), *conditions)
        .group_by(*place)
    )
    return [ThemeTally(*row) for row in rows]


def number_marked(work: Work, conditions: Sequence[ColumnElement[bool]]) -> int:
    """How many of the comments for which these hold stand under some theme."""
    marked = select(ThemeMark.comment_id).distinct().subquery("marked")
    found = select(func.count()).select_from(marked).join(Comment, Comment.id == marked.c.comment_id)
    return work.session.scalar(found.where(*conditions)) or 0


def under(consultation_id: int, public_ids: Collection[str]) -> ColumnElement[bool]:
    """What makes a comment one that stands under one of these themes or beneath."""
    reach, asked = _reach(), aliased(Theme)
    marked = (
        select(ThemeMark.comment_id)
        .join(reach, reach.c.member == ThemeMark.theme_id)
        .join(asked, asked.id == reach.c.theme)
        .where(asked.consultation_id == consultation_id, asked.public_id.in_(public_ids))
    )
    return Comment.id.in_(marked)


def without_theme() -> ColumnElement[bool]:
    return ~select(ThemeMark.id).where(ThemeMark.comment_id == Comment.id).exists()


def _marked() -> Subquery:
    """Each theme with each comment under it or beneath, once; read first, as there are fewer of them than comments."""
    reach = _reach()
    return (
        select(reach.c.theme, ThemeMark.comment_id)
        .join(ThemeMark, ThemeMark.theme_id == reach.c.member)
        .distinct()
        .subquery("marked")
    )


def _reach() -> Subquery:
    """Every theme with itself and with what lies beneath it."""
    itself = select(Theme.id.label("theme"), Theme.id.label("member"))
    beneath = select(Theme.parent_id, Theme.id).where(Theme.parent_id.is_not(None))
    return union_all(itself, beneath).subquery("reach")


def _readable(work: Work, consultation: Consultation) -> tuple[ColumnElement[bool], ...]:
    allowed = policy.may_read_themes(work.actor, consultation)
    return (Theme.consultation_id == consultation.id,) if allowed else (false(),)
