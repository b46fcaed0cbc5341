"""Answers to themes and comments, and which themes still lack one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from portal.comments.models import Comment
from portal.comments.policy import is_visible
from portal.consultations.models import Consultation
from portal.decisions import policy
from portal.decisions.models import Answer, Response, ResponseText
from portal.kernel.work import Work
from portal.themes.models import Theme, ThemeMark


@dataclass(frozen=True, slots=True)
class ResponseLine:
    """An answer to a theme or to one comment; one of the two is None."""

    id: int
    theme_id: int | None
    comment_id: int | None
    answer: Answer
    reason: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class OpenTheme:
    """A theme on an item with how many visible comments there it gathers, and its answer as it stands."""

    id: int
    public_id: str
    title: str
    comments: int
    response: ResponseLine | None


@dataclass(frozen=True, slots=True)
class TextLine:
    id: int
    answer: Answer
    body: str


def themes_on(work: Work, item_id: int) -> list[OpenTheme]:
    """Themes with a visible comment on the item, of its own and across, the largest first."""
    number = func.count(ThemeMark.comment_id.distinct())
    rows = work.session.execute(
        select(Theme.id, Theme.public_id, Theme.title, number)
        .join(ThemeMark, ThemeMark.theme_id == Theme.id)
        .join(Comment, Comment.id == ThemeMark.comment_id)
        .where(Comment.item_id == item_id, is_visible(), is_open())
        .group_by(Theme.id, Theme.public_id, Theme.title)
        .order_by(number.desc(), Theme.id)
    ).all()
    answers = of_themes(work, [row[0] for row in rows])
    return [OpenTheme(*row, answers.get(row[0])) for row in rows]


def unanswered(work: Work, item_id: int) -> list[OpenTheme]:
    """Those of them that still wait for an answer."""
    return [theme for theme in themes_on(work, item_id) if theme.response is None]


def unanswered_by_item(work: Work, consultation_id: int) -> dict[int, int]:
    """Item → how many of its themes wait for an answer."""
    rows = work.session.execute(
        select(Comment.item_id, func.count(Theme.id.distinct()))
        .select_from(Theme)
        .join(ThemeMark, ThemeMark.theme_id == Theme.id)
        .join(Comment, Comment.id == ThemeMark.comment_id)
        .where(
            Theme.consultation_id == consultation_id,
            is_visible(),
            is_open(),
            Theme.id.not_in(select(Response.theme_id).where(Response.theme_id.is_not(None))),
        )
        .group_by(Comment.item_id)
    )
    return {row[0]: row[1] for row in rows}


def of_themes(work: Work, theme_ids: Sequence[int]) -> dict[int, ResponseLine]:
    """Theme → the answer that counts today; for those who read the board."""
    last = select(func.max(Response.id)).where(Response.theme_id.in_(theme_ids)).group_by(Response.theme_id)
    return {line.theme_id or 0: line for line in _read(work, Response.id.in_(last))} if theme_ids else {}


def left_behind(work: Work, theme_id: int) -> list[tuple[str, ResponseLine]]:
    """Answers of themes that were merged into this one, which had its own: their titles and what was answered last."""
    titles: dict[int, str] = {}
    into = {theme_id}
    while into:
        rows = work.session.execute(select(Theme.id, Theme.title).where(Theme.merged_into_id.in_(into))).all()
        into = {row.id for row in rows} - set(titles)
        titles |= {row.id: row.title for row in rows}
    found = of_themes(work, list(titles))
    return [(titles[one], found[one]) for one in sorted(found)]


def of_comments(work: Work, comment_ids: Sequence[int]) -> dict[int, ResponseLine]:
    """Comment → the answer to it alone that counts today; for those who read the board."""
    last = select(func.max(Response.id)).where(Response.comment_id.in_(comment_ids)).group_by(Response.comment_id)
    return {line.comment_id or 0: line for line in _read(work, Response.id.in_(last))} if comment_ids else {}


def published_for(work: Work, consultation: Consultation, comment_id: int) -> list[tuple[str, ResponseLine]]:
    """What everybody may read as answers to a comment: to its themes by their titles, and to it alone without one."""
    if not policy.shows_decisions(consultation, work.now):
        return []
    columns = _columns()
    rows = work.session.execute(
        columns.add_columns(func.coalesce(Theme.title, ""))
        .outerjoin(Theme, Theme.id == Response.theme_id)
        .where(
            policy.is_public_response(),
            (Response.comment_id == comment_id)
            | Response.theme_id.in_(select(ThemeMark.theme_id).where(ThemeMark.comment_id == comment_id)),
        )
        .order_by(Response.id.desc())
    ).all()
    newest: dict[tuple[int | None, int | None], tuple[str, ResponseLine]] = {}
    for row in rows:
        line = ResponseLine(*row[:-1])
        newest.setdefault((line.theme_id, line.comment_id), (row[-1], line))
    return sorted(newest.values(), key=lambda pair: (pair[1].theme_id is None, pair[1].id))


def published_on(work: Work, consultation: Consultation, item_id: int) -> list[tuple[str, int, ResponseLine]]:
    """The published answers to themes on an item: title, how many visible comments there it gathers, answer."""
    if not policy.shows_decisions(consultation, work.now):
        return []
    number = func.count(ThemeMark.comment_id.distinct())
    rows = work.session.execute(
        select(Theme.id, Theme.title, number)
        .join(ThemeMark, ThemeMark.theme_id == Theme.id)
        .join(Comment, Comment.id == ThemeMark.comment_id)
        .where(Comment.item_id == item_id, is_visible())
        .group_by(Theme.id, Theme.title)
        .order_by(number.desc(), Theme.id)
    ).all()
    found = _read(work, policy.is_public_response() & Response.theme_id.in_([row[0] for row in rows])) if rows else []
    newest = {line.theme_id: line for line in sorted(found, key=lambda line: line.id)}
    return [(title, count, newest[theme_id]) for theme_id, title, count in rows if theme_id in newest]


def theme_to_answer(work: Work, consultation: Consultation, public_id: str) -> Theme | None:
    """One that is in use; for those who read the board."""
    one = (Theme.public_id == public_id, Theme.consultation_id == consultation.id, is_open())
    return work.session.scalar(select(Theme).where(*one))


def comment_to_answer(work: Work, consultation: Consultation, public_id: str) -> Comment | None:
    """One that everybody may read."""
    one = (Comment.public_id == public_id, Comment.consultation_id == consultation.id, is_visible())
    return work.session.scalar(select(Comment).where(*one))


def texts(work: Work, consultation_id: int) -> list[TextLine]:
    """Sentences kept for the next answer."""
    rows = work.session.execute(
        select(ResponseText.id, ResponseText.answer, ResponseText.body)
        .where(ResponseText.consultation_id == consultation_id)
        .order_by(ResponseText.answer, ResponseText.id)
    )
    return [TextLine(*row) for row in rows]


def is_open() -> ColumnElement[bool]:
    """Themes in use: not merged into another, not closed."""
    return Theme.merged_into_id.is_(None) & Theme.closed_at.is_(None)


def _columns() -> Select[*tuple[Any, ...]]:
    return select(
        Response.id, Response.theme_id, Response.comment_id, Response.answer, Response.reason, Response.recorded_at
    )


def _read(work: Work, *conditions: ColumnElement[bool]) -> list[ResponseLine]:
    return [ResponseLine(*row) for row in work.session.execute(_columns().where(*conditions))]
