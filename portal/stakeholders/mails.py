"""Letters that invite people, and that tell an organisation it has more time; and what each role may do, in words."""

from datetime import datetime

from sqlalchemy import func, select

from portal.accounts.models import Account
from portal.consultations.letterhead import letterhead
from portal.consultations.models import Consultation, Item, ItemType
from portal.kernel.actor import Role
from portal.kernel.words import N_, Words
from portal.kernel.work import Work
from portal.outbox.letters import SITE, WrittenLetter, write
from portal.stakeholders.models import Application, Invitation, Organisation

COMMENT = N_("Maßnahmen lesen und in eigenem Namen kommentieren")
COMMENT_OR_DRAFT = N_("Maßnahmen lesen und kommentieren, in eigenem Namen oder als Entwurf für Ihre Organisation")
RELEASE = N_("Kommentare für %(organisation)s freigeben")
COLLEAGUES = N_("Mitglieder einladen, die mitschreiben sollen")
CHECK = N_("Kommentare prüfen, bevor sie für alle sichtbar werden")
ANSWER = N_("Kommentare mit Begründung zurückgeben, schwärzen oder ablehnen")
READ_ALL = N_("alle Kommentare zu jeder Maßnahme auf einer Seite lesen, geordnet nach Akteursgruppen")
DECIDE = N_("Beschlüsse zu jeder Maßnahme festhalten")
PUBLISH = N_("die Beschlüsse veröffentlichen")
EDIT = N_("den Katalog bearbeiten und Fristen setzen")
INVITE = N_("Organisationen und Mitwirkende einladen")

ASK_ORGANISATION = (
    N_(
        "für „%(plan)s“ liegt ein Entwurf mit einer Maßnahme vor. Bevor die Lenkungsgruppe darüber entscheidet, "
        "möchten wir von %(organisation)s wissen: Was soll bleiben, was soll anders werden?"
    ),
    N_(
        "für „%(plan)s“ liegt ein Entwurf mit %(n)s Maßnahmen vor. Bevor die Lenkungsgruppe darüber entscheidet, "
        "möchten wir von %(organisation)s wissen: Was soll bleiben, was soll anders werden?"
    ),
)
ASK_PERSON = (
    N_(
        "für „%(plan)s“ liegt ein Entwurf mit einer Maßnahme vor. Bevor die Lenkungsgruppe darüber entscheidet, "
        "möchten wir von Ihnen wissen: Was soll bleiben, was soll anders werden?"
    ),
    N_(
        "für „%(plan)s“ liegt ein Entwurf mit %(n)s Maßnahmen vor. Bevor die Lenkungsgruppe darüber entscheidet, "
        "möchten wir von Ihnen wissen: Was soll bleiben, was soll anders werden?"
    ),
)
ASK_STAFF = {
    Role.MODERATOR: N_(
        "zu „%(plan)s“ kommentieren Organisationen und Einzelpersonen den Entwurf. "
        "Bitte helfen Sie mit, ihre Kommentare zu prüfen."
    ),
    Role.STEERING: N_(
        "zu „%(plan)s“ kommentieren Organisationen und Einzelpersonen den Entwurf. Als Mitglied der Lenkungsgruppe "
        "lesen Sie alles an einer Stelle und entscheiden Maßnahme für Maßnahme."
    ),
    Role.EDITOR: N_("Sie sollen in der Geschäftsstelle von „%(plan)s“ mitarbeiten."),
}


def invitation(
    work: Work, consultation: Consultation, invitation: Invitation, organisation: str, token: str
) -> WrittenLetter:
    """Whom it is for, what it allows and until when; the only place where the token stands."""
    words = Words(invitation.language)
    head = letterhead(consultation)
    language = "" if invitation.language == Words().language else f"?lang={invitation.language}"
    about = {
        "href": f"{SITE}/invitations/{token}{language}",
        "organisation": organisation,
        "why": _why(work, words, consultation, invitation.role, organisation, head["plan_name"]),
        "is_speaker": invitation.role in (Role.MEMBER, Role.RELEASER),
        "abilities": abilities(words, invitation.role, chair=invitation.chair, organisation=organisation),
        "closes_at": consultation.closes_at,
        "is_over": consultation.closes_at is not None and consultation.closes_at <= work.now,
        "expires_at": invitation.expires_at,
        "invited_at": invitation.invited_at,
    }
    return write("invitation", words, invitation.email, head | about, is_secret=True)


def extended(
    work: Work, consultation: Consultation, organisation: Organisation, account_id: int, until: datetime
) -> WrittenLetter | None:
    """Until when the organisation may comment now; None when that account is gone."""
    account = work.session.get(Account, account_id)
    if account is None or account.erased_at is not None:
        return None
    about = {
        "organisation": organisation.name,
        "until": until,
        "href": f"{SITE}/{consultation.slug}/measures/",
    }
    return write("extension", Words(account.language or "de"), account.email, letterhead(consultation) | about)


def asked(consultation: Consultation, application: Application) -> WrittenLetter:
    """That the office has the wish. Nothing of what was typed stands in it: anybody can type anybody's address."""
    about = {"closes_at": consultation.closes_at, "href": f"{SITE}/{consultation.slug}/"}
    return write("asked", Words(application.language), application.email, letterhead(consultation) | about)


def not_taken(consultation: Consultation, application: Application, reason: str) -> WrittenLetter:
    """That the office does not invite whoever asked, and why."""
    about = {"organisation": application.organisation, "said": reason, "href": f"{SITE}/{consultation.slug}/"}
    return write("not_taken", Words(application.language), application.email, letterhead(consultation) | about)


def abilities(words: Words, role: Role, *, chair: bool = False, organisation: str = "") -> list[str]:
    """What somebody in that role can do here, each a phrase that begins as in a list."""
    known = {
        Role.MEMBER: (COMMENT_OR_DRAFT if organisation else COMMENT,),
        Role.RELEASER: (COMMENT_OR_DRAFT, RELEASE, COLLEAGUES),
        Role.MODERATOR: (CHECK, ANSWER),
        Role.STEERING: (READ_ALL, DECIDE, *((PUBLISH,) if chair else ())),
        Role.EDITOR: (EDIT, INVITE, READ_ALL),
    }
    return [words.say(sentence, organisation=organisation) for sentence in known[role]]


def _why(work: Work, words: Words, consultation: Consultation, role: Role, organisation: str, plan: str) -> str:
    """What somebody is asked for, in one or two sentences that follow the greeting."""
    if role in ASK_STAFF:
        return words.say(ASK_STAFF[role], plan=plan)
    measures = work.session.scalar(
        select(func.count())
        .select_from(Item)
        .where(Item.consultation_id == consultation.id, Item.type == ItemType.MEASURE)
    )
    one, many = ASK_ORGANISATION if organisation else ASK_PERSON
    return words.count(one, many, measures or 0, plan=plan, organisation=organisation)
