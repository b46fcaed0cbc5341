"""Reminding organisations of the deadline, by hand and at most once a day each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.comments.coverage import OrganisationRow, Participation, coverage
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, Phase
from portal.kernel.actor import Role
from portal.kernel.city_time import day_of, first_instant_of
from portal.kernel.errors import require
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.office import mails
from portal.office.queries.reach import REMINDABLE, Scope
from portal.outbox import operations as outbox
from portal.outbox.letters import WrittenLetter
from portal.outbox.models import Letter
from portal.stakeholders import operations as stakeholders
from portal.stakeholders.models import Invitation, MembershipRow, Reminder
from portal.stakeholders.operations.organisations import require_manager
from portal.stakeholders.queries.invitations import InvitationState, invitation_to_change, state_at

NOT_NOW = N_("Erinnern können Sie nur, solange das Verfahren Kommentare annimmt.")
AGAIN = (InvitationState.SENT, InvitationState.EXPIRED)
"""Invitations that are sent once more; those that wait or bounced are not helped by it."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """An organisation that would be reminded: `people` write for it, `invitations` go out once more if nobody does."""

    row: OrganisationRow
    people: tuple[Account, ...]
    invitations: tuple[int, ...]
    until: datetime
    has_drafts: bool

    @property
    def letters(self) -> int:
        return len(self.people) or len(self.invitations)


@dataclass(frozen=True, slots=True)
class Round:
    """Whom a scope would remind. `rested` were reminded today already, `unreachable` have nobody to write to."""

    recipients: tuple[Recipient, ...]
    rested: tuple[str, ...]
    unreachable: tuple[str, ...]

    @property
    def letters(self) -> int:
        return sum(recipient.letters for recipient in self.recipients)


def plan_round(work: Work, consultation: Consultation, scope: Scope) -> Round:
    """Everybody in the scope who has not said anything there and may still do so; nothing is changed."""
    skeleton = consultations.structure(work, consultation)
    silent = [
        (row, state)
        for row, state in scope.found(coverage(work, consultation), skeleton)
        if state in REMINDABLE and _until(consultation, row, work.now) is not None
    ]
    people, invited, today = _people(work, consultation), _invited(work, consultation), _reminded(work, consultation)
    asked = [
        Recipient(
            row,
            tuple(people.get(row.id, ())),
            () if people.get(row.id) else tuple(invited.get(row.id, ())),
            _until(consultation, row, work.now) or work.now,
            state is Participation.DRAFTED,
        )
        for row, state in silent
    ]
    return Round(
        tuple(one for one in asked if one.letters and one.row.id not in today),
        tuple(one.row.name for one in asked if one.row.id in today),
        tuple(one.row.name for one in asked if not one.letters and one.row.id not in today),
    )


def remind(work: Work, consultation: Consultation, scope: Scope, organisation_ids: Iterable[int]) -> int:
    """Send the round to those of its organisations that were looked at; how many letters these were."""
    require_manager(work, consultation)
    phase = consultation.phase(work.now)
    require(phase in (Phase.COMMENTING, Phase.REVIEW), NOT_NOW)
    seen, letters = frozenset(organisation_ids), 0
    for recipient in plan_round(work, consultation, scope).recipients:
        if recipient.row.id in seen:
            letters += _remind(work, consultation, scope, recipient)
    return letters


def letter_to(consultation: Consultation, scope: Scope, recipient: Recipient, account: Account) -> WrittenLetter:
    return mails.reminder(
        consultation, account, recipient.row.name, recipient.until, scope, has_drafts=recipient.has_drafts
    )


def _remind(work: Work, consultation: Consultation, scope: Scope, recipient: Recipient) -> int:
    letter_ids = [outbox.post(work, letter_to(consultation, scope, recipient, one)).id for one in recipient.people]
    for number in recipient.invitations:
        invitation = invitation_to_change(work, consultation, number)
        if invitation is not None:
            stakeholders.resend(work, consultation, invitation)
            letter_ids += [invitation.letter_id] if invitation.letter_id is not None else []
    work.session.add_all(
        Reminder(
            consultation_id=consultation.id,
            organisation_id=recipient.row.id,
            letter_id=letter_id,
            sent_at=work.now,
            clerk_id=work.actor.account_id,
        )
        for letter_id in letter_ids
    )
    audit.record(
        work,
        "organisation.reminded",
        recipient.row.name,
        detail=str(len(letter_ids)),
        consultation_id=consultation.id,
    )
    return len(letter_ids)


def _until(consultation: Consultation, row: OrganisationRow, now: datetime) -> datetime | None:
    """Until when the organisation may still comment; None if it may not, or for ever."""
    ends = [end for end in (consultation.closes_at, row.extended_until) if end is not None and end > now]
    if consultation.phase(now) is Phase.REVIEW:
        ends = [end for end in (row.extended_until,) if end is not None and end > now]
    return max(ends, default=None) if consultation.phase(now) in (Phase.COMMENTING, Phase.REVIEW) else None


def _people(work: Work, consultation: Consultation) -> dict[int, list[Account]]:
    rows = work.session.execute(
        select(MembershipRow.organisation_id, Account)
        .join(Account, Account.id == MembershipRow.account_id)
        .where(
            MembershipRow.consultation_id == consultation.id,
            MembershipRow.role.in_((Role.MEMBER, Role.RELEASER)),
            MembershipRow.organisation_id.is_not(None),
            MembershipRow.ended_at.is_(None),
            Account.is_blocked.is_(False),
            Account.erased_at.is_(None),
        )
        .order_by(Account.id)
    )
    found: dict[int, list[Account]] = {}
    for organisation_id, account in rows:
        known = found.setdefault(organisation_id or 0, [])
        if account not in known:
            known.append(account)
    return found


def _invited(work: Work, consultation: Consultation) -> dict[int, list[int]]:
    """Open or expired invitations that have left, by organisation."""
    rows = work.session.execute(
        select(Invitation.organisation_id, Invitation.id)
        .outerjoin(Letter, Letter.id == Invitation.letter_id)
        .where(
            Invitation.consultation_id == consultation.id,
            Invitation.organisation_id.is_not(None),
            state_at(work.now).in_([state.value for state in AGAIN]),
        )
        .order_by(Invitation.id)
    )
    found: dict[int, list[int]] = {}
    for organisation_id, number in rows:
        found.setdefault(organisation_id or 0, []).append(number)
    return found


def _reminded(work: Work, consultation: Consultation) -> frozenset[int]:
    """Who has had a reminder since the day began in the city."""
    begin = first_instant_of(day_of(work.now))
    found = select(Reminder.organisation_id).where(
        Reminder.consultation_id == consultation.id, Reminder.sent_at >= begin
    )
    return frozenset(one for one in work.session.scalars(found) if one is not None)
