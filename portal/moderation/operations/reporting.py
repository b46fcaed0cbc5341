"""Reports of visible comments: taken from anybody, answered by leaving the comment or by deciding on it anew."""

from collections.abc import Sequence

from sqlalchemy import select

from portal.audit import operations as audit
from portal.comments.models import Comment
from portal.comments.queries import CommentLine
from portal.consultations.models import Consultation
from portal.kernel.errors import Conflict, Invalid, require
from portal.kernel.markup import plain
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.moderation import mails, policy, queries
from portal.moderation.models import Complaint, Outcome, VisitorReport
from portal.moderation.operations.guard import require_moderator
from portal.moderation.verdict import LONGEST
from portal.outbox import operations as outbox

NO_COMPLAINT = N_("Bitte wählen Sie, was an dem Kommentar nicht in Ordnung ist.")
NO_EXPLANATION = N_("Bitte beschreiben Sie in ein, zwei Sätzen, worum es geht.")
TOO_LONG = N_("Ihr Text ist länger als 4.000 Zeichen. Bitte kürzen Sie ihn.")
NO_ANSWER = N_("Bitte schreiben Sie, warum der Kommentar stehen bleibt.")
OVER = N_("Dieses Verfahren ist abgeschlossen. Bitte wenden Sie sich mit Ihrer Meldung an die Geschäftsstelle.")
NOTHING_OPEN = N_("Zu diesem Kommentar ist keine Meldung mehr offen.")


def report(
    work: Work,
    consultation: Consultation,
    line: CommentLine,
    complaint: Complaint | None,
    explanation: str,
    *,
    email: str = "",
    language: str = "de",
) -> VisitorReport:
    """Take what somebody says against a comment that the actor can see; the address is kept until the answer."""
    require(policy.takes_decisions(consultation, work.now), OVER)
    said = plain(explanation).strip()
    if complaint is None:
        raise Invalid(NO_COMPLAINT, field="complaint")
    if not said:
        raise Invalid(NO_EXPLANATION, field="explanation")
    if len(said) > LONGEST:
        raise Invalid(TOO_LONG, field="explanation")
    row = VisitorReport(
        consultation_id=consultation.id,
        comment_id=line.id,
        revision=line.revision,
        complaint=complaint,
        explanation=said,
        email=outbox.checked_address(email) if email.strip() else "",
        language=language,
        reported_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    audit.record(work, "comment.reported", line.public_id, detail=complaint, consultation_id=consultation.id)
    if row.email:
        outbox.post(work, mails.report_received(consultation, line.public_id, row))
    return row


def leave(work: Work, consultation: Consultation, comment: Comment, revision: int, answer: str) -> None:
    """Answer every open report of a comment: it stays as it is. `comment` is a locked row."""
    require_moderator(work, consultation, comment)
    if revision != comment.newest:
        raise Conflict(NOTHING_OPEN)
    said = plain(answer).strip()
    if not queries.matters(work, comment.id).open_reports:
        raise Conflict(NOTHING_OPEN)
    if not said:
        raise Invalid(NO_ANSWER, field="answer")
    if len(said) > LONGEST:
        raise Invalid(TOO_LONG, field="answer")
    answer_reports(work, consultation, comment, said, None)
    audit.record(work, "moderation.report_left", comment.public_id, consultation_id=consultation.id)


def answer_reports(
    work: Work, consultation: Consultation, comment: Comment, answer: str, outcome: Outcome | None
) -> Sequence[VisitorReport]:
    """Close what is open, tell those who left an address, and forget the address."""
    rows = work.session.scalars(
        select(VisitorReport)
        .where(VisitorReport.comment_id == comment.id, VisitorReport.answered_at.is_(None))
        .order_by(VisitorReport.id)
    ).all()
    for row in rows:
        row.answered_at, row.answer = work.now, answer
        row.moderator_id, row.moderator_label = work.actor.account_id, work.actor.name
        if row.email:
            outbox.post(work, mails.report_answered(consultation, comment.public_id, row, outcome))
            row.email = ""
    return rows
