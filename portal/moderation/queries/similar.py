"""Other texts about the same item, to compare one with."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select

from portal.comments.models import Comment, CommentState, Revision
from portal.consultations.models import Consultation
from portal.kernel.work import Work
from portal.moderation.queries.cases import Case


@dataclass(frozen=True, slots=True)
class Similar:
    """The beginning of another comment's text, to compare with."""

    id: int
    item_id: int
    text: str


def similar_on(work: Work, about: Case, *, lengths: tuple[int, int], most: int, longest: int) -> list[Similar]:
    """The newest waiting and visible comments on the same item whose texts have such a length, itself among them."""
    question = _beginnings(longest).where(
        Comment.item_id == about.item_id,
        or_(Comment.state == CommentState.SUBMITTED, Comment.visible.is_not(None)),
        func.length(Revision.body).between(*lengths),
    )
    return [Similar(*row) for row in work.session.execute(question.order_by(Comment.id.desc()).limit(most))]


def waiting_on(work: Work, here: Consultation, item_ids: Collection[int], *, most: int, longest: int) -> list[Similar]:
    """The newest waiting comments on some items."""
    question = _beginnings(longest).where(
        Comment.consultation_id == here.id,
        Comment.state == CommentState.SUBMITTED,
        Comment.item_id.in_(item_ids),
    )
    newest = question.order_by(Comment.submitted_at.desc(), Comment.id.desc()).limit(most)
    return [Similar(*row) for row in work.session.execute(newest)]


def _beginnings(longest: int) -> Select[int, int, str]:
    return select(Comment.id, Comment.item_id, func.substr(Revision.body, 1, longest)).join(
        Revision, (Revision.comment_id == Comment.id) & (Revision.number == Comment.newest)
    )
