"""What is said against a decision or a visible comment: appeals of authors, reports of visitors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, select

from portal.comments.models import Comment, CommentState
from portal.comments.queries import CommentLine
from portal.consultations.models import Consultation
from portal.kernel.actor import Actor
from portal.kernel.work import Work
from portal.moderation import policy
from portal.moderation.models import Appeal, Complaint, Outcome, VisitorReport
from portal.moderation.policy import Occasion


@dataclass(frozen=True, slots=True)
class AppealLine:
    """An author's objection to what `first_moderator_id` decided on that revision."""

    id: int
    revision: int
    first_moderator_id: int | None
    first_outcome: Outcome
    explanation: str
    appealed_at: datetime
    answered_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.answered_at is None


@dataclass(frozen=True, slots=True)
class ReportLine:
    """What a visitor said against a visible comment, without who it was."""

    id: int
    revision: int
    complaint: Complaint
    explanation: str
    reported_at: datetime
    answered_at: datetime | None
    answer: str
    wants_answer: bool

    @property
    def is_open(self) -> bool:
        return self.answered_at is None


@dataclass(frozen=True, slots=True)
class Matters:
    """Everything of the kind about one comment; `reports` oldest first."""

    appeal: AppealLine | None = None
    reports: Sequence[ReportLine] = ()

    @property
    def open_appeal(self) -> AppealLine | None:
        return self.appeal if self.appeal is not None and self.appeal.is_open else None

    @property
    def open_reports(self) -> list[ReportLine]:
        return [report for report in self.reports if report.is_open]

    def occasions(self, state: CommentState) -> tuple[Occasion, ...]:
        """Why a comment in that state is to be checked now."""
        there = {
            Occasion.ARRIVAL: state is CommentState.SUBMITTED,
            Occasion.APPEAL: self.open_appeal is not None,
            Occasion.REPORT: bool(self.open_reports),
        }
        return tuple(occasion for occasion, is_there in there.items() if is_there)

    def is_for(self, actor: Actor, newest: int) -> bool:
        """Whoever took the decision that was appealed against decides no more on that revision."""
        appeal = self.appeal
        if appeal is None or (not appeal.is_open and appeal.revision != newest):
            return True
        return appeal.first_moderator_id is None or appeal.first_moderator_id != actor.account_id


def matters(work: Work, comment_id: int) -> Matters:
    appeal = work.session.execute(
        select(
            Appeal.id,
            Appeal.revision,
            Appeal.first_moderator_id,
            Appeal.first_outcome,
            Appeal.explanation,
            Appeal.appealed_at,
            Appeal.answered_at,
        ).where(Appeal.comment_id == comment_id)
    ).one_or_none()
    reports = work.session.execute(
        select(
            VisitorReport.id,
            VisitorReport.revision,
            VisitorReport.complaint,
            VisitorReport.explanation,
            VisitorReport.reported_at,
            VisitorReport.answered_at,
            VisitorReport.answer,
            VisitorReport.email != "",
        )
        .where(VisitorReport.comment_id == comment_id)
        .order_by(VisitorReport.id)
    )
    return Matters(AppealLine(*appeal) if appeal is not None else None, [ReportLine(*row) for row in reports])


def may_appeal(work: Work, here: Consultation, line: CommentLine) -> bool:
    """Whether the author of a comment may still object to how it was decided."""
    if line.state not in policy.APPEALABLE or not policy.takes_decisions(here, work.now):
        return False
    return matters(work, line.id).appeal is None


def is_open(occasion: Occasion, consultation: Consultation) -> ColumnElement[bool]:
    """The comments of a consultation with an open appeal, or with an open report; the withdrawn ones left aside."""
    table = Appeal if occasion is Occasion.APPEAL else VisitorReport
    ids = select(table.comment_id).where(table.consultation_id == consultation.id, table.answered_at.is_(None))
    return Comment.id.in_(ids) & (Comment.state != CommentState.WITHDRAWN)


def spoken_against(work: Work, consultation: Consultation) -> frozenset[int]:
    """The ids of the comments with an open appeal or report."""
    either = is_open(Occasion.APPEAL, consultation) | is_open(Occasion.REPORT, consultation)
    return frozenset(work.session.scalars(select(Comment.id).where(Comment.consultation_id == consultation.id, either)))


def first_moderator() -> ScalarSelect[int | None]:
    """Who took the decision that the author of a comment appeals against."""
    return select(Appeal.first_moderator_id).where(Appeal.comment_id == Comment.id).scalar_subquery()
