"""Consultations: creating one, and who works in it."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.kernel.actor import Role
from portal.kernel.errors import Invalid
from portal.kernel.work import Work
from portal.office.forms.admin import ConsultationForm, RoleForm
from portal.office.operations.roles import give_role
from portal.office.views.blueprint import bp
from portal.stakeholders.operations import end_membership, found_consultation
from portal.stakeholders.queries import organisations
from portal.stakeholders.queries.members import members, membership_to_end
from portal.web.access import admin
from portal.web.moment import current_work

STAFF = (Role.EDITOR, Role.MODERATOR, Role.STEERING)


@bp.get("/admin/consultations", access=admin)
def admin_consultations() -> ResponseReturnValue:
    return _page(current_work(), ConsultationForm(formdata=None))


@bp.post("/admin/consultations", access=admin)
def admin_consultation_add() -> ResponseReturnValue:
    work, form = current_work(), ConsultationForm()
    if form.validate():
        try:
            made = found_consultation(work, form.slug.data or "", form.title.data or "")
            return redirect(url_for(".admin_roles", slug=made.slug, done="added"), 303)
        except Invalid as refusal:
            form.refuse(refusal)
    return _page(work, form), 422


@bp.get("/admin/consultations/<slug>", access=admin)
def admin_roles(slug: str) -> ResponseReturnValue:
    work = current_work()
    here = _named(work, slug)
    return _roles_page(work, here, RoleForm(organisations(work, here), formdata=None))


@bp.post("/admin/consultations/<slug>", access=admin)
def admin_role_give(slug: str) -> ResponseReturnValue:
    """Somebody with an account has the role at once, everybody else gets an invitation."""
    work = current_work()
    here = _named(work, slug)
    form = RoleForm(organisations(work, here))
    invitee = form.invitee()
    if invitee is not None:
        try:
            done = "role" if give_role(work, here, invitee) else "invited"
            return redirect(url_for(".admin_roles", slug=slug, done=done), 303)
        except Invalid as refusal:
            form.refuse(refusal)
    return _roles_page(work, here, form), 422


@bp.post("/admin/consultations/<slug>/roles/<int:number>/end", access=admin)
def admin_role_end(slug: str, number: int) -> ResponseReturnValue:
    work = current_work()
    here = _named(work, slug)
    end_membership(work, here, membership_to_end(work, here, number) or abort(404))
    return redirect(url_for(".admin_roles", slug=slug, done="left"), 303)


def _named(work: Work, slug: str) -> Consultation:
    return consultations.consultation(work, slug) or abort(404)


def _page(work: Work, form: ConsultationForm) -> str:
    return render_template(
        "office/admin_consultations.html",
        form=form,
        consultations=[(here, here.phase(work.now)) for here in consultations.consultations(work)],
    )


def _roles_page(work: Work, here: Consultation, form: RoleForm) -> str:
    staff = [line for line in members(work, here) if line.role in STAFF]
    return render_template("office/admin_roles.html", here=here, form=form, staff=staff)
