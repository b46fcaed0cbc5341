"""Groups and organisations: how far each takes part, its name, its members, and more time for it."""

import re

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.comments.coverage import Participation, coverage
from portal.consultations.models import Consultation
from portal.consultations.policy import may_edit
from portal.kernel.codes import fold
from portal.kernel.errors import Invalid
from portal.kernel.work import Work
from portal.office.forms.participation import NO_GROUP, ExtensionForm, GroupForm, OrganisationForm, RenameForm
from portal.office.views.blueprint import bp
from portal.stakeholders import operations
from portal.stakeholders.models import Organisation
from portal.stakeholders.queries import groups
from portal.stakeholders.queries.invitations import Sought
from portal.stakeholders.queries.invitations import invitations as list_invitations
from portal.stakeholders.queries.members import members, membership_to_end, organisation_named
from portal.web.moment import current_work


@bp.get("/<consultation>/office/organisations", access=may_edit)
def organisations(consultation: Consultation) -> ResponseReturnValue:
    work = current_work()
    known = groups(work, consultation)
    return _list_page(work, consultation, OrganisationForm(known, formdata=None), GroupForm(formdata=None))


@bp.post("/<consultation>/office/organisations", access=may_edit)
def organisation_add(consultation: Consultation) -> ResponseReturnValue:
    work = current_work()
    known = groups(work, consultation)
    form = OrganisationForm(known)
    group = next((line for line in known if line.key == form.group.data), None)
    valid = form.validate()
    if valid and group is None:
        form.complain("group", NO_GROUP)
    if not valid or group is None:
        return _list_page(work, consultation, form, GroupForm(formdata=None)), 422
    try:
        added = operations.add_organisation(work, consultation, form.name.data or "", group.id)
    except Invalid as refusal:
        form.refuse(refusal)
        return _list_page(work, consultation, form, GroupForm(formdata=None)), 422
    return _to(consultation, added.id, "saved")


@bp.post("/<consultation>/office/organisations/groups", access=may_edit)
def organisation_group_add(consultation: Consultation) -> ResponseReturnValue:
    work, form = current_work(), GroupForm()
    name = form.group_name.data or ""
    try:
        if form.validate():
            operations.add_group(work, consultation, _key_for(name), name, form.name_en.data or "")
            return redirect(url_for(".organisations", consultation=consultation.slug, done="saved"), 303)
    except Invalid as refusal:
        form.complain("group_name", refusal.sentence, **refusal.values)
    known = groups(work, consultation)
    return _list_page(work, consultation, OrganisationForm(known, formdata=None), form), 422


@bp.get("/<consultation>/office/organisations/<int:number>", access=may_edit)
def organisation(consultation: Consultation, number: int) -> ResponseReturnValue:
    work = current_work()
    found = _named(work, consultation, number)
    return _page(work, consultation, found, RenameForm(formdata=None, name=found.name), ExtensionForm(formdata=None))


@bp.post("/<consultation>/office/organisations/<int:number>/rename", access=may_edit)
def organisation_rename(consultation: Consultation, number: int) -> ResponseReturnValue:
    work, form = current_work(), RenameForm()
    found = _named(work, consultation, number)
    try:
        if form.validate():
            operations.rename_organisation(work, consultation, found, form.name.data or "")
            return _to(consultation, found.id, "saved")
    except Invalid as refusal:
        form.refuse(refusal)
    return _page(work, consultation, found, form, ExtensionForm(formdata=None)), 422


@bp.post("/<consultation>/office/organisations/<int:number>/extend", access=may_edit)
def organisation_extend(consultation: Consultation, number: int) -> ResponseReturnValue:
    work, form = current_work(), ExtensionForm()
    found = _named(work, consultation, number)
    try:
        if form.validate():
            operations.grant_extension(work, consultation, found, form.end, form.reason.data or "")
            return _to(consultation, found.id, "extended")
    except Invalid as refusal:
        form.refuse(refusal)
    return _page(work, consultation, found, RenameForm(formdata=None, name=found.name), form), 422


@bp.post("/<consultation>/office/organisations/<int:number>/mode", access=may_edit)
def organisation_mode(consultation: Consultation, number: int) -> ResponseReturnValue:
    work = current_work()
    found = _named(work, consultation, number)
    operations.set_short_mode(work, consultation, found, is_short=request.form.get("mode") == "short")
    return _to(consultation, found.id, "saved")


@bp.post("/<consultation>/office/members/<int:number>/end", access=may_edit)
def organisation_member_end(consultation: Consultation, number: int) -> ResponseReturnValue:
    work = current_work()
    found = membership_to_end(work, consultation, number) or abort(404)
    operations.end_membership(work, consultation, found)
    if found.organisation_id is None:
        return redirect(url_for(".invitations", consultation=consultation.slug, done="left"), 303)
    return _to(consultation, found.organisation_id, "left")


def _named(work: Work, consultation: Consultation, number: int) -> Organisation:
    return organisation_named(work, consultation, number) or abort(404)


def _to(consultation: Consultation, number: int, done: str) -> ResponseReturnValue:
    return redirect(url_for(".organisation", consultation=consultation.slug, number=number, done=done), 303)


def _key_for(name: str) -> str:
    """A key made of the letters of the name; the operation refuses one that is taken or empty."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:60]


def _list_page(work: Work, consultation: Consultation, form: OrganisationForm, group_form: GroupForm) -> str:
    everybody, known = coverage(work, consultation), groups(work, consultation)
    state = next((state for state in Participation if state.value == request.args.get("state")), None)
    group = next((line for line in known if line.key == request.args.get("group")), None)
    in_group = [row for row in everybody if group is None or row.group_id == group.id]
    in_state = [row for row in everybody if state is None or row.state is state]
    return render_template(
        "office/organisations.html",
        rows=[row for row in in_group if state is None or row.state is state],
        counts={each: sum(row.state is each for row in in_group) for each in Participation},
        total=len(in_group),
        groups=known,
        group_counts={line.id: sum(row.group_id == line.id for row in in_state) for line in known},
        in_all_groups=len(in_state),
        state=state,
        group=group,
        form=form,
        group_form=group_form,
    )


def _page(
    work: Work, consultation: Consultation, found: Organisation, rename: RenameForm, extension: ExtensionForm
) -> str:
    return render_template(
        "office/organisation.html",
        found=found,
        row=next(row for row in coverage(work, consultation) if row.id == found.id),
        group=next(line for line in groups(work, consultation) if line.id == found.group_id),
        members=members(work, consultation, frozenset({found.id})),
        invitations=list_invitations(work, consultation, Sought(organisation_id=found.id)),
        rename=rename,
        extension=extension,
    )
