"""Asking to take part without having been invited, and the office's answer, each with its letter."""

from sqlalchemy import select

from portal.accounts.policy import clean_name
from portal.audit import operations as audit
from portal.consultations.models import Consultation
from portal.kernel.actor import Role
from portal.kernel.errors import Conflict, Invalid, require
from portal.kernel.markup import plain
from portal.kernel.names import is_one_line, tidy
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.outbox import operations as outbox
from portal.outbox.operations import checked_address
from portal.stakeholders import mails, policy
from portal.stakeholders.models import Application, Invitation
from portal.stakeholders.operations.invitations import invite
from portal.stakeholders.operations.organisations import NO_REASON, require_manager
from portal.stakeholders.reading import Invitee
from portal.stakeholders.roster import LONGEST_TITLE, ONE_LINE

LONGEST_MESSAGE = 2_000

CLOSED = N_("Dieses Verfahren nimmt niemanden mehr auf: Das Kommentieren ist zu Ende.")
NO_ORGANISATION = N_("Bitte nennen Sie Ihre Organisation.")
LONG_MESSAGE = N_("Ihre Nachricht ist zu lang. Bitte kürzen Sie sie auf 2.000 Zeichen.")
ANSWERED = N_("Diese Anfrage ist schon beantwortet.")
NO_ROLE = N_("Bitte wählen Sie, ob die Person mitschreibt oder freigibt.")


def ask(
    work: Work, consultation: Consultation, organisation: str, name: str, email: str, message: str, language: str = "de"
) -> None:
    """Keep the wish for the office and confirm it by letter; whoever is known already is answered just alike.

    An address that still waits for an answer asks only once.
    """
    require(policy.takes_applications(consultation, work.now), CLOSED)
    organisation, email, message = tidy(organisation), checked_address(email), plain(message).strip()
    if not organisation:
        raise Invalid(NO_ORGANISATION, field="organisation")
    if not is_one_line(organisation, most=LONGEST_TITLE):
        raise Invalid(ONE_LINE, field="organisation", most=LONGEST_TITLE)
    if len(message) > LONGEST_MESSAGE:
        raise Invalid(LONG_MESSAGE, field="message")
    name = clean_name(name)
    waiting = select(Application.id).where(
        Application.consultation_id == consultation.id, Application.email == email, Application.answered_at.is_(None)
    )
    if work.session.scalar(waiting.limit(1)) is not None:
        return
    application = Application(
        consultation_id=consultation.id,
        organisation=organisation,
        name=name,
        email=email,
        message=message,
        language=language,
        asked_at=work.now,
    )
    work.session.add(application)
    work.session.flush()
    outbox.post(work, mails.asked(consultation, application))
    audit.record(work, "application.received", application.public_id, consultation_id=consultation.id)


def accept_application(
    work: Work,
    consultation: Consultation,
    application: Application,
    *,
    role: Role,
    group_key: str,
    organisation: str = "",
) -> Invitation:
    """Invite whoever asked; an organisation that is new is added, under the name they gave or the one given here."""
    require_manager(work, consultation)
    _require_open(application)
    if role not in (Role.MEMBER, Role.RELEASER):
        raise Invalid(NO_ROLE, field="role")
    invitation = invite(
        work,
        consultation,
        Invitee(
            email=application.email,
            role=role,
            name=application.name,
            organisation_name=tidy(organisation) or application.organisation,
            group_key=group_key,
            language=application.language,
        ),
    )
    _answer(work, application)
    application.invitation_id = invitation.id
    audit.record(work, "application.accepted", application.public_id, detail=role, consultation_id=consultation.id)
    return invitation


def decline_application(work: Work, consultation: Consultation, application: Application, reason: str) -> None:
    """Say no, and why."""
    require_manager(work, consultation)
    _require_open(application)
    reason = plain(reason).strip()
    if not reason:
        raise Invalid(NO_REASON, field="reason")
    if len(reason) > LONGEST_MESSAGE:
        raise Invalid(LONG_MESSAGE, field="reason")
    _answer(work, application)
    outbox.post(work, mails.not_taken(consultation, application, reason))
    audit.record(work, "application.declined", application.public_id, detail=reason, consultation_id=consultation.id)


def _require_open(application: Application) -> None:
    if application.answered_at is not None:
        raise Conflict(ANSWERED)


def _answer(work: Work, application: Application) -> None:
    application.answered_at, application.clerk_id = work.now, work.actor.account_id
