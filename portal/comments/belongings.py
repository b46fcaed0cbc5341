"""What is kept of one person's words and files: told in full, and forgotten as far as nobody else has read them."""

from typing import Any

from markupsafe import Markup
from sqlalchemy import delete, func, or_, select, update

from portal.accounts.belongings import Belongings, Person
from portal.comments import policy
from portal.comments.models import Attachment, Comment, CommentState, Draft, DraftNote, Revision, Voice
from portal.comments.operations import withdraw_comment
from portal.consultations.models import Consultation, Item
from portal.kernel.work import Work

OPEN = (CommentState.SUBMITTED, CommentState.RETURNED)


def _tell(work: Work, person: Person) -> Any:
    written = select(Comment, Item.code).join(Item, Item.id == Comment.item_id)
    comments = work.session.execute(written.where(Comment.author_id == person.account_id).order_by(Comment.id)).all()
    drafts = work.session.execute(
        select(Draft, Item.code)
        .join(Item, Item.id == Draft.item_id)
        .where(Draft.author_id == person.account_id)
        .order_by(Draft.id)
    )
    revisions: dict[int, list[dict[str, Any]]] = {}
    for revision in work.session.scalars(
        select(Revision)
        .where(Revision.comment_id.in_([comment.id for comment, _ in comments]))
        .order_by(Revision.comment_id, Revision.number)
    ):
        submitted = {"number": revision.number, "submitted": revision.submitted_at.isoformat()}
        revisions.setdefault(revision.comment_id, []).append(submitted | _said(revision))
    notes = (
        select(DraftNote, Item.code)
        .outerjoin(Draft, Draft.id == DraftNote.draft_id)
        .outerjoin(Comment, Comment.id == DraftNote.comment_id)
        .join(Item, Item.id == func.coalesce(Draft.item_id, Comment.item_id))
        .where(DraftNote.author_id == person.account_id)
        .order_by(DraftNote.id)
    )
    return {
        "submitted": [
            {
                "number": comment.public_id,
                "item": code,
                "voice": comment.voice,
                "state": comment.state,
                "visible_revision": comment.visible,
                "revisions": revisions.get(comment.id, []),
            }
            for comment, code in comments
        ],
        "drafts": [{"item": code, "changed": draft.changed_at.isoformat()} | _said(draft) for draft, code in drafts],
        "notes": [
            {"item": code, "written": note.written_at.isoformat(), "text": note.body}
            for note, code in work.session.execute(notes)
        ],
    }


def _said(text: Revision | Draft) -> dict[str, Any]:
    return {
        "stance": text.stance,
        "text": text.body,
        "quote": text.quote,
        "proposed_wording": text.proposed_wording,
        "language": text.language,
        "resolved_by": text.resolved_by,
        "resolved_on": text.resolved_on.isoformat() if text.resolved_on else None,
        "minority_vote": text.minority_vote,
    }


def _forget(work: Work, person: Person) -> None:
    """What was never shown is withdrawn and overwritten. What was shown, and what organisations said, stays.

    Notes on drafts go with whoever wrote them.
    """
    own = Comment.author_id == person.account_id
    _withdraw_open(work, person)
    work.session.flush()
    unseen = select(Comment.id).where(own, Comment.voice == Voice.INDIVIDUAL, Comment.published_at.is_(None))
    nothing = {
        "body": "",
        "html": Markup(),
        "quote": "",
        "quote_before": "",
        "quote_after": "",
        "proposed_wording": "",
    }
    work.session.execute(update(Revision).where(Revision.comment_id.in_(unseen)).values(**nothing))
    work.session.execute(update(Revision).where(Revision.submitter_id == person.account_id).values(submitter_id=None))
    work.session.execute(update(Comment).where(own).values(author_id=None))
    work.session.execute(delete(DraftNote).where(DraftNote.author_id == person.account_id))
    work.session.execute(delete(Draft).where(Draft.author_id == person.account_id, Draft.is_shared.is_(False)))


def _withdraw_open(work: Work, person: Person) -> None:
    waiting = (Comment.author_id == person.account_id, Comment.voice == Voice.INDIVIDUAL, Comment.state.in_(OPEN))
    for comment in work.session.scalars(select(Comment).where(*waiting, Comment.published_at.is_(None))).all():
        consultation = work.session.get_one(Consultation, comment.consultation_id)
        if policy.may_withdraw(consultation, work.now):
            withdraw_comment(work, consultation, comment)


def _tell_files(work: Work, person: Person) -> Any:
    rows = work.session.execute(
        select(Attachment.name, Attachment.media_type, Attachment.size, Attachment.sent_at)
        .where(Attachment.sender_id == person.account_id)
        .order_by(Attachment.id)
    )
    return [
        {"name": row.name, "type": row.media_type, "bytes": row.size, "sent": row.sent_at.isoformat()} for row in rows
    ]


def _forget_files(work: Work, person: Person) -> None:
    """Files of what was never shown and of private drafts are deleted; the others lose their sender."""
    unseen = select(Comment.id).where(
        Comment.author_id == person.account_id, Comment.voice == Voice.INDIVIDUAL, Comment.published_at.is_(None)
    )
    private = select(Draft.id).where(Draft.author_id == person.account_id, Draft.is_shared.is_(False))
    theirs = or_(Attachment.comment_id.in_(unseen), Attachment.draft_id.in_(private))
    work.session.execute(delete(Attachment).where(theirs))
    sent = update(Attachment).where(Attachment.sender_id == person.account_id)
    work.session.execute(sent.values(sender_id=None))


BELONGINGS = Belongings("comments", _tell, _forget)
FILES = Belongings("attachments", _tell_files, _forget_files)
