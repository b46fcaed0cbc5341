"""Inviting people, one or a whole list, and sending or taking back the letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.audit import operations as audit
from portal.consultations import policy as consultation_policy
from portal.consultations.models import Consultation
from portal.kernel.city_time import day_of, last_instant_of
from portal.kernel.errors import Conflict, Invalid, require
from portal.kernel.public_id import digest, new_token
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.outbox import operations as outbox
from portal.stakeholders import mails, policy
from portal.stakeholders.models import Invitation, Organisation
from portal.stakeholders.operations.joining import USED
from portal.stakeholders.operations.organisations import ARCHIVED, add_organisation, hold
from portal.stakeholders.reading import Fault, Faulty, Invitee, Row
from portal.stakeholders.roster import Body, Placed, Roster

DAYS = 30
"""So long a link is good at least; and one day longer than comments are taken."""

NOT_YOURS = N_("Einladen können nur die Geschäftsstelle oder, für die eigene Organisation, wer für sie freigibt.")
REVOKED = N_("Diese Einladung ist zurückgezogen. Bitte laden Sie die Person neu ein.")


def invite(work: Work, consultation: Consultation, invitee: Invitee) -> Invitation:
    """One person, with their letter. Raise `Invalid` about the first thing that is wrong."""
    try:
        return invite_many(work, consultation, [Row(1, invitee)])[0]
    except Faulty as refusal:
        fault = refusal.faults[0]
        raise Invalid(fault.sentence, field=fault.column, **fault.values) from refusal


def invite_many(work: Work, consultation: Consultation, rows: Sequence[Row]) -> list[Invitation]:
    """Everybody or, with `Faulty`, nobody. Organisations that are new are added."""
    require(consultation_policy.takes_edits(consultation, work.now), ARCHIVED)
    hold(work, consultation)
    roster = Roster.of(work, consultation)
    placed, faults = roster.place(rows)
    if faults:
        raise Faulty(faults)
    for person in placed:
        body = roster.organisations.get(person.organisation)
        require(policy.may_place(work.actor, consultation, person.role, body.id if body else None), NOT_YOURS)
    ids = {key: _id_of(work, consultation, body) for key, body in _needed(roster, placed).items()}
    return [_invite(work, consultation, person, ids.get(person.organisation)) for person in placed]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What `invite_many` would do: the faults that keep it from it, and the organisations it would add."""

    faults: tuple[Fault, ...]
    new_organisations: tuple[str, ...]


def rehearse(work: Work, consultation: Consultation, rows: Sequence[Row]) -> Rehearsal:
    """Try a list out; nothing is changed."""
    roster = Roster.of(work, consultation)
    _, faults = roster.place(rows)
    new = sorted(body.name for body in roster.organisations.values() if body.id is None)
    return Rehearsal(tuple(faults), tuple(new))


def resend(work: Work, consultation: Consultation, invitation: Invitation) -> None:
    """A new letter with a new link, good for as long as a first one; the former link is dead."""
    _require_open(work, consultation, invitation)
    outbox.recall(work, invitation.letter_id)
    invitation.invited_at = work.now
    _send(work, consultation, invitation)
    audit.record(work, "invitation.resent", str(invitation.id), consultation_id=consultation.id)


def revoke(work: Work, consultation: Consultation, invitation: Invitation) -> None:
    """Its link is dead from now on."""
    _require_open(work, consultation, invitation)
    outbox.recall(work, invitation.letter_id)
    invitation.revoked_at = work.now
    audit.record(work, "invitation.revoked", str(invitation.id), consultation_id=consultation.id)


def expiry(consultation: Consultation, now: datetime) -> datetime:
    """The end of the thirtieth day, but not before the end of the day after comments are taken."""
    days = [now + timedelta(days=DAYS)]
    if consultation.closes_at is not None:
        days.append(consultation.closes_at + timedelta(days=1, seconds=-1))
    return last_instant_of(day_of(max(days)))


def _require_open(work: Work, consultation: Consultation, invitation: Invitation) -> None:
    allowed = policy.may_place(work.actor, consultation, invitation.role, invitation.organisation_id)
    require(allowed, NOT_YOURS)
    require(consultation_policy.takes_edits(consultation, work.now), ARCHIVED)
    if invitation.accepted_at is not None:
        raise Conflict(USED)
    if invitation.revoked_at is not None:
        raise Conflict(REVOKED)


def _needed(roster: Roster, placed: Sequence[Placed]) -> dict[str, Body]:
    return {person.organisation: roster.organisations[person.organisation] for person in placed if person.organisation}


def _id_of(work: Work, consultation: Consultation, body: Body) -> int:
    return body.id if body.id is not None else add_organisation(work, consultation, body.name, body.group_id).id


def _invite(work: Work, consultation: Consultation, person: Placed, organisation_id: int | None) -> Invitation:
    invitation = Invitation(
        consultation_id=consultation.id,
        email=person.email,
        name=person.name,
        role=person.role,
        organisation_id=organisation_id,
        group_id=person.group_id,
        chair=person.chair,
        language=person.language,
        inviter_id=work.actor.account_id,
        invited_at=work.now,
    )
    _send(work, consultation, invitation)
    work.session.add(invitation)
    work.session.flush()
    detail = f"{person.role}{' chair' if person.chair else ''}"
    audit.record(work, "invitation.sent", str(invitation.id), detail=detail, consultation_id=consultation.id)
    return invitation


def _send(work: Work, consultation: Consultation, invitation: Invitation) -> None:
    """Only the letter knows the token; we keep its digest."""
    token = new_token()
    invitation.token_digest = digest(token)
    invitation.expires_at = expiry(consultation, work.now)
    named = work.session.get(Organisation, invitation.organisation_id) if invitation.organisation_id else None
    letter = mails.invitation(work, consultation, invitation, named.name if named else "", token)
    invitation.letter_id = outbox.post(work, letter).id
