"""How checking went altogether: figures only, no persons, no texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from portal.comments.models import Comment, CommentState, Revision
from portal.consultations.models import Consultation
from portal.kernel.work import Work
from portal.moderation.models import ModerationDecision, Outcome, Reason

MEASURED = 1000
"""The median is taken over this many decisions, the newest ones."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Decisions that stand, by outcome and by reason; `median` in seconds from submission, None before the first."""

    waiting: int
    decided: int
    by_outcome: Mapping[Outcome, int]
    by_reason: Mapping[Reason, Mapping[Outcome, int]]
    reversals: int
    median: int | None

    def number(self, reason: Reason, outcome: Outcome) -> int:
        return self.by_reason.get(reason, {}).get(outcome, 0)


def ledger(work: Work, consultation: Consultation) -> Ledger:
    outcomes = dict.fromkeys(Outcome, 0)
    reasons: dict[Reason, dict[Outcome, int]] = {}
    undo = aliased(ModerationDecision)
    here = ModerationDecision.consultation_id == consultation.id
    stands = (
        here,
        ModerationDecision.undoes_id.is_(None),
        ModerationDecision.id.not_in(
            select(undo.undoes_id).where(undo.consultation_id == consultation.id, undo.undoes_id.is_not(None))
        ),
    )
    for outcome, reason, number in work.session.execute(
        select(ModerationDecision.outcome, ModerationDecision.reason, func.count())
        .where(*stands)
        .group_by(ModerationDecision.outcome, ModerationDecision.reason)
    ):
        outcomes[outcome] += number
        if reason is not None:
            reasons.setdefault(reason, {})[outcome] = number
    reversals, waiting = work.session.execute(
        select(
            select(func.count()).where(here, ModerationDecision.undoes_id.is_not(None)).scalar_subquery(),
            select(func.count())
            .where(Comment.consultation_id == consultation.id, Comment.state == CommentState.SUBMITTED)
            .scalar_subquery(),
        )
    ).one()
    waits = [
        (decided_at - submitted_at).total_seconds()
        for decided_at, submitted_at in work.session.execute(
            select(ModerationDecision.decided_at, Revision.submitted_at)
            .join(Revision, Revision.id == ModerationDecision.revision_id)
            .where(*stands)
            .order_by(ModerationDecision.id.desc())
            .limit(MEASURED)
        )
    ]
    return Ledger(
        waiting, sum(outcomes.values()), outcomes, reasons, reversals, round(median(waits)) if waits else None
    )
