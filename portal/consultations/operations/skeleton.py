"""The skeleton of a catalogue: its fields of action, the sections of the sheet, the origins."""

from sqlalchemy import func, select

from portal.audit import operations as audit
from portal.consultations.models import Consultation, Field, Origin, Section
from portal.consultations.operations.refusals import checked_code, require_editor
from portal.consultations.operations.touching import touch_catalogue
from portal.kernel.work import Work


def add_field(work: Work, consultation: Consultation, code: str, title: str, summary: str = "") -> Field:
    require_editor(work, consultation)
    last = work.session.scalar(select(func.max(Field.position)).where(Field.consultation_id == consultation.id))
    field = Field(
        consultation_id=consultation.id,
        code=checked_code(code),
        title=title,
        summary=summary,
        position=0 if last is None else last + 1,
    )
    work.session.add(field)
    touch_catalogue(work, consultation)
    audit.record(work, "field.added", field.code, consultation_id=consultation.id)
    return field


def add_section(work: Work, consultation: Consultation, key: str, label: str, label_en: str = "") -> Section:
    """A further part of the measure sheet, at its end."""
    require_editor(work, consultation)
    last = work.session.scalar(select(func.max(Section.position)).where(Section.consultation_id == consultation.id))
    section = Section(
        consultation_id=consultation.id,
        key=key,
        label=label,
        label_en=label_en,
        position=0 if last is None else last + 1,
    )
    work.session.add(section)
    touch_catalogue(work, consultation)
    audit.record(work, "section.added", key, consultation_id=consultation.id)
    return section


def origin_named(work: Work, consultation: Consultation, name: str) -> Origin:
    """The origin group of that name, made if there is none."""
    found = work.session.scalar(select(Origin).where(Origin.consultation_id == consultation.id, Origin.name == name))
    if found is None:
        found = Origin(consultation_id=consultation.id, name=name)
        work.session.add(found)
        work.session.flush()
    return found
