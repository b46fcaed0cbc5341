"""Questions about invitations: how they stand, and what the link in a letter leads to."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Enum, Select, and_, case, func, or_, select, true, type_coerce

from portal.accounts.models import Account
from portal.consultations.models import Consultation
from portal.kernel.actor import Actor, Role
from portal.kernel.public_id import digest
from portal.kernel.work import Work
from portal.outbox.models import Letter, LetterState
from portal.stakeholders.models import Invitation, Organisation

PER_PAGE = 100


class InvitationState(StrEnum):
    """In the order in which they need somebody's attention."""

    REFUSED = "refused"
    """The mail server would not take the letter."""
    WAITING = "waiting"
    """The letter has not left yet."""
    SENT = "sent"
    EXPIRED = "expired"
    ACCEPTED = "accepted"
    REVOKED = "revoked"

    @property
    def is_open(self) -> bool:
        """Whether the newest link still lets its reader in."""
        return self in OPEN


OPEN = frozenset({InvitationState.REFUSED, InvitationState.WAITING, InvitationState.SENT})


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """One invitation as the office sees it; `problem` is what the mail server said last."""

    id: int
    email: str
    name: str
    role: Role
    chair: bool
    organisation_id: int | None
    organisation: str
    state: InvitationState
    invited_at: datetime
    expires_at: datetime
    accepted_at: datetime | None
    revoked_at: datetime | None
    problem: str


class Way(StrEnum):
    """What somebody who opens a link has to do to accept."""

    CHOOSE = "choose"
    """Give a name and choose a password."""
    CONFIRM = "confirm"
    """Nothing but say yes: the account is signed in."""
    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    """Somebody else is signed in."""
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class OpenedInvitation:
    """What a link leads to. `account_id` is the account that already has this address."""

    id: int
    consultation: Consultation
    state: InvitationState
    email: str
    name: str
    role: Role
    chair: bool
    organisation: str
    language: str
    expires_at: datetime
    account_id: int | None
    has_password: bool
    is_blocked: bool

    def is_of(self, actor: Actor) -> bool:
        return actor.account_id is not None and actor.account_id == self.account_id

    def way_for(self, actor: Actor) -> Way:
        if self.is_blocked:
            return Way.BLOCKED
        if self.is_of(actor):
            return Way.CONFIRM
        if actor.account_id is not None:
            return Way.SIGN_OUT
        return Way.SIGN_IN if self.has_password else Way.CHOOSE


@dataclass(frozen=True, slots=True)
class Sought:
    """A filter of the list; None and "" let everything through."""

    state: InvitationState | None = None
    text: str = ""
    organisation_id: int | None = None


EVERYTHING = Sought()
STATE = Enum(InvitationState, native_enum=False, values_callable=lambda kind: [state.value for state in kind])


def state_at(now: datetime) -> ColumnElement[str]:
    """How an invitation stands, with its newest letter joined to it."""
    return case(
        (Invitation.accepted_at.is_not(None), InvitationState.ACCEPTED.value),
        (Invitation.revoked_at.is_not(None), InvitationState.REVOKED.value),
        (Invitation.expires_at <= now, InvitationState.EXPIRED.value),
        (Letter.state == LetterState.REFUSED, InvitationState.REFUSED.value),
        (Letter.state == LetterState.WAITING, InvitationState.WAITING.value),
        else_=InvitationState.SENT.value,
    )


def invitations(
    work: Work, consultation: Consultation, sought: Sought = Sought(), page: int = 1
) -> list[InvitationLine]:
    """Up to 100 a page, the newest letter first."""
    question: Select[*tuple[Any, ...]] = (
        select(
            Invitation.id,
            Invitation.email,
            Invitation.name,
            Invitation.role,
            Invitation.chair,
            Invitation.organisation_id,
            func.coalesce(Organisation.name, ""),
            type_coerce(state_at(work.now), STATE),
            Invitation.invited_at,
            Invitation.expires_at,
            Invitation.accepted_at,
            Invitation.revoked_at,
            func.coalesce(Letter.problem, ""),
        )
        .outerjoin(Letter, Letter.id == Invitation.letter_id)
        .outerjoin(Organisation, Organisation.id == Invitation.organisation_id)
        .where(_is_sought(consultation, sought, work.now))
        .order_by(Invitation.invited_at.desc(), Invitation.id.desc())
        .limit(PER_PAGE)
        .offset(PER_PAGE * (page - 1))
    )
    rows = work.session.execute(question)
    return [InvitationLine(*row) for row in rows]


def count_invitations(
    work: Work, consultation: Consultation, sought: Sought = EVERYTHING
) -> dict[InvitationState, int]:
    """How many invitations stand how; each figure counts what `invitations` lists with that state."""
    state = state_at(work.now).label("state")
    rows = work.session.execute(
        select(state, func.count())
        .select_from(Invitation)
        .outerjoin(Letter, Letter.id == Invitation.letter_id)
        .outerjoin(Organisation, Organisation.id == Invitation.organisation_id)
        .where(_is_sought(consultation, sought, work.now))
        .group_by(state)
    )
    counted = {InvitationState(value): number for value, number in rows}
    return {state: counted.get(state, 0) for state in InvitationState}


def invitation_to_change(work: Work, consultation: Consultation, invitation_id: int) -> Invitation | None:
    """The row itself, locked; who may change it is asked by the operation."""
    return work.session.scalar(
        select(Invitation)
        .where(Invitation.id == invitation_id, Invitation.consultation_id == consultation.id)
        .with_for_update(of=Invitation)
        .execution_options(populate_existing=True)
    )


def opened(work: Work, token: str) -> OpenedInvitation | None:
    """The invitation whose newest link holds this token; looking at it changes nothing."""
    row = work.session.execute(
        select(Invitation, state_at(work.now).label("state"), Consultation, Organisation.name, Account)
        .join(Consultation, Consultation.id == Invitation.consultation_id)
        .outerjoin(Letter, Letter.id == Invitation.letter_id)
        .outerjoin(Organisation, Organisation.id == Invitation.organisation_id)
        .outerjoin(Account, and_(Account.email == Invitation.email, Account.erased_at.is_(None)))
        .where(Invitation.token_digest == digest(token))
    ).one_or_none()
    if row is None:
        return None
    found, account = row.Invitation, row.Account
    return OpenedInvitation(
        id=found.id,
        consultation=row.Consultation,
        state=InvitationState(row.state),
        email=found.email,
        name=found.name,
        role=found.role,
        chair=found.chair,
        organisation=row.name or "",
        language=found.language,
        expires_at=found.expires_at,
        account_id=account.id if account else None,
        has_password=bool(account and account.password_hash),
        is_blocked=bool(account and account.is_blocked),
    )


def _is_sought(consultation: Consultation, sought: Sought, now: datetime) -> ColumnElement[bool]:
    return and_(
        Invitation.consultation_id == consultation.id,
        state_at(now) == sought.state.value if sought.state else true(),
        Invitation.organisation_id == sought.organisation_id if sought.organisation_id else true(),
        _mentions(sought.text.strip()) if sought.text.strip() else true(),
    )


def _mentions(text: str) -> ColumnElement[bool]:
    """SQLite knows upper and lower case of ASCII letters only, so a text is tried in the cases people write in."""
    columns = (Invitation.email, Invitation.name, Organisation.name)
    forms = {f"%{_escaped(form)}%" for form in (text, text.lower(), text.title())}
    return or_(*(column.ilike(form, escape="\\") for column in columns for form in sorted(forms)))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
