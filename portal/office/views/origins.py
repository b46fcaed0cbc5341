"""Origins: adding, renaming and deleting the groups that drafted measures."""

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from portal.consultations import operations
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.consultations.policy import may_edit
from portal.kernel.errors import Invalid
from portal.kernel.words import N_
from portal.office.forms.skeleton import OriginForm
from portal.office.queries.tree import is_unused_origin, origin_named
from portal.office.views.blueprint import bp
from portal.office.views.parts import back, part_page
from portal.web.moment import current_work

NEW, OLD = N_("Herkunft anlegen"), N_("Herkunft umbenennen")
HINTS = {"name": N_("Die Gruppe, die Maßnahmen entworfen hat, wie „Expert*innengruppe Bildung“.")}


@bp.get("/<consultation>/office/origins/new", access=may_edit)
def origin_new(consultation: Consultation) -> ResponseReturnValue:
    return part_page(consultation, NEW, OriginForm(formdata=None), HINTS)


@bp.post("/<consultation>/office/origins/new", access=may_edit)
def origin_add(consultation: Consultation) -> ResponseReturnValue:
    form = OriginForm()
    if form.validate():
        try:
            operations.add_origin(current_work(), consultation, form.name.data or "")
            return back(consultation, "origins", "added")
        except Invalid as refusal:
            form.refuse(refusal)
    return part_page(consultation, NEW, form, HINTS), 422


@bp.get("/<consultation>/office/origins/<int:number>", access=may_edit)
def origin(consultation: Consultation, number: int) -> ResponseReturnValue:
    work = current_work()
    found = origin_named(work, consultation, number) or abort(404)
    is_unused = is_unused_origin(consultations.structure(work, consultation), number)
    remove = url_for(".origin_remove", consultation=consultation.slug, number=number)
    form = OriginForm(formdata=None, obj=found)
    return part_page(consultation, OLD, form, HINTS, remove if is_unused else None)


@bp.post("/<consultation>/office/origins/<int:number>", access=may_edit)
def origin_rename(consultation: Consultation, number: int) -> ResponseReturnValue:
    work, form = current_work(), OriginForm()
    found = origin_named(work, consultation, number) or abort(404)
    if form.validate():
        try:
            operations.rename_origin(work, consultation, found, form.name.data or "")
            return back(consultation, "origins")
        except Invalid as refusal:
            form.refuse(refusal)
    return part_page(consultation, OLD, form, HINTS), 422


@bp.post("/<consultation>/office/origins/<int:number>/remove", access=may_edit)
def origin_remove(consultation: Consultation, number: int) -> ResponseReturnValue:
    work = current_work()
    operations.remove_origin(work, consultation, origin_named(work, consultation, number) or abort(404))
    return back(consultation, "origins", "removed")
