"""Who speaks in a comment, and what else came from there."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, false, func, select
from sqlalchemy import case as choose
from sqlalchemy.orm import aliased

from portal.comments.models import Comment, CommentState, Voice
from portal.consultations.models import Consultation
from portal.kernel.plans import without_index
from portal.kernel.work import Work


@dataclass(frozen=True, slots=True)
class Speaker:
    """One individual, or one organisation with its statements; `id` is a comment that came from there."""

    id: int
    consultation_id: int
    voice: Voice
    author_id: int | None
    organisation_id: int | None


def speaker_of(work: Work, here: Consultation, public_id: str) -> Speaker | None:
    """Whoever speaks in the comment of that number."""
    question = select(
        Comment.id, Comment.consultation_id, Comment.voice, Comment.author_id, Comment.organisation_id
    ).where(Comment.public_id == public_id, Comment.consultation_id == here.id)
    row = work.session.execute(question).one_or_none()
    return Speaker(*row) if row is not None else None


def is_from(speaker: Speaker) -> ColumnElement[bool]:
    """What else came from a speaker; from an erased account nothing."""
    if speaker.author_id is None:
        return false()
    is_statement = speaker.voice is Voice.ORGANISATION
    return and_(
        Comment.organisation_id == speaker.organisation_id if is_statement else Comment.author_id == speaker.author_id,
        without_index(Comment.consultation_id) == speaker.consultation_id,
        Comment.voice == speaker.voice,
        Comment.id != speaker.id,
    )


def is_first() -> ColumnElement[bool]:
    """Nothing came from the same speaker before."""
    earlier = aliased(Comment)
    before = exists().where(
        without_index(earlier.consultation_id) == Comment.consultation_id,
        earlier.voice == Comment.voice,
        earlier.id < Comment.id,
    )
    statement = before.where(earlier.organisation_id == Comment.organisation_id)
    own = before.where(earlier.author_id == Comment.author_id)
    return and_(Comment.author_id.is_not(None), choose((Comment.voice == Voice.ORGANISATION, ~statement), else_=~own))


def by_state(work: Work, *conditions: ColumnElement[bool]) -> dict[CommentState, int]:
    question = select(Comment.state, func.count()).where(*conditions).group_by(Comment.state)
    return dict(work.session.execute(question).all())
