"""Taking out again what was put in by mistake: what is empty, and what nobody outside can have read."""

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError

from portal.audit import operations as audit
from portal.consultations import policy
from portal.consultations.models import (
    Consultation,
    Field,
    FormerCode,
    GoalLink,
    Item,
    ItemVersion,
    Origin,
    Passage,
    Section,
)
from portal.consultations.operations.refusals import hold, require_editor
from portal.consultations.operations.touching import touch_catalogue
from portal.kernel.errors import Refused, require
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.search import operations as search
from portal.search.models import Subject

IN_USE = N_("Das lässt sich nicht löschen, weil schon etwas daran hängt.")
WAS_PUBLIC = N_(
    "Dieser Katalog war schon öffentlich. Damit Adressen und Verweise gelten, bleiben seine Ziele und Maßnahmen "
    "stehen; was wegfallen soll, streicht die Lenkungsgruppe mit einem Beschluss."
)


def remove_field(work: Work, consultation: Consultation, field: Field) -> None:
    """Only without goals and measures."""
    _remove(work, consultation, field, "field.removed", field.code)


def remove_section(work: Work, consultation: Consultation, section: Section) -> None:
    """Only if no version of any sheet, no comment and no decision has a text in it; its key is free again."""
    _remove(work, consultation, section, "section.removed", section.key)


def remove_origin(work: Work, consultation: Consultation, origin: Origin) -> None:
    """Only if no measure has it."""
    _remove(work, consultation, origin, "origin.removed", origin.name)


def remove_item(work: Work, consultation: Consultation, item: Item) -> None:
    """A goal or measure with all its versions, as long as the consultation was never public; its code is free again.

    Measures that serve a removed goal serve it no longer. Whatever somebody has already attached to it keeps it.
    """
    require_editor(work, consultation)
    hold(work, consultation)
    require(policy.may_lose_items(consultation, work.now), WAS_PUBLIC)
    versions = select(ItemVersion.id).where(ItemVersion.item_id == item.id)
    try:
        with work.session.begin_nested():
            for table, theirs in (
                (GoalLink, or_(GoalLink.measure_id == item.id, GoalLink.goal_id == item.id)),
                (FormerCode, FormerCode.item_id == item.id),
                (Passage, Passage.version_id.in_(versions)),
                (ItemVersion, ItemVersion.item_id == item.id),
            ):
                work.session.execute(delete(table).where(theirs))
            search.forget(work, Subject.ITEM, item.id)
            work.session.delete(item)
    except IntegrityError as fault:
        raise Refused(IN_USE) from fault
    touch_catalogue(work, consultation)
    audit.record(work, "item.removed", item.code, consultation_id=consultation.id)


def _remove(work: Work, consultation: Consultation, row: Field | Section | Origin, event: str, subject: str) -> None:
    """The database itself knows who still refers to the row."""
    require_editor(work, consultation)
    hold(work, consultation)
    try:
        with work.session.begin_nested():
            work.session.delete(row)
    except IntegrityError as fault:
        raise Refused(IN_USE) from fault
    touch_catalogue(work, consultation)
    audit.record(work, event, subject, consultation_id=consultation.id)
