"""What a publication would make public, and who would hear of it; for those who read the board."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Account
from portal.comments.models import Comment, Voice
from portal.comments.policy import is_visible
from portal.decisions.models import Decision, Publication, Response
from portal.decisions.queries import decided
from portal.decisions.queries.decided import DecisionLine
from portal.decisions.queries.responses import ResponseLine
from portal.kernel.actor import Role
from portal.kernel.work import Work
from portal.stakeholders.models import MembershipRow, Organisation
from portal.themes.models import Theme, ThemeMark


@dataclass(frozen=True, slots=True)
class Mark:
    """How far something reaches: the newest decision and the newest answer it takes in."""

    decision_id: int
    response_id: int


@dataclass(frozen=True, slots=True)
class PendingResponse:
    """An answer nobody outside has read: to a theme by its title, or to a comment by its public id."""

    line: ResponseLine
    theme: str
    comment: str


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


@dataclass(frozen=True, slots=True)
class Concerned:
    """A visible comment that something pending is about, and whose it is; `organisation` is empty for individuals."""

    public_id: str
    item_id: int
    account_id: int
    email: str
    language: str
    organisation: str


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


def concerned(work: Work, consultation_id: int, found: Pending) -> list[Concerned]:
    """The visible comments somebody gets a letter about, by account and number.

    A statement is its submitter's while that account is there, else that of the organisation's first releaser.
    """
    if found.is_empty:
        return []
    about: list[ColumnElement[bool]] = [
        Comment.item_id.in_([line.item_id for line in found.decisions]),
        Comment.id.in_([one.line.comment_id for one in found.responses if one.line.comment_id is not None]),
        Comment.id.in_(
            select(ThemeMark.comment_id).where(
                ThemeMark.theme_id.in_([one.line.theme_id for one in found.responses if one.line.theme_id is not None])
            )
        ),
    ]
    alive = aliased(Account)
    releaser = (
        select(func.min(MembershipRow.account_id))
        .join(alive, alive.id == MembershipRow.account_id)
        .where(
            MembershipRow.organisation_id == Comment.organisation_id,
            MembershipRow.consultation_id == consultation_id,
            MembershipRow.role == Role.RELEASER,
            MembershipRow.ended_at.is_(None),
            alive.erased_at.is_(None),
            Comment.voice == Voice.ORGANISATION,
        )
        .correlate(Comment)
        .scalar_subquery()
    )
    there = (
        select(alive.id)
        .where(alive.id == Comment.author_id, alive.erased_at.is_(None))
        .correlate(Comment)
        .scalar_subquery()
    )
    rows = work.session.execute(
        select(
            Comment.public_id,
            Comment.item_id,
            Account.id,
            Account.email,
            func.coalesce(Account.language, "de"),
            func.coalesce(Organisation.name, ""),
        )
        .select_from(Comment)
        .join(Account, Account.id == func.coalesce(there, releaser))
        .outerjoin(Organisation, (Organisation.id == Comment.organisation_id) & (Comment.voice == Voice.ORGANISATION))
        .where(Comment.consultation_id == consultation_id, is_visible(), or_(*about))
        .order_by(Account.id, Comment.item_id, Comment.id)
    )
    return [Concerned(*row) for row in rows]


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
        )
        .outerjoin(Theme, Theme.id == Response.theme_id)
        .outerjoin(Comment, Comment.id == Response.comment_id)
        .where(Response.id.in_(last), Response.id > since.response_id)
        .order_by(Response.id)
    )
    return [PendingResponse(ResponseLine(*row[:6]), *row[6:]) for row in rows]
