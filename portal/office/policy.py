"""Who of the office reads what people said, and for how long files wait."""

from datetime import timedelta

from portal.consultations.models import Consultation
from portal.kernel.actor import Actor, Role

KEPT = timedelta(days=1)
"""An upload, for its import."""


def may_read_late(actor: Actor, consultation: Consultation) -> bool:
    """Editors read what is not public; who only administers the system does not."""
    return actor.holds(consultation.id, Role.EDITOR)
