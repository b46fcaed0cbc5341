"""A shared draft on its way to a statement: talked over, handed to those who release it, sent back with a word."""

from collections.abc import Sequence

from sqlalchemy import select

from portal.audit import operations as audit
from portal.comments import mails, policy
from portal.comments.attachments import attach, detach
from portal.comments.drafts import ARCHIVED, CHANGED_MEANWHILE, IS_HANDED_OVER, draft_named
from portal.comments.models import Attachment, Draft, DraftNote, DraftState
from portal.comments.sent import Sent
from portal.consultations.models import Consultation
from portal.kernel.actor import Role
from portal.kernel.errors import Conflict, Invalid, Missing, Refused, require
from portal.kernel.markup import plain
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.outbox import operations as outbox
from portal.stakeholders.queries import extended_until
from portal.stakeholders.queries.members import MemberLine, members

LONGEST_NOTE = 2_000

NOT_SHARED = N_("Diesen Entwurf sehen nur Sie. Teilen Sie ihn mit Ihrer Organisation, dann geht es weiter.")
NO_NOTE = N_("Bitte schreiben Sie etwas dazu.")
NOTE_TOO_LONG = N_("Ihre Notiz ist länger als 2.000 Zeichen. Bitte kürzen Sie sie; nichts ist verloren.")
NOT_NOW = N_("Dieses Verfahren nimmt zurzeit keine Stellungnahmen an. Der Entwurf bleibt erhalten.")
NOBODY_RELEASES = N_(
    "Für %(organisation)s ist noch niemand benannt, der freigibt. Bitte wenden Sie sich an die Geschäftsstelle."
)
NO_FILE = N_("Bitte wählen Sie eine Datei.")
NOT_WAITING = N_("Dieser Entwurf liegt nicht mehr zur Freigabe vor. Bitte sehen Sie sich den neuen Stand an.")


def add_note(work: Work, consultation: Consultation, public_id: str, body: str) -> DraftNote:
    """Say something about a shared draft to its organisation, and to nobody else."""
    draft = _shared(work, consultation, public_id)
    note = _noted(work, draft, body)
    audit.record(work, "draft.noted", public_id, consultation_id=consultation.id)
    return note


def hand_over(work: Work, consultation: Consultation, public_id: str, lock: int | None = None) -> Draft:
    """Ask those who release for the organisation to submit it; each of them gets a letter. Twice is once.

    `lock` is the number its reader saw, None for whatever it is by now.
    """
    draft = _shared(work, consultation, public_id)
    _require_open(work, consultation, draft)
    if draft.state is DraftState.HANDED_OVER:
        return draft
    if lock is not None and lock != draft.lock:
        raise Conflict(CHANGED_MEANWHILE)
    others = _people(work, consultation, draft)
    releasers = [one for one in others if one.role is Role.RELEASER]
    if not releasers and not policy.releases(work.actor, consultation.id, draft.organisation_id):
        raise Refused(NOBODY_RELEASES, organisation=others[0].organisation)
    draft.state, draft.moved_at = DraftState.HANDED_OVER, work.now
    audit.record(work, "draft.handed_over", public_id, consultation_id=consultation.id)
    for releaser in releasers:
        if releaser.account_id != work.actor.account_id:
            outbox.post(work, mails.handed_over(work, consultation, draft, releaser.account_id))
    return draft


def send_back(work: Work, consultation: Consultation, public_id: str, word: str) -> Draft:
    """Not yet: its author reads why, and everybody in the organisation may write on."""
    draft = _shared(work, consultation, public_id)
    if not policy.releases(work.actor, consultation.id, draft.organisation_id):
        raise Missing
    if draft.state is not DraftState.HANDED_OVER:
        raise Conflict(NOT_WAITING)
    note = _noted(work, draft, word)
    draft.state, draft.moved_at = DraftState.SENT_BACK, work.now
    audit.record(work, "draft.sent_back", public_id, consultation_id=consultation.id)
    takes_part = {one.account_id for one in _people(work, consultation, draft)}
    if draft.author_id in takes_part - {work.actor.account_id}:
        outbox.post(work, mails.sent_back(work, consultation, draft, note.body))
    return draft


def add_files(work: Work, consultation: Consultation, public_id: str, files: Sequence[Sent]) -> None:
    """What goes along with the statement a shared draft becomes; raise `Invalid` for none or too many."""
    draft = _shared(work, consultation, public_id)
    require(policy.may_write(work.actor, draft), IS_HANDED_OVER)
    if not files:
        raise Invalid(NO_FILE, field="files")
    for sent in files:
        attach(work, consultation, sent, draft=draft)


def remove_file(work: Work, consultation: Consultation, file_id: str) -> Draft:
    """Take a file off a draft again; one that was submitted is `Missing` here."""
    holding = select(Draft).join(Attachment, Attachment.draft_id == Draft.id).where(Attachment.public_id == file_id)
    draft = work.session.scalar(holding.where(policy.own_drafts(work.actor, consultation)))
    if draft is None:
        raise Missing
    require(policy.may_write(work.actor, draft), IS_HANDED_OVER)
    detach(work, consultation, file_id)
    return draft


def _shared(work: Work, consultation: Consultation, public_id: str) -> Draft:
    """The draft of the actor's organisation, locked."""
    draft = draft_named(work, consultation, public_id, for_update=True)
    if draft is None:
        raise Missing
    require(policy.keeps_drafts(consultation, work.now), ARCHIVED)
    require(draft.is_shared, NOT_SHARED)
    return draft


def _require_open(work: Work, consultation: Consultation, draft: Draft) -> None:
    until = extended_until(work, consultation, frozenset({draft.organisation_id or 0}))
    require(policy.arrival(consultation, work.now, until) is not None, NOT_NOW)


def _people(work: Work, consultation: Consultation, draft: Draft) -> list[MemberLine]:
    return members(work, consultation, frozenset({draft.organisation_id or 0}))


def _noted(work: Work, draft: Draft, body: str) -> DraftNote:
    body = plain(body).strip()
    if not body:
        raise Invalid(NO_NOTE, field="note")
    if len(body) > LONGEST_NOTE:
        raise Invalid(NOTE_TOO_LONG, field="note")
    note = DraftNote(
        draft_id=draft.id,
        author_id=work.actor.account_id,
        author_label=work.actor.name,
        body=body,
        written_at=work.now,
    )
    work.session.add(note)
    return note
