"""Origins: the groups that drafted measures."""

from sqlalchemy import select

from portal.audit import operations as audit
from portal.consultations.models import Consultation, Origin
from portal.consultations.operations.refusals import one_line, require_editor
from portal.consultations.operations.touching import touch_catalogue
from portal.kernel.errors import Invalid
from portal.kernel.words import N_
from portal.kernel.work import Work

NO_NAME = N_("Bitte geben Sie einen Namen an.")
NAME_TAKEN = N_("„%(name)s“ gibt es schon.")


def origin_named(work: Work, consultation: Consultation, name: str) -> Origin:
    """The origin group of that name, made if there is none."""
    found = work.session.scalar(select(Origin).where(Origin.consultation_id == consultation.id, Origin.name == name))
    if found is None:
        found = Origin(consultation_id=consultation.id, name=name)
        work.session.add(found)
        work.session.flush()
    return found


def add_origin(work: Work, consultation: Consultation, name: str) -> Origin:
    """A further origin, before any measure has it. Raise `Invalid` for a name that is taken or no name."""
    require_editor(work, consultation)
    origin = Origin(consultation_id=consultation.id, name=_free_name(work, consultation, name))
    work.session.add(origin)
    touch_catalogue(work, consultation)
    audit.record(work, "origin.added", origin.name, consultation_id=consultation.id)
    return origin


def rename_origin(work: Work, consultation: Consultation, origin: Origin, name: str) -> None:
    """On every measure that has it."""
    require_editor(work, consultation)
    if " ".join(name.split()) == origin.name:
        return
    name = _free_name(work, consultation, name)
    audit.record(work, "origin.changed", name, detail=origin.name, consultation_id=consultation.id)
    origin.name = name
    touch_catalogue(work, consultation)


def _free_name(work: Work, consultation: Consultation, name: str) -> str:
    name = one_line(name, NO_NAME, "name")
    taken = select(Origin.id).where(Origin.consultation_id == consultation.id, Origin.name == name)
    if work.session.scalar(taken) is not None:
        raise Invalid(NAME_TAKEN, field="name", name=name)
    return name
