"""Sections of the measure sheet: adding, renaming, moving up and down, and deleting one that nobody has filled."""

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from portal.consultations import operations
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.consultations.policy import may_edit
from portal.imports.mapping.applying import section_key
from portal.kernel.errors import Invalid
from portal.kernel.words import N_
from portal.office.forms.skeleton import NewSectionForm, SectionForm
from portal.office.queries.tree import is_empty_section, section_named
from portal.office.views.blueprint import bp
from portal.office.views.parts import asked_step, back, part_page
from portal.web.moment import current_work

NEW, OLD = N_("Abschnitt anlegen"), N_("Abschnitt umbenennen")
HINTS = {
    "key": N_("So heißt der Abschnitt in Adressen und Dateien; es bleibt für immer. Leer: aus der Überschrift."),
    "label_en": N_("Leer: die deutsche Überschrift."),
}


@bp.get("/<consultation>/office/sections/new", access=may_edit)
def section_new(consultation: Consultation) -> ResponseReturnValue:
    return part_page(consultation, NEW, NewSectionForm(formdata=None), HINTS)


@bp.post("/<consultation>/office/sections/new", access=may_edit)
def section_add(consultation: Consultation) -> ResponseReturnValue:
    form = NewSectionForm()
    if form.validate():
        label, label_en = _said(form)
        key = (form.key.data or "").strip() or section_key(label)
        try:
            made = operations.add_section(current_work(), consultation, key, label, label_en)
            return back(consultation, f"section-{made.id}", "added")
        except Invalid as refusal:
            form.refuse(refusal)
    return part_page(consultation, NEW, form, HINTS), 422


@bp.get("/<consultation>/office/sections/<int:number>", access=may_edit)
def section(consultation: Consultation, number: int) -> ResponseReturnValue:
    work = current_work()
    found = consultations.structure(work, consultation).section_by_id.get(number) or abort(404)
    remove = url_for(".section_remove", consultation=consultation.slug, number=number)
    form = SectionForm(formdata=None, obj=found)
    return part_page(consultation, OLD, form, HINTS, remove if is_empty_section(work, number) else None)


@bp.post("/<consultation>/office/sections/<int:number>", access=may_edit)
def section_rename(consultation: Consultation, number: int) -> ResponseReturnValue:
    work, form = current_work(), SectionForm()
    found = section_named(work, consultation, number) or abort(404)
    if form.validate():
        try:
            operations.rename_section(work, consultation, found, *_said(form))
            return back(consultation, f"section-{number}")
        except Invalid as refusal:
            form.refuse(refusal)
    return part_page(consultation, OLD, form, HINTS), 422


@bp.post("/<consultation>/office/sections/<int:number>/move", access=may_edit)
def section_move(consultation: Consultation, number: int) -> ResponseReturnValue:
    work, step = current_work(), asked_step()
    operations.move_section(work, consultation, section_named(work, consultation, number) or abort(404), step)
    return back(consultation, f"section-{number}")


@bp.post("/<consultation>/office/sections/<int:number>/remove", access=may_edit)
def section_remove(consultation: Consultation, number: int) -> ResponseReturnValue:
    work = current_work()
    operations.remove_section(work, consultation, section_named(work, consultation, number) or abort(404))
    return back(consultation, "sheet", "removed")


def _said(form: SectionForm) -> tuple[str, str]:
    return form.label.data or "", form.label_en.data or ""
