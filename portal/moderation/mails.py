"""Letters to the author about what was decided."""

from portal.comments.mails import to_author
from portal.comments.models import Comment
from portal.comments.policy import arrival
from portal.consultations.models import Consultation
from portal.kernel.work import Work
from portal.moderation.models import ModerationDecision
from portal.moderation.texts import REASONS
from portal.outbox.letters import WrittenLetter


def moderated(
    work: Work, consultation: Consultation, comment: Comment, decision: ModerationDecision
) -> WrittenLetter | None:
    """What was decided, why, and what can be done now."""
    return to_author(
        work,
        consultation,
        comment,
        "moderated",
        outcome=decision.outcome,
        why=REASONS[decision.reason] if decision.reason is not None else "",
        explanation=decision.explanation,
        may_send_again=arrival(consultation, work.now) is not None,
        contact_email=consultation.contact_email,
    )


def undone(work: Work, consultation: Consultation, comment: Comment) -> WrittenLetter | None:
    """The decision they had a letter about does not hold; the comment is looked at once more."""
    return to_author(work, consultation, comment, "moderation_undone")
