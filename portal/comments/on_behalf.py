"""Letters, e-mails and calls that the office enters, revises and takes back; who sent them is never public."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, select, update
from sqlalchemy.exc import IntegrityError

from portal.accounts.belongings import Belongings, Person
from portal.audit import operations as audit
from portal.comments import policy
from portal.comments.attachments import attach
from portal.comments.contribution import Contribution
from portal.comments.models import Arrival, Comment, CommentState, OnBehalf, Revision, Voice, Way
from portal.comments.operations import CANNOT_WITHDRAW, add_revision, take_back, take_in
from portal.comments.sent import Sent
from portal.consultations.models import Consultation, Phase
from portal.kernel.city_time import day_of, first_instant_of
from portal.kernel.errors import Conflict, Invalid, Missing, Refused, require
from portal.kernel.names import one_line
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.stakeholders.models import Organisation
from portal.stakeholders.queries import extended_until

LONGEST_LINE = 200

NOT_YOU = N_("Zuschriften trägt nur die Geschäftsstelle ein.")
NOT_NOW = N_("Dieses Verfahren nimmt zurzeit keine Kommentare an, auch keine Zuschriften.")
NO_REFERENCE = N_("Bitte geben Sie das Zeichen an, unter dem die Zuschrift bei Ihnen liegt.")
REFERENCE_TAKEN = N_("Unter dem Zeichen „%(reference)s“ ist schon eine Zuschrift eingetragen.")
TOO_LONG = N_("Hier passen höchstens 200 Zeichen in eine Zeile.")
NOT_YET = N_("Dieser Tag liegt in der Zukunft.")
WRITTEN_LATER = N_("Geschrieben nach dem Eingang? Bitte prüfen Sie die beiden Tage.")
NO_REASON = N_("Bitte geben Sie an, warum die Zuschrift zurückgezogen wird.")
UNKNOWN_ORGANISATION = N_("Diese Organisation gibt es hier nicht.")


@dataclass(frozen=True, slots=True)
class Received:
    """How something came in. `sender` and `reference` are for the office only."""

    way: Way
    arrived_on: date
    reference: str
    written_on: date | None = None
    sender: str = ""

    def tidied(self) -> "Received":
        reference, sender = one_line(self.reference), one_line(self.sender)
        return Received(self.way, self.arrived_on, reference, self.written_on, sender)


def enter(
    work: Work,
    consultation: Consultation,
    said: Contribution,
    received: Received,
    *,
    organisation_id: int | None = None,
    scans: Sequence[Sent] = (),
) -> Comment:
    """A comment that waits for moderation like every other. The same form sent twice is one comment.

    Raise `Invalid` for days that cannot be and for a reference that is taken.
    """
    require(policy.may_enter(work.actor, consultation), NOT_YOU)
    received = received.tidied()
    group_id = _group_of(work, consultation, organisation_id)
    taken = arrival(work, consultation, received.arrived_on, organisation_id)
    check(work, received)
    known = _entered_before(work, consultation, said, received)
    if known is not None:
        return known
    comment = said.comment(
        work,
        consultation.id,
        Voice.INDIVIDUAL if organisation_id is None else Voice.ORGANISATION,
        taken,
        f"on behalf {consultation.id} {received.reference}",
        organisation_id=organisation_id,
        group_id=group_id,
    )
    try:
        take_in(work, said, comment)
    except IntegrityError as error:
        raise Conflict(REFERENCE_TAKEN, reference=received.reference) from error
    work.session.add(_row(work, comment, received))
    for scan in scans:
        attach(work, consultation, scan, comment=comment, is_internal=True)
    audit.record(work, "comment.entered", comment.public_id, detail=received.way, consultation_id=consultation.id)
    return comment


def revise_entered(
    work: Work, consultation: Consultation, public_id: str, said: Contribution, *, scans: Sequence[Sent] = ()
) -> Comment:
    """Say it again in other words: because a moderator returned it, or because it was copied wrongly."""
    comment = _entered(work, consultation, public_id)
    require(consultation.phase(work.now) in (Phase.COMMENTING, Phase.REVIEW), NOT_NOW)
    add_revision(work, consultation, comment, said)
    for scan in scans:
        attach(work, consultation, scan, comment=comment, is_internal=True)
    return comment


def withdraw_entered(work: Work, consultation: Consultation, public_id: str, reason: str) -> None:
    """Take it back because its sender asks for it; the reason stands in the audit log."""
    comment = _entered(work, consultation, public_id)
    require(policy.may_withdraw(consultation, work.now), CANNOT_WITHDRAW)
    if not (reason := one_line(reason)):
        raise Invalid(NO_REASON, field="reason")
    take_back(work, consultation, comment, detail=reason)


def check(work: Work, received: Received) -> None:
    """Raise `Invalid` for what cannot be true of a tidied one, whatever else is entered."""
    for name, text in (("reference", received.reference), ("sender", received.sender)):
        if len(text) > LONGEST_LINE:
            raise Invalid(TOO_LONG, field=name)
    if not received.reference:
        raise Invalid(NO_REFERENCE, field="reference")
    today = day_of(work.now)
    if received.arrived_on > today:
        raise Invalid(NOT_YET, field="arrived_on")
    if received.written_on is not None and received.written_on > received.arrived_on:
        raise Invalid(WRITTEN_LATER, field="written_on")


def arrival(work: Work, consultation: Consultation, arrived_on: date, organisation_id: int | None) -> Arrival:
    """By the day it arrived, whenever it is entered: in time if that day began before the end, else late."""
    if consultation.phase(work.now) not in (Phase.COMMENTING, Phase.REVIEW):
        raise Refused(NOT_NOW)
    until = consultation.closes_at
    extended = extended_until(work, consultation, frozenset({organisation_id} - {None}))  # type: ignore[arg-type]
    if until is not None and extended is not None:
        until = max(until, extended)
    return Arrival.IN_TIME if until is None or first_instant_of(arrived_on) < until else Arrival.LATE


def _entered(work: Work, consultation: Consultation, public_id: str) -> Comment:
    """One of them, locked so that two people never both change it."""
    require(policy.may_enter(work.actor, consultation), NOT_YOU)
    comment = work.session.scalar(
        select(Comment)
        .join(OnBehalf, OnBehalf.comment_id == Comment.id)
        .where(Comment.public_id == public_id, Comment.consultation_id == consultation.id)
        .with_for_update(of=Comment)
        .execution_options(populate_existing=True)
    )
    if comment is None:
        raise Missing
    return comment


def _entered_before(work: Work, consultation: Consultation, said: Contribution, received: Received) -> Comment | None:
    row = work.session.execute(
        select(Comment, Revision)
        .join(OnBehalf, OnBehalf.comment_id == Comment.id)
        .join(Revision, and_(Revision.comment_id == Comment.id, Revision.number == 1))
        .where(OnBehalf.consultation_id == consultation.id, OnBehalf.reference == received.reference)
    ).one_or_none()
    if row is None:
        return None
    is_same = row.Comment.item_id == said.item_id and said.says_the_same(row.Revision)
    if not is_same or row.Comment.state is CommentState.WITHDRAWN:
        raise Invalid(REFERENCE_TAKEN, field="reference", reference=received.reference)
    found: Comment = row.Comment
    return found


def _row(work: Work, comment: Comment, received: Received) -> OnBehalf:
    return OnBehalf(
        comment_id=comment.id,
        consultation_id=comment.consultation_id,
        way=received.way,
        sender=received.sender,
        written_on=received.written_on,
        arrived_on=received.arrived_on,
        reference=received.reference,
        entered_at=work.now,
        clerk_id=work.actor.account_id,
        clerk_label=work.actor.name,
    )


def _group_of(work: Work, consultation: Consultation, organisation_id: int | None) -> int:
    if organisation_id is None:
        return 0
    found = work.session.scalar(
        select(Organisation.group_id).where(
            Organisation.id == organisation_id, Organisation.consultation_id == consultation.id
        )
    )
    if found is None:
        raise Invalid(UNKNOWN_ORGANISATION, field="organisation")
    return found


def _tell(work: Work, person: Person) -> Any:
    rows = work.session.execute(
        select(Comment.public_id, OnBehalf.entered_at)
        .join(OnBehalf, OnBehalf.comment_id == Comment.id)
        .where(OnBehalf.clerk_id == person.account_id)
        .order_by(Comment.id)
    )
    return [{"number": row.public_id, "entered": row.entered_at.isoformat()} for row in rows]


def _forget(work: Work, person: Person) -> None:
    """What was entered stays; who entered it is forgotten."""
    entered = update(OnBehalf).where(OnBehalf.clerk_id == person.account_id)
    work.session.execute(entered.values(clerk_id=None, clerk_label=""))


BELONGINGS = Belongings("entered", _tell, _forget)
