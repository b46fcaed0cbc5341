"""Who puts comments under themes, who advises, and who reads either."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_

from portal.comments.models import Comment, CommentState
from portal.comments.policy import readable_by
from portal.consultations.models import Consultation, Phase
from portal.kernel.actor import Actor, Role


def may_code(actor: Actor, consultation: Consultation) -> bool:
    """Keep themes and put comments under them."""
    return actor.holds(consultation.id, Role.MODERATOR, Role.EDITOR)


def may_read_themes(actor: Actor, consultation: Consultation) -> bool:
    return actor.holds(consultation.id, Role.MODERATOR, Role.STEERING, Role.EDITOR)


def may_advise(actor: Actor, consultation: Consultation) -> bool:
    """Write the administration's advice, and read it before it is released."""
    return actor.holds(consultation.id, Role.MODERATOR, Role.EDITOR)


def may_note(actor: Actor, consultation: Consultation) -> bool:
    """Read and write the notes that are kept among those who decide and the office."""
    return actor.holds(consultation.id, Role.STEERING, Role.EDITOR)


def takes_work(consultation: Consultation, now: datetime) -> bool:
    """An archive is read only."""
    return consultation.phase(now) is not Phase.ARCHIVED


def codable_by(actor: Actor, consultation: Consultation) -> ColumnElement[bool]:
    """Whatever the actor may read of what has arrived and stands; what was declined or taken back has no theme."""
    gone = (CommentState.DECLINED, CommentState.WITHDRAWN)
    here = Comment.consultation_id == consultation.id
    return and_(here, Comment.state.not_in(gone), readable_by(actor, consultation))
