"""Who decides and when, and from when on everybody may read what was decided."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select

from portal.consultations.models import Consultation, Phase
from portal.decisions.models import Decision, DecisionOutcome, Publication, Response
from portal.kernel.actor import Actor, Role

DECIDING = (Phase.COMMENTING, Phase.REVIEW, Phase.DECIDED)
SHOWING = (Phase.DECIDED, Phase.ADOPTED, Phase.ARCHIVED)
CLOSING = frozenset(DecisionOutcome) - {DecisionOutcome.POSTPONE, DecisionOutcome.RETURN_TO_EXPERTS}
"""What ends the talk about an item, so that every theme on it needs an answer."""
WITHOUT_REASON = frozenset({DecisionOutcome.ADOPT})


def may_decide(actor: Actor, consultation: Consultation) -> bool:
    """Who plans sittings, answers, and records what the steering group has decided."""
    return actor.holds(consultation.id, Role.STEERING, Role.EDITOR)


def may_publish(actor: Actor, consultation: Consultation) -> bool:
    return actor.chairs(consultation.id)


def may_adopt(actor: Actor, consultation: Consultation) -> bool:
    """Who enters what the council has resolved."""
    return actor.holds(consultation.id, Role.EDITOR)


def takes_decisions(consultation: Consultation, now: datetime) -> bool:
    """What is recorded stays internal until the chair publishes it, so it may begin early; the council ends it."""
    return consultation.phase(now) in DECIDING


def may_be_adopted(consultation: Consultation, now: datetime) -> bool:
    """The council comes after the steering group; what was mistyped can be put right until the archive."""
    return consultation.phase(now) in (Phase.DECIDED, Phase.ADOPTED)


def shows_decisions(consultation: Consultation, now: datetime) -> bool:
    """Whether what was published is shown; putting the phase back takes it from the pages again."""
    return consultation.phase(now) in SHOWING


def is_public_decision() -> ColumnElement[bool]:
    """Of each item the newest decision at each publication; what was recorded and corrected before stays internal."""
    return Decision.id.in_(_newest_at_publications())


def is_public_response() -> ColumnElement[bool]:
    """Of each theme and each comment the newest answer at each publication."""
    return Response.id.in_(
        select(func.max(Response.id))
        .join(
            Publication,
            (Publication.consultation_id == Response.consultation_id) & (Response.id <= Publication.last_response_id),
        )
        .group_by(Publication.id, Response.theme_id, Response.comment_id)
    )


def _newest_at_publications() -> Select[int]:
    return (
        select(func.max(Decision.id))
        .join(
            Publication,
            (Publication.consultation_id == Decision.consultation_id) & (Decision.id <= Publication.last_decision_id),
        )
        .group_by(Publication.id, Decision.item_id)
    )
