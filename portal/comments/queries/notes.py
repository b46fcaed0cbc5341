"""What members of one organisation have said to each other about a text they wrote together."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from portal.comments import policy
from portal.comments.models import Comment, Draft, DraftNote, Voice
from portal.consultations.models import Consultation
from portal.kernel.work import Work


@dataclass(frozen=True, slots=True)
class NoteLine:
    author: str
    body: str
    written_at: datetime


def notes_on_draft(work: Work, consultation: Consultation, draft_id: int) -> list[NoteLine]:
    """Oldest first, as one reads a conversation; nothing of a draft the actor may not see."""
    theirs = select(Draft.id).where(policy.own_drafts(work.actor, consultation), Draft.id == draft_id)
    return _notes(work, DraftNote.draft_id.in_(theirs))


def notes_on_statement(work: Work, consultation: Consultation, comment_id: int) -> list[NoteLine]:
    """Likewise of the draft it was, for members of the organisation whose statement it is, and for nobody else."""
    theirs = select(Comment.id).where(
        Comment.id == comment_id,
        Comment.voice == Voice.ORGANISATION,
        Comment.organisation_id.in_(policy.bodies_of(work.actor, consultation.id)),
    )
    return _notes(work, DraftNote.comment_id.in_(theirs))


def _notes(work: Work, condition: ColumnElement[bool]) -> list[NoteLine]:
    rows = work.session.execute(
        select(DraftNote.author_label, DraftNote.body, DraftNote.written_at)
        .where(condition)
        .order_by(DraftNote.written_at, DraftNote.id)
    )
    return [NoteLine(*row) for row in rows]
