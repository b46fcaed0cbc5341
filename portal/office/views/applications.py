"""Those who asked to take part: one click invites them, or they get an answer with a reason."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.consultations.models import Consultation
from portal.consultations.policy import may_edit
from portal.kernel.actor import Role
from portal.kernel.errors import Invalid
from portal.kernel.work import Work
from portal.office.forms.participation import NO_ROLE, AcceptanceForm, RefusalForm
from portal.office.views.blueprint import bp
from portal.office.views.parts import asked_page
from portal.stakeholders import operations
from portal.stakeholders.queries import groups
from portal.stakeholders.queries.applications import PER_PAGE, application_to_answer, count_applications
from portal.stakeholders.queries.applications import applications as list_applications
from portal.web.forms import Form
from portal.web.moment import current_work

ROLES = {"member": Role.MEMBER, "releaser": Role.RELEASER}


@bp.get("/<consultation>/office/applications", access=may_edit)
def applications(consultation: Consultation) -> ResponseReturnValue:
    return _page(current_work(), consultation)


@bp.post("/<consultation>/office/applications/<public_id>/accept", access=may_edit)
def application_accept(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    work = current_work()
    found = application_to_answer(work, consultation, public_id) or abort(404)
    form = AcceptanceForm(groups(work, consultation))
    role = ROLES.get(form.role.data or "")
    valid = form.validate()
    if role is None:
        form.complain("role", NO_ROLE)
    if not valid or role is None:
        return _page(work, consultation, form, public_id), 422
    try:
        with work.session.begin_nested():
            operations.accept_application(
                work,
                consultation,
                found,
                role=role,
                group_key=form.group.data or "",
                organisation=form.organisation.data or "",
            )
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(work, consultation, form, public_id), 422
    return redirect(url_for(".applications", consultation=consultation.slug, done="taken-on"), 303)


@bp.post("/<consultation>/office/applications/<public_id>/decline", access=may_edit)
def application_decline(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    work, form = current_work(), RefusalForm()
    found = application_to_answer(work, consultation, public_id) or abort(404)
    try:
        operations.decline_application(work, consultation, found, form.reason.data or "")
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(work, consultation, form, public_id), 422
    return redirect(url_for(".applications", consultation=consultation.slug, done="turned-down"), 303)


def _page(work: Work, consultation: Consultation, refused: Form | None = None, public_id: str = "") -> str:
    """`refused` is the form that was sent for the application with that number."""
    page = asked_page() if request.method == "GET" else 1
    waiting, number = count_applications(work, consultation)
    return render_template(
        "office/applications.html",
        lines=list_applications(work, consultation, page),
        waiting=waiting,
        groups=groups(work, consultation),
        refused=refused,
        refused_id=public_id,
        page=page,
        has_more=number > page * PER_PAGE,
    )
