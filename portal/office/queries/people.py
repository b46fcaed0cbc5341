"""All accounts of the portal, as the system administration sees them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from portal.accounts.models import Account
from portal.consultations.models import Consultation
from portal.kernel.actor import Role
from portal.kernel.work import Work
from portal.stakeholders.models import MembershipRow, Organisation

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class AccountLine:
    """`roles` counts what it does now; an erased account has no name and an address that leads nowhere."""

    id: int
    email: str
    name: str
    is_admin: bool
    is_blocked: bool
    is_erased: bool
    has_password: bool
    created_at: datetime
    roles: int


@dataclass(frozen=True, slots=True)
class PlaceHeld:
    """A role somebody has now."""

    slug: str
    title: str
    role: Role
    chair: bool
    organisation: str
    began_at: datetime


def accounts(work: Work, text: str = "", page: int = 1) -> list[AccountLine]:
    """Up to 101 from the page on, by name; the last one says that there are more."""
    held = and_(MembershipRow.account_id == Account.id, MembershipRow.ended_at.is_(None))
    rows = work.session.execute(
        select(
            Account.id,
            Account.email,
            Account.name,
            Account.is_admin,
            Account.is_blocked,
            Account.erased_at.is_not(None),
            Account.password_hash.is_not(None),
            Account.created_at,
            select(func.count(MembershipRow.id)).where(held).correlate(Account).scalar_subquery(),
        )
        .where(_mentions(text))
        .order_by(Account.erased_at.is_not(None), func.lower(Account.name), Account.id)
        .limit(PER_PAGE + 1)
        .offset(PER_PAGE * (page - 1))
    )
    return [AccountLine(*row) for row in rows]


def account(work: Work, number: int) -> Account | None:
    return work.session.get(Account, number)


def places_of(work: Work, account_id: int) -> list[PlaceHeld]:
    """What the account does now, the newest consultation first."""
    rows = work.session.execute(
        select(
            Consultation.slug,
            Consultation.title,
            MembershipRow.role,
            MembershipRow.chair,
            func.coalesce(Organisation.name, ""),
            MembershipRow.began_at,
        )
        .join(Consultation, Consultation.id == MembershipRow.consultation_id)
        .outerjoin(Organisation, Organisation.id == MembershipRow.organisation_id)
        .where(MembershipRow.account_id == account_id, MembershipRow.ended_at.is_(None))
        .order_by(Consultation.id.desc(), MembershipRow.id)
    )
    return [PlaceHeld(*row) for row in rows]


def _mentions(text: str) -> ColumnElement[bool]:
    """SQLite knows upper and lower case of ASCII letters only, so the name is also tried as it was typed."""
    if not text:
        return true()
    return or_(
        Account.email.contains(text.lower(), autoescape=True),
        Account.name.contains(text, autoescape=True),
        func.lower(Account.name).contains(text.lower(), autoescape=True),
    )
