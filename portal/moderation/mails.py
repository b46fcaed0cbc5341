"""Letters about what was decided: to the author, and to whoever reported a comment and left an address."""

from portal.comments.mails import to_author
from portal.comments.models import Comment
from portal.comments.policy import arrival
from portal.consultations.letterhead import letterhead
from portal.consultations.models import Consultation
from portal.kernel.differences import word_diff
from portal.kernel.words import Words
from portal.kernel.work import Work
from portal.moderation import policy
from portal.moderation.models import ModerationDecision, Outcome, VisitorReport
from portal.moderation.texts import AFTER_REPORT, REASONS
from portal.outbox.letters import SITE, WrittenLetter, write


def moderated(
    work: Work, consultation: Consultation, comment: Comment, decision: ModerationDecision, *, may_appeal: bool
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
        marked=decision.marked,
        suggestion=decision.suggestion,
        changes=word_diff(decision.marked, decision.suggestion) if decision.suggestion else (),
        answers_appeal=decision.appeal_id is not None,
        answers_report=decision.report_id is not None,
        may_send_again=arrival(consultation, work.now) is not None,
        may_appeal=may_appeal and policy.STATES[decision.outcome] in policy.APPEALABLE,
    )


def undone(work: Work, consultation: Consultation, comment: Comment) -> WrittenLetter | None:
    """The decision they had a letter about does not hold; the comment is looked at once more."""
    return to_author(work, consultation, comment, "moderation_undone")


def report_received(consultation: Consultation, public_id: str, report: VisitorReport) -> WrittenLetter:
    """That the report has come in, and that an answer follows."""
    return _to_reporter("report_received", consultation, public_id, report, outcome="")


def report_answered(
    consultation: Consultation, public_id: str, report: VisitorReport, outcome: Outcome | None
) -> WrittenLetter:
    """What has become of the comment, in a sentence, and what the moderator adds; the address is forgotten now."""
    return _to_reporter("report_answered", consultation, public_id, report, outcome=AFTER_REPORT[outcome])


def _to_reporter(
    template: str, consultation: Consultation, public_id: str, report: VisitorReport, *, outcome: str
) -> WrittenLetter:
    about = {
        "number": f"{public_id[:4]} {public_id[4:]}",
        "href": f"{SITE}/{consultation.slug}/",
        "reported_at": report.reported_at,
        "outcome": outcome,
        "answer": report.answer,
    }
    return write(template, Words(report.language), report.email, letterhead(consultation) | about)
