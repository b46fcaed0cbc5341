"""What waits for the office in one consultation."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, select

from portal.comments import queries as comments
from portal.comments.coverage import OrganisationRow, Participation
from portal.comments.models import Arrival, Comment, CommentState
from portal.comments.queries import CommentLine
from portal.consultations.models import Consultation, Phase
from portal.kernel.city_time import day_of
from portal.kernel.work import Work
from portal.stakeholders.queries.applications import count_applications
from portal.stakeholders.queries.invitations import InvitationState, count_invitations


@dataclass(frozen=True, slots=True)
class Tasks:
    """Figures of the start page; `days_left` is 0 on the last day of commenting and None outside of it."""

    phase: Phase
    closes_at: datetime | None
    days_left: int | None
    invitations: dict[InvitationState, int]
    organisations: dict[Participation, int]
    late: int
    in_moderation: int
    applications: int

    @property
    def answered(self) -> int:
        return sum(number for state, number in self.organisations.items() if state.has_answered)

    @property
    def invited(self) -> int:
        """Organisations that were invited at all."""
        return sum(number for state, number in self.organisations.items() if state is not Participation.UNINVITED)


def tasks(work: Work, consultation: Consultation, coverage: list[OrganisationRow]) -> Tasks:
    states = Counter(row.state for row in coverage)
    late = select(func.count()).select_from(Comment).where(_is_late(consultation))
    waiting = [count.number for count in comments.counts(work, consultation_id=consultation.id) if count.is_waiting]
    return Tasks(
        phase=consultation.phase(work.now),
        closes_at=consultation.closes_at,
        days_left=_days_left(consultation, work.now),
        invitations=count_invitations(work, consultation),
        organisations={state: states[state] for state in Participation},
        late=work.session.scalar(late) or 0,
        in_moderation=sum(waiting),
        applications=count_applications(work, consultation)[0],
    )


def late_comments(work: Work, consultation: Consultation) -> list[CommentLine]:
    """What came after the end and waits for a word of the office, oldest first; withdrawn ones are left out."""
    question = comments.lines(_is_late(consultation)).order_by(Comment.submitted_at, Comment.id)
    return comments.read(work, question)


def _is_late(consultation: Consultation) -> ColumnElement[bool]:
    return and_(
        Comment.consultation_id == consultation.id,
        Comment.arrival == Arrival.LATE,
        Comment.state != CommentState.WITHDRAWN,
    )


def _days_left(consultation: Consultation, now: datetime) -> int | None:
    if consultation.phase(now) is not Phase.COMMENTING or consultation.closes_at is None:
        return None
    last = consultation.closes_at - timedelta(microseconds=1)
    return (day_of(last) - day_of(now)).days
