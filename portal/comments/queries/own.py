"""What the actor and the actor's organisations have said, begun, and may still change."""

from sqlalchemy import bindparam, select, union_all

from portal.comments import policy
from portal.comments.models import (
    Comment,
    CommentState,
    Draft,
)
from portal.comments.queries.lines import CommentLine, lines, read
from portal.consultations.models import Consultation
from portal.kernel.work import Work

_BEGUN = union_all(
    select(Comment.id).where(
        Comment.item_id == bindparam("item"),
        policy.said_by(bindparam("account"), bindparam("bodies", expanding=True)),
        ~policy.is_visible(),
    ),
    select(Draft.id).where(
        Draft.item_id == bindparam("item"), policy.drafted_by(bindparam("account"), bindparam("bodies", expanding=True))
    ),
).limit(1)
"""Asked with every page somebody reads who takes part, and therefore built once."""


def has_begun(work: Work, consultation: Consultation, item_id: int) -> bool:
    """Whether the actor or the actor's organisations have a draft here, or a comment the public does not see."""
    bodies = policy.bodies_of(work.actor, consultation.id)
    values = {"item": item_id, "account": work.actor.account_id, "bodies": bodies}
    return work.session.execute(_BEGUN, values).first() is not None


def own_on(work: Work, consultation: Consultation, item_id: int) -> list[CommentLine]:
    """The actor's and the actor's organisations' comments on an item that the public does not see."""
    own = select(Comment.id).where(Comment.item_id == item_id, policy.is_own(work.actor, consultation.id))
    ids = work.session.scalars(own.where(~policy.is_visible())).all()
    return read(work, lines(Comment.id.in_(ids)).order_by(Comment.id.desc())) if ids else []


def mine(work: Work, consultation: Consultation) -> list[CommentLine]:
    """Everything the actor and the actor's organisations have submitted, newest first."""
    question = lines(policy.is_own(work.actor, consultation.id), Comment.consultation_id == consultation.id).order_by(
        Comment.submitted_at.desc(), Comment.id.desc()
    )
    return read(work, question)


def items_commented(work: Work, consultation: Consultation) -> frozenset[int]:
    """The items on which the actor or the actor's organisations have said something that stands."""
    rows = work.session.scalars(
        select(Comment.item_id)
        .where(
            Comment.consultation_id == consultation.id,
            policy.is_own(work.actor, consultation.id),
            Comment.state != CommentState.WITHDRAWN,
        )
        .distinct()
    )
    return frozenset(rows)


def speaks_for(work: Work, line: CommentLine) -> bool:
    """Whether the actor submitted this comment, or releases for the organisation whose statement it is."""
    comment = work.session.get(Comment, line.id)
    return comment is not None and policy.speaks_for(work.actor, comment)


def may_revise(work: Work, here: Consultation, line: CommentLine) -> bool:
    """Whether its author may add a revision now."""
    return line.state in policy.REVISABLE and policy.arrival(here, work.now) is not None
