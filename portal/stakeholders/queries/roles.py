"""Questions about what one account does in which consultation."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from portal.consultations.models import Consultation
from portal.kernel.actor import Role
from portal.kernel.work import Work
from portal.stakeholders.models import MembershipRow, Organisation


@dataclass(frozen=True, slots=True)
class RoleLine:
    """`organisation` is empty for somebody who speaks for none."""

    slug: str
    title: str
    role: Role
    chair: bool
    organisation: str
    private_number: int | None
    began_at: datetime
    ended_at: datetime | None


def own_roles(work: Work) -> list[RoleLine]:
    """The actor's roles, those that have ended too, the newest consultation first."""
    rows = work.session.execute(
        select(
            Consultation.slug,
            Consultation.title,
            MembershipRow.role,
            MembershipRow.chair,
            func.coalesce(Organisation.name, ""),
            MembershipRow.private_number,
            MembershipRow.began_at,
            MembershipRow.ended_at,
        )
        .join(Consultation, Consultation.id == MembershipRow.consultation_id)
        .outerjoin(Organisation, Organisation.id == MembershipRow.organisation_id)
        .where(MembershipRow.account_id == work.actor.account_id)
        .order_by(Consultation.id.desc(), MembershipRow.id)
    )
    return [RoleLine(*row) for row in rows]
