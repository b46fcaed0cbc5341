"""Who may check comments, which ones, and what may follow from it: the table of all moves."""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, or_, select

from portal.comments.models import Comment, CommentState
from portal.consultations.models import Consultation, Phase
from portal.kernel.actor import Actor, Role
from portal.moderation.models import Outcome
from portal.stakeholders.models import Organisation

STATES = {
    Outcome.APPROVE: CommentState.APPROVED,
    Outcome.RETURN: CommentState.RETURNED,
    Outcome.REDACT: CommentState.REDACTED,
    Outcome.DECLINE: CommentState.DECLINED,
}
"""The state an outcome puts a comment into."""

SHOWN = (Outcome.APPROVE, Outcome.REDACT)
"""What lets the public read a revision."""


class Occasion(StrEnum):
    """Why a comment is checked: it has come in, its author appeals, or somebody has reported it."""

    ARRIVAL = "arrival"
    APPEAL = "appeal"
    REPORT = "report"


EVERY = tuple(Outcome)
LESS = (Outcome.RETURN, Outcome.REDACT, Outcome.DECLINE)
"""What can become of a text that is visible already; leaving it is no decision."""

MOVES: Mapping[CommentState, Mapping[Occasion, tuple[Outcome, ...]]] = {
    CommentState.SUBMITTED: {Occasion.ARRIVAL: EVERY, Occasion.APPEAL: EVERY, Occasion.REPORT: EVERY},
    CommentState.APPROVED: {Occasion.REPORT: LESS},
    CommentState.REDACTED: {Occasion.APPEAL: EVERY, Occasion.REPORT: LESS},
    CommentState.DECLINED: {Occasion.APPEAL: EVERY},
    CommentState.RETURNED: {},
    CommentState.WITHDRAWN: {},
}
"""State × occasion → outcomes; everything that is not here is refused. `STATES` says where an outcome leads."""

APPEALABLE = (CommentState.DECLINED, CommentState.REDACTED)
"""What an author may appeal against, once."""


def outcomes(state: CommentState, occasions: Collection[Occasion]) -> tuple[Outcome, ...]:
    """What may be decided now on a comment in that state, when these occasions are there."""
    allowed = {outcome for occasion in occasions for outcome in MOVES[state].get(occasion, ())}
    return tuple(outcome for outcome in Outcome if outcome in allowed)


def may_moderate(actor: Actor, consultation: Consultation) -> bool:
    return actor.holds(consultation.id, Role.MODERATOR)


def may_set_up(actor: Actor, consultation: Consultation) -> bool:
    """Text blocks, the watch list and the figures are for moderators and editors."""
    return actor.holds(consultation.id, Role.MODERATOR, Role.EDITOR)


def takes_decisions(consultation: Consultation, now: datetime) -> bool:
    """What still waits when the steering group has decided is answered too; an archive is read only."""
    return consultation.phase(now) is not Phase.ARCHIVED


def is_impartial(actor: Actor, author_id: int | None, organisation: str) -> bool:
    """Nobody checks what they said themselves, or what was said from an organisation they belong to, here or elsewhere.

    An organisation is the same in two consultations when it has the same name.
    """
    return author_id != actor.account_id and organisation not in actor.organisation_names


def is_for(actor: Actor, consultation_id: int) -> ColumnElement[bool]:
    """The comments on which `is_impartial` holds."""
    others = or_(Comment.author_id.is_(None), Comment.author_id != actor.account_id)
    named = Organisation.name.in_(actor.organisation_names)
    own = select(Organisation.id).where(Organisation.consultation_id == consultation_id, named)
    return and_(others, or_(Comment.organisation_id.is_(None), Comment.organisation_id.not_in(own)))


def is_own_decision(actor: Actor, moderator_id: int | None) -> bool:
    """Only who took a decision takes it back."""
    return moderator_id is not None and moderator_id == actor.account_id
