"""The return round: whom a new version of a returned item is shown to, and what they say to it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from portal.comments.models import Comment
from portal.comments.policy import speaks_for
from portal.comments.queries import CommentLine
from portal.consultations.models import Consultation, ItemVersion
from portal.consultations.structure import ItemLine
from portal.decisions.models import DecisionOutcome, Settled, Settlement
from portal.decisions.queries.addressees import Addressee, addressees
from portal.decisions.queries.decided import newest
from portal.kernel.work import Work


@dataclass(frozen=True, slots=True)
class Question:
    """Asked about a comment: does this version settle its point? `settled` is None until it is answered."""

    comment_id: int
    public_id: str
    version: int
    asked_at: datetime
    answered_at: datetime | None
    settled: Settled | None
    remark: str


@dataclass(frozen=True, slots=True)
class Round:
    """How an item fares that was sent back; `to_ask` are comments on older versions nobody was asked about yet."""

    has_new_version: bool
    to_ask: list[Addressee]
    questions: list[Question]

    def number(self, settled: Settled | None) -> int:
        return sum(question.settled is settled for question in self.questions)


def return_round(work: Work, consultation: Consultation, item: ItemLine) -> Round | None:
    """None for an item that was not sent back last."""
    decision = newest(work, consultation.id, [item.id]).get(item.id)
    if decision is None or decision.outcome is not DecisionOutcome.RETURN_TO_EXPERTS:
        return None
    has_new = decision.version < item.version
    asked = select(Settlement.comment_id).where(Settlement.version_id == item.version_id)
    on_older = (Comment.item_id == item.id, Comment.version_id != item.version_id, Comment.id.not_in(asked))
    return Round(has_new, addressees(work, consultation.id, *on_older) if has_new else [], questions_on(work, item.id))


def questions_on(work: Work, item_id: int) -> list[Question]:
    """Everything asked about comments on an item, the last asked first; for those who read the board."""
    rows = work.session.execute(
        select(*_COLUMNS)
        .join(Comment, Comment.id == Settlement.comment_id)
        .join(ItemVersion, ItemVersion.id == Settlement.version_id)
        .where(Comment.item_id == item_id)
        .order_by(Settlement.asked_at.desc(), Settlement.id)
    )
    return [Question(*row) for row in rows]


def question_about(work: Work, line: CommentLine) -> Question | None:
    """What was asked last about a comment; for whoever speaks for it."""
    last = select(func.max(Settlement.id)).where(Settlement.comment_id == line.id).scalar_subquery()
    row = work.session.execute(
        select(*_COLUMNS)
        .join(Comment, Comment.id == Settlement.comment_id)
        .join(ItemVersion, ItemVersion.id == Settlement.version_id)
        .where(Settlement.id == last)
    ).first()
    return Question(*row) if row else None


def has_question(work: Work, comment: Comment) -> bool:
    """Whether the actor was ever asked about it."""
    asked = select(Settlement.id).where(Settlement.comment_id == comment.id).limit(1)
    return speaks_for(work.actor, comment) and work.session.scalar(asked) is not None


_COLUMNS = (
    Settlement.comment_id,
    Comment.public_id,
    ItemVersion.number,
    Settlement.asked_at,
    Settlement.answered_at,
    Settlement.settled,
    Settlement.remark,
)
