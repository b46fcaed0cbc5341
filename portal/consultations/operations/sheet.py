"""The measure sheet: its sections, what they are called, and their order."""

import re

from sqlalchemy import select

from portal.audit import operations as audit
from portal.consultations.models import Consultation, Section
from portal.consultations.operations.order import moved
from portal.consultations.operations.refusals import hold, one_line, require_editor
from portal.consultations.operations.touching import touch_catalogue
from portal.kernel.errors import Invalid
from portal.kernel.words import N_
from portal.kernel.work import Work

BAD_KEY = N_("Ein Kürzel besteht aus höchstens 40 Kleinbuchstaben, Ziffern und Unterstrichen.")
KEY_TAKEN = N_("Das Kürzel %(key)s ist schon vergeben.")
NO_LABEL = N_("Bitte geben Sie an, wie der Abschnitt heißt.")

OTHER_COLUMNS = frozenset({"type", "code", "title", "field", "goals", "kind", "origin", "recommended_to", "note"})
"""What files of a catalogue call everything that is no section."""
OTHER_ANCHORS = frozenset({"main", "errors", "stances", "measures", "comments"})
"""Places on the page of an item that are no section."""


def add_section(work: Work, consultation: Consultation, key: str, label: str, label_en: str = "") -> Section:
    """A further part of the measure sheet, at its end; the key stays for good."""
    require_editor(work, consultation)
    sections = _sections(work, consultation)
    if not re.fullmatch(r"\w{1,40}", key) or key != key.lower():
        raise Invalid(BAD_KEY, field="key")
    if key in OTHER_COLUMNS | OTHER_ANCHORS | {other.key for other in sections}:
        raise Invalid(KEY_TAKEN, field="key", key=key)
    section = Section(
        consultation_id=consultation.id,
        key=key,
        label=one_line(label, NO_LABEL, "label"),
        label_en=" ".join(label_en.split()),
        position=max((other.position for other in sections), default=-1) + 1,
    )
    work.session.add(section)
    touch_catalogue(work, consultation)
    audit.record(work, "section.added", key, consultation_id=consultation.id)
    return section


def rename_section(work: Work, consultation: Consultation, section: Section, label: str, label_en: str) -> None:
    """What people call it; links, files and comments know it by its key, which stays."""
    require_editor(work, consultation)
    label, label_en = one_line(label, NO_LABEL, "label"), " ".join(label_en.split())
    if (label, label_en) == (section.label, section.label_en):
        return
    audit.record(work, "section.changed", section.key, detail=section.label, consultation_id=consultation.id)
    section.label, section.label_en = label, label_en
    touch_catalogue(work, consultation)


def move_section(work: Work, consultation: Consultation, section: Section, by: int) -> None:
    """So many places down, or up when negative; nothing happens at the ends."""
    require_editor(work, consultation)
    hold(work, consultation)
    if moved(_sections(work, consultation), section, by):
        touch_catalogue(work, consultation)
        audit.record(work, "section.moved", section.key, detail=f"{by:+}", consultation_id=consultation.id)


def _sections(work: Work, consultation: Consultation) -> list[Section]:
    here = select(Section).where(Section.consultation_id == consultation.id).order_by(Section.position, Section.id)
    return list(work.session.scalars(here.execution_options(populate_existing=True)))
