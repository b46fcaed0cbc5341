"""Deciding on comments, and taking a decision back; each with its audit line and letter."""

from typing import Any

from sqlalchemy import select

from portal.audit import operations as audit
from portal.comments import operations as comments
from portal.comments.models import Comment, CommentState, Revision
from portal.consultations.models import Consultation
from portal.kernel.errors import Conflict, require
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.moderation import mails, policy, queries
from portal.moderation.models import Appeal, ModerationDecision, Outcome
from portal.moderation.operations.claiming import release, require_free
from portal.moderation.operations.guard import require_moderator, require_second
from portal.moderation.operations.reporting import answer_reports
from portal.moderation.queries import Case, Matters
from portal.moderation.verdict import Verdict
from portal.outbox import operations as outbox
from portal.outbox.letters import WrittenLetter

WITHDRAWN = N_("Die Verfasser*innen haben den Kommentar inzwischen zurückgezogen.")
DECIDED = N_("Über diesen Kommentar ist schon entschieden.")
CHANGED = N_("Die Verfasser*innen haben den Kommentar inzwischen überarbeitet. Bitte lesen Sie den neuen Stand.")
NOT_YOURS = N_("Rückgängig machen kann eine Entscheidung nur, wer sie getroffen hat.")
NOT_NEWEST = N_(
    "Inzwischen ist mit diesem Kommentar mehr geschehen; die Entscheidung lässt sich nicht mehr zurücknehmen."
)


def check(work: Work, consultation: Consultation, comment: Comment | Case, revision: int) -> Matters:
    """Raise unless the actor may decide now on the revision with that number; holds for good only on a locked row.

    The answer is what is said against the comment so far.
    """
    require_moderator(work, consultation, comment)
    if comment.state is CommentState.WITHDRAWN:
        raise Conflict(WITHDRAWN)
    if revision != comment.newest:
        raise Conflict(CHANGED)
    matters = queries.matters(work, comment.id)
    if not policy.outcomes(comment.state, matters.occasions(comment.state)):
        raise Conflict(DECIDED)
    require_second(work, comment, matters)
    return matters


def decide(
    work: Work, consultation: Consultation, comment: Comment, verdict: Verdict, *, anyway: bool = False
) -> ModerationDecision:
    """Settle the revision the moderator has read, and no other. `comment` is a locked row.

    Whatever is decided answers what is open about the comment: its appeal and its reports. While a colleague is
    looking at it, this raises `Taken`, unless `anyway`.
    """
    matters = check(work, consultation, comment, verdict.revision)
    if not anyway:
        require_free(work, comment)
    if verdict.outcome not in policy.outcomes(comment.state, matters.occasions(comment.state)):
        raise Conflict(DECIDED)
    release(work, comment)
    appeal, reports = matters.open_appeal, matters.open_reports
    decision = _append(
        work,
        comment,
        outcome=verdict.outcome,
        reason=verdict.reason,
        explanation=verdict.explanation,
        marked=verdict.marked,
        suggestion=verdict.suggestion,
        appeal_id=appeal.id if appeal else None,
        report_id=reports[0].id if reports else None,
    )
    comments.settle(work, consultation, comment, policy.STATES[verdict.outcome], redacted=verdict.redacted)
    detail = " ".join(filter(None, (verdict.outcome, verdict.reason)))
    audit.record(work, "comment.moderated", comment.public_id, detail=detail, consultation_id=consultation.id)
    if appeal is not None:
        work.session.get_one(Appeal, appeal.id).answered_at = work.now
        audit.record(work, "moderation.appeal_answered", comment.public_id, consultation_id=consultation.id)
    if reports:
        answer_reports(work, consultation, comment, verdict.answer, verdict.outcome)
    _write(work, mails.moderated(work, consultation, comment, decision, may_appeal=matters.appeal is None))
    return decision


def undo(work: Work, consultation: Consultation, comment: Comment) -> ModerationDecision:
    """Take the newest decision back: the revision waits again, and what was visible before is visible. A locked row.

    A redaction that the decision has replaced is gone, so nothing is visible where one was.
    """
    require_moderator(work, consultation, comment)
    taken = queries.past(work, comment.id)
    if not taken:
        raise Conflict(NOT_NEWEST)
    newest, before = taken[-1], queries.standing(taken[:-1])
    require(policy.is_own_decision(work.actor, newest.moderator_id), NOT_YOURS)
    if not newest.stands_on(comment):
        raise Conflict(NOT_NEWEST)
    undoing = _append(work, comment, outcome=newest.outcome, reason=newest.reason, undoes_id=newest.id)
    shown = [past for past in before if past.outcome in policy.SHOWN]
    visible = before[-1].revision if before and before[-1] in shown else None
    if visible == comment.newest and before[-1].outcome is Outcome.REDACT:
        visible = None
    since = shown[0].decided_at if shown else None
    comments.reopen(work, consultation, comment, visible=visible, published_at=since)
    audit.record(work, "moderation.undone", comment.public_id, detail=newest.outcome, consultation_id=consultation.id)
    _write(work, mails.undone(work, consultation, comment))
    return undoing


def _append(work: Work, comment: Comment, **said: Any) -> ModerationDecision:
    revision_id = work.session.scalars(
        select(Revision.id).where(Revision.comment_id == comment.id, Revision.number == comment.newest)
    ).one()
    decision = ModerationDecision(
        consultation_id=comment.consultation_id,
        comment_id=comment.id,
        revision_id=revision_id,
        moderator_id=work.actor.account_id,
        moderator_label=work.actor.name,
        decided_at=work.now,
        **said,
    )
    work.session.add(decision)
    work.session.flush()
    return decision


def _write(work: Work, letter: WrittenLetter | None) -> None:
    if letter is not None:
        outbox.post(work, letter)
