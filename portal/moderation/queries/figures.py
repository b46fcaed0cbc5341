"""How the team is doing: for moderators and editors; of single persons only one's own."""

from collections import Counter as Tally
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from portal.comments.models import Comment, CommentState, Revision
from portal.consultations.models import Consultation
from portal.kernel.city_time import day_of
from portal.kernel.work import Work
from portal.moderation.models import ModerationDecision, Outcome
from portal.moderation.queries.ledger import MEASURED

DAYS = 14


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    arrived: int
    decided: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Times in seconds from submission, over the newest decisions: half and nine tenths were quicker."""

    waiting: int
    oldest: datetime | None
    median: int | None
    ninety: int | None
    days: Sequence[Day]
    own: Mapping[Outcome, int]


def figures(work: Work, here: Consultation) -> Figures:
    waiting, oldest = work.session.execute(
        select(func.count(), func.min(Comment.submitted_at)).where(
            Comment.consultation_id == here.id, Comment.state == CommentState.SUBMITTED
        )
    ).one()
    waits = _waits(work, here)
    return Figures(waiting, oldest, _at(waits, 0.5), _at(waits, 0.9), _days(work, here), _own(work, here))


def _waits(work: Work, here: Consultation) -> list[float]:
    rows = work.session.execute(
        select(ModerationDecision.decided_at, Revision.submitted_at)
        .join(Revision, Revision.id == ModerationDecision.revision_id)
        .where(
            ModerationDecision.consultation_id == here.id,
            ModerationDecision.undoes_id.is_(None),
            ModerationDecision.appeal_id.is_(None),
            ModerationDecision.report_id.is_(None),
        )
        .order_by(ModerationDecision.id.desc())
        .limit(MEASURED)
    )
    return sorted((decided_at - submitted_at).total_seconds() for decided_at, submitted_at in rows)


def _at(waits: Sequence[float], share: float) -> int | None:
    """The smallest time within which that share of them was decided."""
    return round(waits[max(0, -int(-len(waits) * share // 1) - 1)]) if waits else None


def _days(work: Work, here: Consultation) -> list[Day]:
    today = day_of(work.now)
    since = work.now - timedelta(days=DAYS)
    arrived = select(Revision.submitted_at).join(Comment, Comment.id == Revision.comment_id)
    arrivals = work.session.scalars(arrived.where(Comment.consultation_id == here.id, Revision.submitted_at > since))
    decided = select(ModerationDecision.decided_at).where(
        ModerationDecision.consultation_id == here.id,
        ModerationDecision.decided_at > since,
        ModerationDecision.undoes_id.is_(None),
    )
    came, went = _by_day(arrivals), _by_day(work.session.scalars(decided))
    days = (today - timedelta(days=back) for back in range(DAYS))
    return [Day(day, came[day], went[day]) for day in days]


def _by_day(moments: Iterable[datetime]) -> Tally[date]:
    return Tally(day_of(moment) for moment in moments)


def _own(work: Work, here: Consultation) -> dict[Outcome, int]:
    rows = work.session.execute(
        select(ModerationDecision.outcome, func.count())
        .where(
            ModerationDecision.consultation_id == here.id,
            ModerationDecision.moderator_id == work.actor.account_id,
            ModerationDecision.undoes_id.is_(None),
        )
        .group_by(ModerationDecision.outcome)
    )
    return dict.fromkeys(Outcome, 0) | dict(rows.all())
