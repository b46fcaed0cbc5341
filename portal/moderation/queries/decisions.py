"""What has been decided about one comment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from portal.comments.models import Comment, Revision
from portal.consultations.models import Consultation
from portal.kernel.actor import Actor
from portal.kernel.work import Work
from portal.moderation import policy
from portal.moderation.models import ModerationDecision, Outcome, Reason
from portal.moderation.queries.cases import Case


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision as whoever may read the comment is told of it. One that undoes repeats the outcome it takes back.

    `marked` are words of the text it is about, `suggestion` those proposed instead.
    """

    outcome: Outcome
    reason: Reason | None
    explanation: str
    decided_at: datetime
    revision: int
    is_undo: bool
    marked: str
    suggestion: str
    answers_appeal: bool
    answers_report: bool


@dataclass(frozen=True, slots=True)
class PastDecision:
    """One decision as moderators see it."""

    id: int
    outcome: Outcome
    reason: Reason | None
    explanation: str
    decided_at: datetime
    revision: int
    undoes_id: int | None
    moderator_id: int | None
    marked: str
    suggestion: str
    appeal_id: int | None
    report_id: int | None

    def stands_on(self, comment: Comment | Case) -> bool:
        """Whether the comment is still as this decision has left it."""
        return self.revision == comment.newest and comment.state is policy.STATES[self.outcome]

    def may_be_undone(self, actor: Actor, comment: Comment | Case) -> bool:
        return policy.is_own_decision(actor, self.moderator_id) and self.stands_on(comment)


def trace(work: Work, comment_id: int) -> list[DecisionLine]:
    """Every decision on a comment, oldest first, without saying who took it."""
    return [
        DecisionLine(
            d.outcome,
            d.reason,
            d.explanation,
            d.decided_at,
            d.revision,
            d.undoes_id is not None,
            d.marked,
            d.suggestion,
            d.appeal_id is not None,
            d.report_id is not None,
        )
        for d in past(work, comment_id)
    ]


def past(work: Work, comment_id: int) -> list[PastDecision]:
    """Every decision on a comment, oldest first."""
    question = _decisions().where(ModerationDecision.comment_id == comment_id).order_by(ModerationDecision.id)
    return [PastDecision(*row) for row in work.session.execute(question)]


def newest_decision(work: Work, consultation: Consultation, public_id: str) -> PastDecision | None:
    """The last thing that was decided about a comment."""
    question = (
        _decisions()
        .join(Comment, Comment.id == ModerationDecision.comment_id)
        .where(Comment.public_id == public_id, Comment.consultation_id == consultation.id)
        .order_by(ModerationDecision.id.desc())
        .limit(1)
    )
    row = work.session.execute(question).one_or_none()
    return PastDecision(*row) if row is not None else None


def standing(decisions: Sequence[PastDecision]) -> list[PastDecision]:
    """Those that nobody has taken back."""
    undone = {decision.undoes_id for decision in decisions}
    return [decision for decision in decisions if decision.undoes_id is None and decision.id not in undone]


def _decisions() -> Select[*tuple[Any, ...]]:
    return select(
        ModerationDecision.id,
        ModerationDecision.outcome,
        ModerationDecision.reason,
        ModerationDecision.explanation,
        ModerationDecision.decided_at,
        Revision.number,
        ModerationDecision.undoes_id,
        ModerationDecision.moderator_id,
        ModerationDecision.marked,
        ModerationDecision.suggestion,
        ModerationDecision.appeal_id,
        ModerationDecision.report_id,
    ).join(Revision, Revision.id == ModerationDecision.revision_id)
