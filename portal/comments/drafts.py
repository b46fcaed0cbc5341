"""Drafts: saved, continued, sent. Two who write the same draft notice each other, and nothing is overwritten."""

from dataclasses import dataclass

from sqlalchemy import select, update

from portal.audit import operations as audit
from portal.comments import policy
from portal.comments.attachments import drop_with, submit_with
from portal.comments.contribution import Contribution
from portal.comments.mandate import NONE, Mandate
from portal.comments.models import Comment, Draft, DraftNote, DraftState, Stance, Voice
from portal.comments.operations import sent_before, submit_comment
from portal.consultations.models import Consultation
from portal.kernel.errors import Conflict, Invalid, Missing, Refused, require
from portal.kernel.markup import plain
from portal.kernel.words import N_
from portal.kernel.work import Work

NOT_YOU = N_("Entwürfe speichern können nur eingeladene Mitwirkende dieses Verfahrens.")
ARCHIVED = N_("Dieses Verfahren ist abgeschlossen und nimmt auch keine Entwürfe mehr an.")
CHANGED_MEANWHILE = N_(
    "Jemand aus Ihrer Organisation hat diesen Entwurf inzwischen geändert. Ihr Text steht unten; "
    "bitte übernehmen Sie ihn in den neuen Stand."
)
NOTHING = N_("Da ist noch nichts zu speichern. Bitte wählen Sie eine Haltung, oder schreiben Sie etwas.")
IS_HANDED_OVER = N_(
    "Dieser Entwurf liegt zur Freigabe vor. Ändern oder löschen kann ihn jetzt nur, wer ihn freigibt; "
    "Sie können eine Notiz dazu schreiben."
)
IS_GONE = N_("Diesen Entwurf gibt es nicht mehr: Jemand hat ihn schon eingereicht oder gelöscht. Ihr Text steht unten.")


@dataclass(frozen=True, slots=True)
class Writing:
    """The fields of a form somebody is not finished with; anything may be missing."""

    item_id: int
    version_id: int
    stance: Stance | None
    body: str
    section_id: int | None = None
    quote: str = ""
    proposed_wording: str = ""
    language: str = "de"
    mandate: Mandate = NONE

    @property
    def is_empty(self) -> bool:
        texts = (self.body, self.quote, self.proposed_wording)
        return self.stance is None and self.mandate == NONE and not any(text.strip() for text in texts)


def save_draft(
    work: Work,
    consultation: Consultation,
    writing: Writing,
    *,
    continues: str | None = None,
    lock: int | None = None,
    is_shared: bool = False,
) -> Draft:
    """Keep what was written. `continues` names a draft and `lock` the number its writer saw: another one is a 409.

    A new one with nothing in it is `Invalid`. Only its author takes a draft back from the organisation, and only while
    nobody is asked to release it.
    """
    membership = policy.own_membership(work.actor, consultation)
    account_id = work.actor.account_id
    if membership is None or account_id is None:
        raise Refused(NOT_YOU)
    require(policy.keeps_drafts(consultation, work.now), ARCHIVED)
    draft = draft_to_change(work, consultation, continues, lock) if continues else None
    if draft is None and writing.is_empty:
        raise Invalid(NOTHING, field="body")
    if draft is None:
        draft = Draft(
            consultation_id=consultation.id,
            item_id=writing.item_id,
            version_id=writing.version_id,
            author_id=account_id,
            organisation_id=membership.organisation_id,
            lock=0,
            state=DraftState.WRITING,
        )
        work.session.add(draft)
    draft.stance, draft.body, draft.section_id = writing.stance, plain(writing.body), writing.section_id
    draft.quote, draft.proposed_wording = plain(writing.quote), plain(writing.proposed_wording)
    draft.language, draft.version_id = writing.language, writing.version_id
    draft.resolved_by, draft.resolved_on = writing.mandate.resolved_by, writing.mandate.resolved_on
    draft.minority_vote = writing.mandate.minority_vote
    if draft.author_id == account_id and draft.state is DraftState.WRITING:
        draft.is_shared = is_shared and draft.organisation_id is not None
    draft.lock += 1
    draft.changed_at, draft.changer_id = work.now, account_id
    work.session.flush()
    audit.record(work, "draft.saved", draft.public_id, consultation_id=consultation.id)
    return draft


def discard_draft(work: Work, consultation: Consultation, public_id: str) -> None:
    """Throw a draft away."""
    draft = draft_named(work, consultation, public_id)
    if draft is None:
        raise Missing
    require(policy.may_write(work.actor, draft), IS_HANDED_OVER)
    drop_with(work, draft)
    work.session.delete(draft)
    audit.record(work, "draft.discarded", public_id, consultation_id=consultation.id)


def submit_draft(
    work: Work,
    consultation: Consultation,
    said: Contribution,
    public_id: str,
    lock: int | None,
    *,
    voice: Voice,
    submission_key: str,
) -> Comment:
    """Hand in what was a draft until now; it goes with it, unless one spoke for oneself from what others share.

    Raise `Conflict`, with nothing done, when somebody has changed or used it meanwhile.
    """
    said = said.said_by(voice)
    known = sent_before(work, submission_key, said)
    if known is not None:
        return known
    with work.session.begin_nested():
        try:
            draft = draft_to_change(work, consultation, public_id, lock)
        except Missing:
            known = sent_before(work, submission_key, said)
            if known is None:
                raise Conflict(IS_GONE) from None
            return known
        comment = submit_comment(work, consultation, said, voice=voice, submission_key=submission_key)
        if voice is Voice.ORGANISATION:
            submit_with(work, draft, comment)
            _keep_notes(work, draft, comment)
        if voice is Voice.ORGANISATION or not draft.is_shared:
            drop_with(work, draft)
            work.session.delete(draft)
            audit.record(work, "draft.submitted", public_id, consultation_id=consultation.id)
    return comment


def _keep_notes(work: Work, draft: Draft, comment: Comment) -> None:
    """What members said about the draft stays theirs to read, beside the statement it has become."""
    noted = update(DraftNote).where(DraftNote.draft_id == draft.id)
    work.session.execute(noted.values(draft_id=None, comment_id=comment.id))


def drafts_on(work: Work, consultation: Consultation, item_id: int, *, but: str = "") -> list[Draft]:
    """What the actor may continue on an item, the newest first; `but` names the one that is open already."""
    theirs = (Draft.item_id == item_id, Draft.public_id != but, policy.own_drafts(work.actor, consultation))
    return [*work.session.scalars(select(Draft).where(*theirs).order_by(Draft.changed_at.desc()))]


def draft_named(work: Work, consultation: Consultation, public_id: str, *, for_update: bool = False) -> Draft | None:
    """The draft if the actor may see it; `for_update` locks it, so that two people never both move it on."""
    if not public_id:
        return None
    found = select(Draft).where(Draft.public_id == public_id, policy.own_drafts(work.actor, consultation))
    if for_update:
        found = found.with_for_update().execution_options(populate_existing=True)
    return work.session.scalar(found)


def draft_to_change(work: Work, consultation: Consultation, public_id: str, lock: int | None = None) -> Draft:
    """The draft, locked; raise `Missing` without it, `Conflict` when its number is no longer `lock`."""
    draft = draft_named(work, consultation, public_id, for_update=True)
    if draft is None:
        raise Missing
    require(policy.may_write(work.actor, draft), IS_HANDED_OVER)
    if lock != draft.lock:
        raise Conflict(CHANGED_MEANWHILE)
    return draft
