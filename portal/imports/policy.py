"""Who may import, and when."""

from datetime import datetime

from portal.consultations import policy as consultations
from portal.consultations.models import Consultation
from portal.kernel.actor import SYSTEM, Actor


def may_import(actor: Actor, consultation: Consultation) -> bool:
    """Editors, and the command line as the system."""
    return actor == SYSTEM or consultations.may_edit(actor, consultation)


def takes_imports(consultation: Consultation, now: datetime) -> bool:
    return consultations.takes_edits(consultation, now)
