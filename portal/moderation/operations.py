"""Deciding on comments, and taking a decision back; each with its audit line and letter."""

from sqlalchemy import select

from portal.audit import operations as audit
from portal.comments import operations as comments
from portal.comments.models import Comment, CommentState, Revision
from portal.consultations.models import Consultation
from portal.kernel.errors import Conflict, require
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.moderation import mails, policy, queries
from portal.moderation.models import ModerationDecision, Outcome, Reason
from portal.moderation.queries import Case
from portal.moderation.verdict import Verdict
from portal.outbox import operations as outbox
from portal.outbox.letters import WrittenLetter

NOT_YOU = N_("Kommentare prüfen kann nur das Prüfteam dieses Verfahrens.")
PARTIAL = N_("Diesen Kommentar prüft jemand anderes: Er kommt von Ihnen oder aus Ihrer Organisation.")
ARCHIVED = N_("Dieses Verfahren ist abgeschlossen. Entscheidungen werden nicht mehr geändert.")
WITHDRAWN = N_("Die Verfasser*innen haben den Kommentar inzwischen zurückgezogen.")
DECIDED = N_("Über diesen Kommentar ist schon entschieden.")
CHANGED = N_("Die Verfasser*innen haben den Kommentar inzwischen überarbeitet. Bitte lesen Sie den neuen Stand.")
NOT_YOURS = N_("Rückgängig machen kann eine Entscheidung nur, wer sie getroffen hat.")
NOT_NEWEST = N_(
    "Inzwischen ist mit diesem Kommentar mehr geschehen; die Entscheidung lässt sich nicht mehr zurücknehmen."
)


def check(work: Work, consultation: Consultation, comment: Comment | Case, revision: int) -> None:
    """Raise unless the actor may decide now on the revision with that number; holds for good only on a locked row."""
    _require_moderator(work, consultation, comment)
    if comment.state is CommentState.WITHDRAWN:
        raise Conflict(WITHDRAWN)
    if revision != comment.newest:
        raise Conflict(CHANGED)
    if comment.state is not CommentState.SUBMITTED:
        raise Conflict(DECIDED)


def decide(work: Work, consultation: Consultation, comment: Comment, verdict: Verdict) -> ModerationDecision:
    """Settle the revision the moderator has read, and no other. `comment` is a locked row."""
    check(work, consultation, comment, verdict.revision)
    decision = _append(work, comment, verdict.outcome, verdict.reason, verdict.explanation)
    state = policy.STATES[verdict.outcome]
    comments.settle(work, consultation, comment, state, redacted=verdict.redacted)
    detail = " ".join(filter(None, (verdict.outcome, verdict.reason)))
    audit.record(work, "comment.moderated", comment.public_id, detail=detail, consultation_id=consultation.id)
    _write(work, mails.moderated(work, consultation, comment, decision))
    return decision


def undo(work: Work, consultation: Consultation, comment: Comment) -> ModerationDecision:
    """Take the newest decision back: the revision waits again, and what was visible before is visible. A locked row."""
    _require_moderator(work, consultation, comment)
    taken = queries.past(work, comment.id)
    if not taken:
        raise Conflict(NOT_NEWEST)
    newest, before = taken[-1], queries.standing(taken[:-1])
    require(policy.is_own_decision(work.actor, newest.moderator_id), NOT_YOURS)
    if comment.newest != newest.revision or comment.state is not policy.STATES[newest.outcome]:
        raise Conflict(NOT_NEWEST)
    undoing = _append(work, comment, newest.outcome, newest.reason, "", undoes_id=newest.id)
    shown = [past for past in before if past.outcome in policy.SHOWN]
    visible = before[-1].revision if before and before[-1] in shown else None
    since = shown[0].decided_at if shown else None
    comments.reopen(work, consultation, comment, visible=visible, published_at=since)
    audit.record(work, "moderation.undone", comment.public_id, detail=newest.outcome, consultation_id=consultation.id)
    _write(work, mails.undone(work, consultation, comment))
    return undoing


def _require_moderator(work: Work, consultation: Consultation, comment: Comment | Case) -> None:
    require(policy.may_moderate(work.actor, consultation), NOT_YOU)
    is_impartial = policy.is_impartial(work.actor, consultation.id, comment.author_id, comment.organisation_id)
    require(is_impartial, PARTIAL)
    require(policy.takes_decisions(consultation, work.now), ARCHIVED)


def _append(
    work: Work,
    comment: Comment,
    outcome: Outcome,
    reason: Reason | None,
    explanation: str,
    *,
    undoes_id: int | None = None,
) -> ModerationDecision:
    revision_id = work.session.scalars(
        select(Revision.id).where(Revision.comment_id == comment.id, Revision.number == comment.newest)
    ).one()
    decision = ModerationDecision(
        consultation_id=comment.consultation_id,
        comment_id=comment.id,
        revision_id=revision_id,
        outcome=outcome,
        reason=reason,
        explanation=explanation,
        moderator_id=work.actor.account_id,
        moderator_label=work.actor.name,
        decided_at=work.now,
        undoes_id=undoes_id,
    )
    work.session.add(decision)
    work.session.flush()
    return decision


def _write(work: Work, letter: WrittenLetter | None) -> None:
    if letter is not None:
        outbox.post(work, letter)
