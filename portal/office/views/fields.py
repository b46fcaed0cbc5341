"""Fields of action: adding, renaming, moving up and down, and deleting an empty one."""

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from portal.consultations import operations
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.consultations.policy import may_edit
from portal.kernel.errors import Invalid
from portal.kernel.words import N_
from portal.office.forms.skeleton import FieldForm
from portal.office.queries.tree import field_named, is_empty_field
from portal.office.views.blueprint import bp
from portal.office.views.parts import asked_step, back, part_page
from portal.web.moment import current_work

NEW, OLD = N_("Handlungsfeld anlegen"), N_("Handlungsfeld ändern")
HINTS = {
    "code": N_("Ein Buchstabe oder kurzer Text, wie „B“. Die Codes der Ziele und Maßnahmen ändern sich nicht mit."),
    "summary": N_("Ein oder zwei Sätze für den Überblick."),
}


@bp.get("/<consultation>/office/fields/new", access=may_edit)
def field_new(consultation: Consultation) -> ResponseReturnValue:
    return part_page(consultation, NEW, FieldForm(formdata=None), HINTS)


@bp.post("/<consultation>/office/fields/new", access=may_edit)
def field_add(consultation: Consultation) -> ResponseReturnValue:
    form = FieldForm()
    if form.validate():
        try:
            made = operations.add_field(current_work(), consultation, *_said(form))
            return back(consultation, f"field-{made.id}", "added")
        except Invalid as refusal:
            form.refuse(refusal)
    return part_page(consultation, NEW, form, HINTS), 422


@bp.get("/<consultation>/office/fields/<int:number>", access=may_edit)
def field(consultation: Consultation, number: int) -> ResponseReturnValue:
    skeleton = consultations.structure(current_work(), consultation)
    found = skeleton.field_by_id.get(number) or abort(404)
    remove = url_for(".field_remove", consultation=consultation.slug, number=number)
    form = FieldForm(formdata=None, obj=found)
    return part_page(consultation, OLD, form, HINTS, remove if is_empty_field(skeleton, number) else None)


@bp.post("/<consultation>/office/fields/<int:number>", access=may_edit)
def field_rename(consultation: Consultation, number: int) -> ResponseReturnValue:
    work, form = current_work(), FieldForm()
    found = field_named(work, consultation, number) or abort(404)
    if form.validate():
        code, title, summary = _said(form)
        try:
            operations.rename_field(work, consultation, found, code=code, title=title, summary=summary)
            return back(consultation, f"field-{number}")
        except Invalid as refusal:
            form.refuse(refusal)
    return part_page(consultation, OLD, form, HINTS), 422


@bp.post("/<consultation>/office/fields/<int:number>/move", access=may_edit)
def field_move(consultation: Consultation, number: int) -> ResponseReturnValue:
    work, step = current_work(), asked_step()
    operations.move_field(work, consultation, field_named(work, consultation, number) or abort(404), step)
    return back(consultation, f"field-{number}")


@bp.post("/<consultation>/office/fields/<int:number>/remove", access=may_edit)
def field_remove(consultation: Consultation, number: int) -> ResponseReturnValue:
    work = current_work()
    operations.remove_field(work, consultation, field_named(work, consultation, number) or abort(404))
    return back(consultation, "main", "removed")


def _said(form: FieldForm) -> tuple[str, str, str]:
    return form.code.data or "", form.title.data or "", form.summary.data or ""
