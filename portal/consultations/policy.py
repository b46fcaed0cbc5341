"""Who may read and edit a consultation, and when."""

from datetime import datetime

from portal.consultations.models import Consultation, Phase
from portal.kernel.actor import Actor, Role

STAFF = (Role.MODERATOR, Role.STEERING, Role.EDITOR)


def is_staff(actor: Actor, consultation: Consultation) -> bool:
    return actor.is_admin or actor.holds(consultation.id, *STAFF)


def may_see(actor: Actor, consultation: Consultation, now: datetime) -> bool:
    """In preparation, staff only."""
    return consultation.phase(now) is not Phase.PREPARATION or is_staff(actor, consultation)


def may_edit(actor: Actor, consultation: Consultation) -> bool:
    return actor.is_admin or actor.holds(consultation.id, Role.EDITOR)


def takes_edits(consultation: Consultation, now: datetime) -> bool:
    """An archived consultation is read only."""
    return consultation.phase(now) is not Phase.ARCHIVED


def may_lose_items(consultation: Consultation, now: datetime) -> bool:
    """As long as nobody outside can know an address or a code of it."""
    return consultation.published_at is None and not consultation.is_published(now)
