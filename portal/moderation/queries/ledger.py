"""How checking went altogether: figures only, no persons, no texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import aliased

from portal.comments.models import Comment, CommentState, Revision, Voice
from portal.consultations.models import Consultation
from portal.kernel.work import Work
from portal.moderation.models import Appeal, Complaint, ModerationDecision, Outcome, Reason, VisitorReport

MEASURED = 1000
"""The median is taken over this many decisions, the newest ones."""


@dataclass(frozen=True, slots=True)
class Appeals:
    """How many authors have appealed; of those answered, how many first decisions were kept and how many changed."""

    number: int
    confirmed: int
    changed: int

    @property
    def open(self) -> int:
        """Still waiting for somebody else to decide."""
        return self.number - self.confirmed - self.changed


@dataclass(frozen=True, slots=True)
class Ledger:
    """Decisions that stand, by outcome, by the voice they are about, and by reason.

    `median` is in seconds from submission, None before the first; `reports` counts what visitors have
    reported, by complaint.
    """

    waiting: int
    decided: int
    by_outcome: Mapping[Outcome, int]
    by_voice: Mapping[Voice, Mapping[Outcome, int]]
    by_reason: Mapping[Reason, Mapping[Outcome, int]]
    reversals: int
    median: int | None
    appeals: Appeals
    reports: Mapping[Complaint, int]

    def number(self, reason: Reason, outcome: Outcome) -> int:
        return self.by_reason.get(reason, {}).get(outcome, 0)


def ledger(work: Work, consultation: Consultation) -> Ledger:
    voices = {voice: dict.fromkeys(Outcome, 0) for voice in Voice}
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
    parts = (Comment.voice, ModerationDecision.outcome, ModerationDecision.reason)
    for voice, outcome, reason, number in work.session.execute(
        select(*parts, func.count())
        .select_from(ModerationDecision)
        .join(Revision, Revision.id == ModerationDecision.revision_id)
        .join(Comment, Comment.id == Revision.comment_id)
        .where(*stands)
        .group_by(*parts)
    ):
        voices[voice][outcome] += number
        if reason is not None:
            so_far = reasons.setdefault(reason, {})
            so_far[outcome] = so_far.get(outcome, 0) + number
    outcomes = {outcome: sum(counted[outcome] for counted in voices.values()) for outcome in Outcome}
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
    typical = round(median(waits)) if waits else None
    appeals, reports = _appeals(work, consultation, stands), _reports(work, consultation)
    return Ledger(waiting, sum(outcomes.values()), outcomes, voices, reasons, reversals, typical, appeals, reports)


def _appeals(work: Work, consultation: Consultation, stands: Sequence[ColumnElement[bool]]) -> Appeals:
    number = work.session.scalar(select(func.count()).where(Appeal.consultation_id == consultation.id)) or 0
    kept = case((ModerationDecision.outcome == Appeal.first_outcome, 1), else_=0)
    answered, confirmed = work.session.execute(
        select(func.count(), func.sum(kept))
        .select_from(ModerationDecision)
        .join(Appeal, Appeal.id == ModerationDecision.appeal_id)
        .where(*stands)
    ).one()
    return Appeals(number, int(confirmed or 0), answered - int(confirmed or 0))


def _reports(work: Work, consultation: Consultation) -> dict[Complaint, int]:
    rows = work.session.execute(
        select(VisitorReport.complaint, func.count())
        .where(VisitorReport.consultation_id == consultation.id)
        .group_by(VisitorReport.complaint)
    )
    return dict(rows.all())
