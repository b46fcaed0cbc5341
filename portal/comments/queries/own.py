"""What the actor and the actor's organisations have said, begun, and may still change."""

from dataclasses import dataclass

from sqlalchemy import bindparam, exists, literal, select, union_all

from portal.comments import policy
from portal.comments.models import (
    Comment,
    CommentState,
    Draft,
)
from portal.comments.queries.lines import CommentLine, lines, read
from portal.consultations.models import Consultation
from portal.kernel.work import Work

_SAID = policy.said_by(bindparam("account"), bindparam("bodies", expanding=True))
_DRAFTED = policy.drafted_by(bindparam("account"), bindparam("bodies", expanding=True))
_HIDDEN = (Comment.item_id == bindparam("item"), _SAID, ~policy.is_visible())
_BEGUN = union_all(
    select(literal(False)).where(exists().where(*_HIDDEN)),
    select(literal(True)).where(exists().where(Draft.item_id == bindparam("item"), _DRAFTED)),
)
_OWN_ON = lines(*_HIDDEN).order_by(Comment.id.desc())
"""Asked with every page somebody reads who takes part, and therefore built once."""


@dataclass(frozen=True, slots=True)
class Begun:
    """Whether there is something of one's own on an item that the public does not see."""

    comments: bool = False
    drafts: bool = False


def begun_on(work: Work, consultation: Consultation, item_id: int) -> Begun:
    """What the actor and the actor's organisations have here; nothing in most cases, so it is asked before reading."""
    found = {*work.session.scalars(_BEGUN, _own(work, consultation, item_id))}
    return Begun(False in found, True in found)


def own_on(work: Work, consultation: Consultation, item_id: int) -> list[CommentLine]:
    """The actor's and the actor's organisations' comments on an item that the public does not see."""
    return [CommentLine(*row) for row in work.session.execute(_OWN_ON, _own(work, consultation, item_id))]


def _own(work: Work, consultation: Consultation, item_id: int) -> dict[str, object]:
    bodies = policy.bodies_of(work.actor, consultation.id)
    return {"item": item_id, "account": work.actor.account_id, "bodies": bodies}


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
