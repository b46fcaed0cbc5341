"""Who is looking at a comment right now: taken for three minutes, renewed while it is open, gone with the decision."""

from datetime import timedelta

from sqlalchemy import delete

from portal.comments.models import Comment
from portal.consultations.models import Consultation
from portal.kernel.errors import Conflict
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.moderation import policy, queries
from portal.moderation.models import Claim
from portal.moderation.operations.guard import require_moderator

LASTS = timedelta(minutes=3)

TAKEN = N_("Diesen Kommentar sieht sich gerade %(name)s an.")
NOTHING_TO_DECIDE = N_("Über diesen Kommentar ist schon entschieden.")


class Taken(Conflict):
    """Somebody else is looking at it; whoever means it may decide all the same."""


def claim(work: Work, consultation: Consultation, comment: Comment) -> Claim:
    """Take a comment, or keep it; what the moderator held before is free. `comment` is a locked row."""
    require_moderator(work, consultation, comment)
    if not policy.outcomes(comment.state, queries.matters(work, comment.id).occasions(comment.state)):
        raise Conflict(NOTHING_TO_DECIDE)
    require_free(work, comment)
    own = Claim.moderator_id == work.actor.account_id, Claim.consultation_id == consultation.id
    work.session.execute(delete(Claim).where(*own, Claim.comment_id != comment.id))
    held = work.session.get(Claim, comment.id)
    if held is None:
        held = Claim(comment_id=comment.id, consultation_id=consultation.id)
        work.session.add(held)
    held.moderator_id, held.moderator_label = work.actor.account_id or 0, work.actor.name
    held.until = work.now + LASTS
    work.session.flush()
    return held


def require_free(work: Work, comment: Comment) -> None:
    """Raise `Taken` while a colleague is looking at it."""
    held = work.session.get(Claim, comment.id, populate_existing=True)
    if held is not None and held.until > work.now and held.moderator_id != work.actor.account_id:
        raise Taken(TAKEN, name=held.moderator_label)


def release(work: Work, comment: Comment) -> None:
    """Nobody looks at it any more."""
    work.session.execute(delete(Claim).where(Claim.comment_id == comment.id))
