"""What a publication would make public, and who would hear of it; for those who read the board."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select

from portal.comments.models import Comment
from portal.consultations.models import Item
from portal.decisions.models import Decision, Publication, Response
from portal.decisions.queries import decided
from portal.decisions.queries.addressees import Addressee, addressees
from portal.decisions.queries.decided import DecisionLine
from portal.decisions.queries.responses import ResponseLine
from portal.kernel.work import Work
from portal.themes.models import Theme, ThemeMark


@dataclass(frozen=True, slots=True)
class Mark:
    """How far something reaches: the newest decision and the newest answer it takes in."""

    decision_id: int
    response_id: int


@dataclass(frozen=True, slots=True)
class PendingResponse:
    """An answer nobody outside has read: to a theme by its title, or to a comment by its public id.

    `code` is that of the item it is about, empty for a theme across measures.
    """

    line: ResponseLine
    theme: str
    comment: str
    code: str


@dataclass(frozen=True, slots=True)
class Pending:
    """Of each item, theme and comment what counts, if it came after `since`; `until` is where it ends."""

    since: Mark
    until: Mark
    decisions: list[DecisionLine]
    responses: list[PendingResponse]

    @property
    def is_empty(self) -> bool:
        return not self.decisions and not self.responses


def published_mark(work: Work, consultation_id: int) -> Mark:
    """How far the last publication reached."""
    row = work.session.execute(
        select(Publication.last_decision_id, func.coalesce(Publication.last_response_id, 0))
        .where(Publication.consultation_id == consultation_id)
        .order_by(Publication.id.desc())
        .limit(1)
    ).first()
    return Mark(*row) if row else Mark(0, 0)


def recorded_mark(work: Work, consultation_id: int) -> Mark:
    """How far a publication would reach now."""
    decision = select(func.coalesce(func.max(Decision.id), 0)).where(Decision.consultation_id == consultation_id)
    response = select(func.coalesce(func.max(Response.id), 0)).where(Response.consultation_id == consultation_id)
    return Mark(work.session.scalars(decision).one(), work.session.scalars(response).one())


def pending(work: Work, consultation_id: int) -> Pending:
    since, until = published_mark(work, consultation_id), recorded_mark(work, consultation_id)
    newest = decided.newest(work, consultation_id)
    return Pending(
        since,
        until,
        [line for line in newest.values() if line.id > since.decision_id],
        _responses(work, consultation_id, since),
    )


def concerned(work: Work, consultation_id: int, found: Pending) -> list[Addressee]:
    """Whoever gets a letter about it, once for each visible comment, by account."""
    if found.is_empty:
        return []
    themes = [one.line.theme_id for one in found.responses if one.line.theme_id is not None]
    about = or_(
        Comment.item_id.in_([line.item_id for line in found.decisions]),
        Comment.id.in_([one.line.comment_id for one in found.responses if one.line.comment_id is not None]),
        Comment.id.in_(select(ThemeMark.comment_id).where(ThemeMark.theme_id.in_(themes))),
    )
    return addressees(work, consultation_id, about)


def items_answered(work: Work, found: Pending) -> set[int]:
    """The items on whose pages a pending answer will stand."""
    themes = [one.line.theme_id for one in found.responses if one.line.theme_id is not None]
    alone = [one.line.comment_id for one in found.responses if one.line.comment_id is not None]
    if not themes and not alone:
        return set()
    marked = select(ThemeMark.comment_id).where(ThemeMark.theme_id.in_(themes))
    rows = select(Comment.item_id).where(or_(Comment.id.in_(marked), Comment.id.in_(alone))).distinct()
    return set(work.session.scalars(rows))


def _responses(work: Work, consultation_id: int, since: Mark) -> list[PendingResponse]:
    last = (
        select(func.max(Response.id))
        .where(Response.consultation_id == consultation_id)
        .group_by(Response.theme_id, Response.comment_id)
    )
    rows = work.session.execute(
        select(
            Response.id,
            Response.theme_id,
            Response.comment_id,
            Response.answer,
            Response.reason,
            Response.recorded_at,
            func.coalesce(Theme.title, ""),
            func.coalesce(Comment.public_id, ""),
            func.coalesce(Item.code, ""),
        )
        .outerjoin(Theme, Theme.id == Response.theme_id)
        .outerjoin(Comment, Comment.id == Response.comment_id)
        .outerjoin(Item, Item.id == func.coalesce(Theme.item_id, Comment.item_id))
        .where(Response.id.in_(last), Response.id > since.response_id)
        .order_by(Response.id)
    )
    return [PendingResponse(ResponseLine(*row[:6]), *row[6:]) for row in rows]
