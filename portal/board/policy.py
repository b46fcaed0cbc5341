"""Who reads the board."""

from portal.consultations.models import Consultation
from portal.kernel.actor import Actor, Role


def may_read_board(actor: Actor, consultation: Consultation) -> bool:
    """The steering group and the editors; not an administrator as such."""
    return actor.holds(consultation.id, Role.STEERING, Role.EDITOR)
