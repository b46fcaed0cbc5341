"""Letters to the author about what was decided."""

from portal.comments.mails import to_author
from portal.comments.models import Comment
from portal.comments.policy import arrival
from portal.consultations.models import Consultation
from portal.kernel.work import Work
from portal.moderation.texts import REASONS
from portal.moderation.verdict import Verdict
from portal.outbox.letters import WrittenLetter


def moderated(work: Work, consultation: Consultation, comment: Comment, verdict: Verdict) -> WrittenLetter | None:
    """What was decided, why, and what can be done now."""
    return to_author(
        work,
        consultation,
        comment,
        "moderated",
        outcome=verdict.outcome,
        why=REASONS[verdict.reason] if verdict.reason is not None else "",
        explanation=verdict.explanation,
        may_send_again=arrival(consultation, work.now) is not None,
        contact_email=consultation.contact_email,
    )


def undone(work: Work, consultation: Consultation, comment: Comment) -> WrittenLetter | None:
    """The decision they had a letter about does not hold; the comment is looked at once more."""
    return to_author(work, consultation, comment, "moderation_undone")
