"""Fields of action: adding, renaming, and their order."""

from sqlalchemy import select

from portal.audit import operations as audit
from portal.consultations.models import Consultation, Field
from portal.consultations.operations.order import moved
from portal.consultations.operations.refusals import NO_TITLE, checked_code, hold, one_line, require_editor
from portal.consultations.operations.touching import touch_catalogue
from portal.kernel.errors import Invalid
from portal.kernel.words import N_
from portal.kernel.work import Work

FIELD_TAKEN = N_("Ein Handlungsfeld mit dem Code %(code)s gibt es schon.")


def add_field(work: Work, consultation: Consultation, code: str, title: str, summary: str = "") -> Field:
    """A further field at the end. Raise `Invalid` about a code that is taken or no code, or a missing title."""
    require_editor(work, consultation)
    fields = _fields(work, consultation)
    field = Field(
        consultation_id=consultation.id,
        code=_free_code(fields, code),
        title=one_line(title, NO_TITLE, "title"),
        summary=summary.strip(),
        position=max((other.position for other in fields), default=-1) + 1,
    )
    work.session.add(field)
    touch_catalogue(work, consultation)
    audit.record(work, "field.added", field.code, consultation_id=consultation.id)
    return field


def rename_field(work: Work, consultation: Consultation, field: Field, *, code: str, title: str, summary: str) -> None:
    """Everywhere at once; the codes of its goals and measures stay as they are."""
    require_editor(work, consultation)
    others = [other for other in _fields(work, consultation) if other.id != field.id]
    code, title, summary = _free_code(others, code), one_line(title, NO_TITLE, "title"), summary.strip()
    if (code, title, summary) == (field.code, field.title, field.summary):
        return
    audit.record(work, "field.changed", code, detail=field.code, consultation_id=consultation.id)
    field.code, field.title, field.summary = code, title, summary
    touch_catalogue(work, consultation)


def move_field(work: Work, consultation: Consultation, field: Field, by: int) -> None:
    """So many places down, or up when negative; nothing happens at the ends."""
    require_editor(work, consultation)
    hold(work, consultation)
    if moved(_fields(work, consultation), field, by):
        touch_catalogue(work, consultation)
        audit.record(work, "field.moved", field.code, detail=f"{by:+}", consultation_id=consultation.id)


def _fields(work: Work, consultation: Consultation) -> list[Field]:
    here = select(Field).where(Field.consultation_id == consultation.id).order_by(Field.position, Field.id)
    return list(work.session.scalars(here.execution_options(populate_existing=True)))


def _free_code(others: list[Field], code: str) -> str:
    code = checked_code(code)
    if code in {other.code for other in others}:
        raise Invalid(FIELD_TAKEN, field="code", code=code)
    return code
