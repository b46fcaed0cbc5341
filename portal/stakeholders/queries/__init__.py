"""Questions about who takes part."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, false, func, select
from sqlalchemy.orm import Session

from portal.accounts.models import Account, SignInSession
from portal.consultations.models import Consultation, Phase
from portal.kernel.actor import VISITOR, Actor, Membership
from portal.kernel.kept import Kept
from portal.kernel.public_id import digest
from portal.kernel.work import Work
from portal.stakeholders.models import Extension, MembershipRow, Organisation, StakeholderGroup


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A stakeholder group and how many organisations are invited in it."""

    id: int
    key: str
    name: str
    name_en: str
    organisations: int

    def title(self, language: str) -> str:
        return self.name_en if language == "en" and self.name_en else self.name


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    id: int
    name: str
    group_id: int


def signed_in_actor(session: Session, token: str, now: datetime) -> Actor:
    """The actor behind the token of a session; one that is over, or whose account is blocked, acts as a visitor."""
    return _actor(session, _SIGNED_IN, {"digest": digest(token), "now": now})


def account_actor(session: Session, account_id: int) -> Actor:
    """The actor behind an account; one that is gone or blocked acts as a visitor."""
    return _actor(session, _OF_ACCOUNT, {"account": account_id})


def _accounts(account_id: object) -> Select[*tuple[Any, ...]]:
    """An account that is not blocked, once for each membership that holds; in the order of `Membership`."""
    return (
        select(
            Account.id,
            Account.name,
            Account.is_admin,
            Account.language,
            MembershipRow.consultation_id,
            MembershipRow.role,
            MembershipRow.organisation_id,
            MembershipRow.chair,
            MembershipRow.id,
            func.coalesce(Organisation.group_id, MembershipRow.group_id),
            MembershipRow.private_number,
            func.coalesce(Organisation.name, ""),
            func.coalesce(Organisation.short_mode, false()),
        )
        .outerjoin(MembershipRow, and_(MembershipRow.account_id == Account.id, MembershipRow.ended_at.is_(None)))
        .outerjoin(Organisation, Organisation.id == MembershipRow.organisation_id)
        .where(Account.id == account_id, Account.is_blocked.is_(False))
        .order_by(MembershipRow.id)
    )


_OF_ACCOUNT = _accounts(bindparam("account"))
_SIGNED_IN = _accounts(
    select(SignInSession.account_id)
    .where(
        SignInSession.token_digest == bindparam("digest"),
        SignInSession.ended_at.is_(None),
        SignInSession.expires_at > bindparam("now"),
    )
    .scalar_subquery()
)
"""Asked with every request of somebody who is signed in, and therefore built once."""


def _actor(session: Session, question: Select[*tuple[Any, ...]], values: dict[str, object]) -> Actor:
    rows = session.execute(question, values).all()
    if not rows:
        return VISITOR
    account_id, name, is_admin, language = rows[0][:4]
    memberships = tuple(Membership(*row[4:]) for row in rows if row[4] is not None)
    return Actor(account_id, name, is_admin, memberships, language)


_groups: Kept[list[GroupLine]] = Kept(64)


def groups(work: Work, consultation: Consultation) -> list[GroupLine]:
    """The stakeholder groups in their order."""
    key = (consultation.id, consultation.catalogue_revision)
    return _groups.find(work.session, key, lambda: _read_groups(work, consultation))


def _read_groups(work: Work, consultation: Consultation) -> list[GroupLine]:
    rows = work.session.execute(
        select(
            StakeholderGroup.id,
            StakeholderGroup.key,
            StakeholderGroup.name,
            StakeholderGroup.name_en,
            func.count(Organisation.id),
        )
        .outerjoin(Organisation, Organisation.group_id == StakeholderGroup.id)
        .where(StakeholderGroup.consultation_id == consultation.id)
        .group_by(StakeholderGroup.id)
        .order_by(StakeholderGroup.position, StakeholderGroup.id)
    )
    return [GroupLine(*row) for row in rows]


def organisations(work: Work, consultation: Consultation) -> list[OrganisationLine]:
    """All invited organisations by name."""
    rows = work.session.execute(
        select(Organisation.id, Organisation.name, Organisation.group_id)
        .where(Organisation.consultation_id == consultation.id)
        .order_by(func.lower(Organisation.name))
    )
    return [OrganisationLine(*row) for row in rows]


def extended_until(work: Work, consultation: Consultation, organisation_ids: frozenset[int]) -> datetime | None:
    """The latest instant until which one of these organisations may still comment; the newest word on each counts.

    None while it makes no difference, because everybody may or nobody.
    """
    if not organisation_ids or consultation.phase(work.now) is not Phase.REVIEW:
        return None
    newest = select(func.max(Extension.id)).where(Extension.organisation_id.in_(organisation_ids))
    return work.session.scalar(
        select(func.max(Extension.until))
        .join(Organisation, Organisation.id == Extension.organisation_id)
        .where(
            Organisation.consultation_id == consultation.id,
            Extension.id.in_(newest.group_by(Extension.organisation_id)),
        )
    )
