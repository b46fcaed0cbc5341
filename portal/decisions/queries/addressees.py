"""Whom letters about comments go to: their authors, and for statements somebody who speaks for the organisation."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Account
from portal.comments.models import Comment, Voice
from portal.comments.policy import is_visible
from portal.kernel.actor import Role
from portal.kernel.work import Work
from portal.stakeholders.models import MembershipRow, Organisation


@dataclass(frozen=True, slots=True)
class Addressee:
    """A visible comment and who hears about it; `organisation` is empty for individuals."""

    comment_id: int
    public_id: str
    item_id: int
    account_id: int
    email: str
    language: str
    organisation: str


def addressees(work: Work, consultation_id: int, *about: ColumnElement[bool]) -> list[Addressee]:
    """One for each visible comment that somebody can be written to about, by account and catalogue.

    A statement is its submitter's while that account is there, else that of the organisation's first releaser.
    """
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
            Comment.id,
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
        .where(Comment.consultation_id == consultation_id, is_visible(), *about)
        .order_by(Account.id, Comment.item_id, Comment.id)
    )
    return [Addressee(*row) for row in rows]
