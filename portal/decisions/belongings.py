"""What decisions keep about one person: answers to questions about their comments, and their name as a recorder."""

from typing import Any

from sqlalchemy import select, update

from portal.accounts.belongings import Belongings, Person
from portal.comments.models import Comment, Voice
from portal.decisions.models import Decision, Pack, Publication, Response, Settlement
from portal.kernel.work import Work


def _tell(work: Work, person: Person) -> Any:
    questions = work.session.execute(
        select(Comment.public_id, Settlement)
        .join(Settlement, Settlement.comment_id == Comment.id)
        .where(Comment.author_id == person.account_id)
        .order_by(Settlement.id)
    )
    return {
        "questions": [
            {
                "comment": public_id,
                "asked": row.asked_at.isoformat(),
                "answered": row.answered_at.isoformat() if row.answered_at else None,
                "settled": row.settled,
                "remark": row.remark,
            }
            for public_id, row in questions
        ]
    }


def _forget(work: Work, person: Person) -> None:
    """What was decided stays and was recorded by nobody; what an individual remarked is gone."""
    own = select(Comment.id).where(Comment.author_id == person.account_id, Comment.voice == Voice.INDIVIDUAL)
    work.session.execute(update(Settlement).where(Settlement.comment_id.in_(own)).values(remark=""))
    for kind, who, label in (
        (Decision, Decision.recorder_id, "recorder"),
        (Response, Response.recorder_id, "recorder"),
        (Publication, Publication.publisher_id, "publisher"),
        (Pack, Pack.maker_id, "maker"),
    ):
        theirs = update(kind).where(who == person.account_id)
        work.session.execute(theirs.values({f"{label}_id": None, f"{label}_label": ""}))


BELONGINGS = Belongings("decisions", _tell, _forget)
