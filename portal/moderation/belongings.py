"""What is kept of one person about checking: told in full; on erasure names go, decisions and appeals stay."""

from typing import Any

from sqlalchemy import delete, select, update

from portal.accounts.belongings import Belongings, Person
from portal.comments.models import Comment
from portal.kernel.work import Work
from portal.moderation.models import Appeal, Claim, ModerationDecision, ModeratorNote, VisitorReport


def _tell(work: Work, person: Person) -> Any:
    appeals = select(Appeal, Comment.public_id).join(Comment, Comment.id == Appeal.comment_id)
    notes = select(ModeratorNote, Comment.public_id).join(Comment, Comment.id == ModeratorNote.comment_id)
    decisions = select(ModerationDecision, Comment.public_id).join(Comment, Comment.id == ModerationDecision.comment_id)
    return {
        "appeals": [
            {"comment": number, "explanation": row.explanation, "appealed": row.appealed_at.isoformat()}
            for row, number in work.session.execute(appeals.where(Appeal.appellant_id == person.account_id))
        ],
        "notes": [
            {"comment": number, "text": row.body, "written": row.written_at.isoformat()}
            for row, number in work.session.execute(notes.where(ModeratorNote.author_id == person.account_id))
        ],
        "decisions": [
            {
                "comment": number,
                "outcome": row.outcome,
                "reason": row.reason,
                "explanation": row.explanation,
                "decided": row.decided_at.isoformat(),
            }
            for row, number in work.session.execute(
                decisions.where(ModerationDecision.moderator_id == person.account_id).order_by(ModerationDecision.id)
            )
        ],
    }


def _forget(work: Work, person: Person) -> None:
    """The office keeps what was decided and why; who it was is kept no longer, nor an address left for an answer."""
    mine = person.account_id
    work.session.execute(delete(Claim).where(Claim.moderator_id == mine))
    for column, label in (
        (ModerationDecision.moderator_id, ModerationDecision.moderator_label),
        (ModeratorNote.author_id, ModeratorNote.author_label),
        (VisitorReport.moderator_id, VisitorReport.moderator_label),
    ):
        work.session.execute(update(column.class_).where(column == mine).values({column: None, label: ""}))
    for column in (Appeal.appellant_id, Appeal.first_moderator_id):
        work.session.execute(update(Appeal).where(column == mine).values({column: None}))
    work.session.execute(update(VisitorReport).where(VisitorReport.email == person.email).values(email=""))


BELONGINGS = Belongings("moderation", _tell, _forget)
