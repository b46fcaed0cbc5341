"""Questions about the people who take part now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from portal.accounts.models import Account
from portal.consultations.models import Consultation
from portal.kernel.actor import Role
from portal.kernel.work import Work
from portal.stakeholders.models import MembershipRow, Organisation


@dataclass(frozen=True, slots=True)
class MemberLine:
    """`id` is that of the membership; one account may hold several."""

    id: int
    account_id: int
    name: str
    email: str
    role: Role
    chair: bool
    organisation_id: int | None
    organisation: str
    private_number: int | None
    began_at: datetime


def members(work: Work, consultation: Consultation, organisation_ids: frozenset[int] | None = None) -> list[MemberLine]:
    """Everybody who takes part, or those of some organisations: by organisation, then by name."""
    question: Select[*tuple[Any, ...]] = (
        select(
            MembershipRow.id,
            Account.id,
            Account.name,
            Account.email,
            MembershipRow.role,
            MembershipRow.chair,
            MembershipRow.organisation_id,
            func.coalesce(Organisation.name, ""),
            MembershipRow.private_number,
            MembershipRow.began_at,
        )
        .join(Account, Account.id == MembershipRow.account_id)
        .outerjoin(Organisation, Organisation.id == MembershipRow.organisation_id)
        .where(MembershipRow.consultation_id == consultation.id, MembershipRow.ended_at.is_(None))
        .order_by(func.lower(func.coalesce(Organisation.name, "")), func.lower(Account.name), MembershipRow.id)
    )
    if organisation_ids is not None:
        question = question.where(MembershipRow.organisation_id.in_(organisation_ids))
    return [MemberLine(*row) for row in work.session.execute(question)]


def membership_to_end(work: Work, consultation: Consultation, membership_id: int) -> MembershipRow | None:
    """The row of somebody who takes part now, locked; who may end it is asked by the operation."""
    return work.session.scalar(
        select(MembershipRow)
        .where(
            MembershipRow.id == membership_id,
            MembershipRow.consultation_id == consultation.id,
            MembershipRow.ended_at.is_(None),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def organisation_named(work: Work, consultation: Consultation, organisation_id: int) -> Organisation | None:
    """The row of an organisation of this consultation."""
    return work.session.scalar(
        select(Organisation).where(Organisation.id == organisation_id, Organisation.consultation_id == consultation.id)
    )
