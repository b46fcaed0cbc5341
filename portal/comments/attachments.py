"""Puts files with drafts and comments, and takes them away again."""

from sqlalchemy import delete, select, update

from portal.audit import operations as audit
from portal.comments.models import Attachment, Comment, Draft
from portal.comments.queries.attachments import of_own_draft
from portal.comments.sent import MOST, Sent
from portal.consultations.models import Consultation
from portal.kernel.errors import Invalid, Missing
from portal.kernel.words import N_
from portal.kernel.work import Work

TOO_MANY = N_("Mehr als fünf Dateien gehen nicht. Bitte fassen Sie sie zusammen.")


def attach(
    work: Work,
    consultation: Consultation,
    sent: Sent,
    *,
    draft: Draft | None = None,
    comment: Comment | None = None,
    is_internal: bool = False,
) -> Attachment:
    """Add a file to a draft or a comment that the caller has found by its permission; the same one twice is once.

    Raise `Invalid` for a sixth.
    """
    draft_id, comment_id = draft.id if draft else None, comment.id if comment else None
    place = Attachment.draft_id == draft_id if draft_id is not None else Attachment.comment_id == comment_id
    there = work.session.scalars(select(Attachment).where(place).order_by(Attachment.id)).all()
    for known in there:
        if (known.digest, known.name, known.is_internal) == (sent.digest, sent.name, is_internal):
            return known
    if len(there) >= MOST:
        raise Invalid(TOO_MANY, field="files")
    made = Attachment(
        consultation_id=consultation.id,
        draft_id=draft_id,
        comment_id=comment_id,
        is_internal=is_internal,
        name=sent.name,
        media_type=sent.media_type,
        size=len(sent.content),
        digest=sent.digest,
        content=sent.content,
        sent_at=work.now,
        sender_id=work.actor.account_id,
    )
    work.session.add(made)
    work.session.flush()
    audit.record(work, "attachment.added", made.public_id, detail=sent.digest, consultation_id=consultation.id)
    return made


def submit_with(work: Work, draft: Draft, comment: Comment) -> None:
    """The files of a draft go along with the comment it becomes; to be done before the draft is discarded."""
    work.session.execute(
        update(Attachment).where(Attachment.draft_id == draft.id).values(draft_id=None, comment_id=comment.id)
    )


def drop_with(work: Work, draft: Draft) -> None:
    """The files of a draft that is thrown away."""
    work.session.execute(delete(Attachment).where(Attachment.draft_id == draft.id))


def detach(work: Work, consultation: Consultation, public_id: str) -> None:
    """Take a file off a draft again; one that was submitted stays. Raise `Missing` for what is not the actor's."""
    found = work.session.scalar(
        select(Attachment).where(Attachment.public_id == public_id, of_own_draft(work.actor, consultation))
    )
    if found is None:
        raise Missing
    work.session.delete(found)
    audit.record(work, "attachment.removed", public_id, consultation_id=consultation.id)
