"""Who is invited and how the letters fare; inviting one person or a list."""

from collections.abc import Sequence
from urllib.parse import urlencode

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.consultations.models import Consultation
from portal.consultations.policy import may_edit
from portal.kernel.errors import Invalid
from portal.kernel.work import Work
from portal.office.forms.participation import InviteForm, ListForm
from portal.office.views.blueprint import bp
from portal.office.views.parts import asked_page
from portal.stakeholders import operations
from portal.stakeholders.models import Invitation
from portal.stakeholders.operations import Rehearsal
from portal.stakeholders.queries import groups
from portal.stakeholders.queries import organisations as all_organisations
from portal.stakeholders.queries.invitations import (
    PER_PAGE,
    InvitationState,
    Sought,
    count_invitations,
    invitation_to_change,
)
from portal.stakeholders.queries.invitations import invitations as list_invitations
from portal.stakeholders.reading import Fault, Row
from portal.web.moment import current_work, reading

MOST_SHOWN = 200
"""Rows of a list that was tried out."""


@bp.get("/<consultation>/office/invitations", access=may_edit)
def invitations(consultation: Consultation) -> ResponseReturnValue:
    work, sought = current_work(), _sought()
    page = asked_page()
    counts = count_invitations(work, consultation, Sought(text=sought.text))
    number = counts[sought.state] if sought.state else sum(counts.values())
    return render_template(
        "office/invitations.html",
        lines=list_invitations(work, consultation, sought, page),
        counts=counts,
        sought=sought,
        page=page,
        has_more=number > page * PER_PAGE,
    )


@bp.get("/<consultation>/office/invitations/new", access=may_edit)
def invite_one(consultation: Consultation) -> ResponseReturnValue:
    work = current_work()
    asked = {"organisation": request.args.get("organisation", "")}
    return _one_page(work, consultation, InviteForm(groups(work, consultation), formdata=None, **asked))


@bp.post("/<consultation>/office/invitations/new", access=may_edit)
def invite(consultation: Consultation) -> ResponseReturnValue:
    work = current_work()
    form = InviteForm(groups(work, consultation))
    invitee = form.invitee()
    if invitee is None:
        return _one_page(work, consultation, form), 422
    try:
        operations.invite(work, consultation, invitee)
    except Invalid as refusal:
        form.refuse(refusal)
        return _one_page(work, consultation, form), 422
    return redirect(url_for(".invitations", consultation=consultation.slug, done="invited"), 303)


@bp.get("/<consultation>/office/invitations/list", access=may_edit)
def invite_list(consultation: Consultation) -> ResponseReturnValue:
    return _list_page(current_work(), consultation, ListForm(formdata=None))


@bp.post("/<consultation>/office/invitations/list", access=may_edit)
def invite_all(consultation: Consultation) -> ResponseReturnValue:
    """`step=check` shows what would happen, `step=send` invites everybody or nobody."""
    form = ListForm()
    try:
        listed = form.read()
    except Invalid as refusal:
        form.refuse(refusal)
        listed = None
    with reading() as look:
        if listed is None:
            return _list_page(look, consultation, form), 422
        tried = operations.rehearse(look, consultation, listed.rows)
        faults = sorted((*listed.faults, *tried.faults), key=lambda fault: fault.row)
        if faults or request.form.get("step") != "send":
            page = _list_page(look, consultation, form, listed.rows, faults, tried)
            return page, 422 if faults else 200
    operations.invite_many(current_work(), consultation, listed.rows)
    return redirect(url_for(".invitations", consultation=consultation.slug, done="invited"), 303)


@bp.post("/<consultation>/office/invitations/<int:number>/resend", access=may_edit)
def invitation_resend(consultation: Consultation, number: int) -> ResponseReturnValue:
    work = current_work()
    operations.resend(work, consultation, _named(work, consultation, number))
    return _back(consultation, "resent")


@bp.post("/<consultation>/office/invitations/<int:number>/revoke", access=may_edit)
def invitation_revoke(consultation: Consultation, number: int) -> ResponseReturnValue:
    work = current_work()
    operations.revoke(work, consultation, _named(work, consultation, number))
    return _back(consultation, "revoked")


def _sought() -> Sought:
    asked = request.args.get("state", "")
    known = {state.value: state for state in InvitationState}
    return Sought(state=known.get(asked), text=request.args.get("q", "").strip()[:100])


def _named(work: Work, consultation: Consultation, number: int) -> Invitation:
    return invitation_to_change(work, consultation, number) or abort(404)


def _back(consultation: Consultation, done: str) -> ResponseReturnValue:
    """To the list as it was filtered."""
    filtered = {name: request.args[name] for name in ("state", "q", "page") if request.args.get(name)}
    address = url_for(".invitations", consultation=consultation.slug, done=done)
    return redirect(f"{address}&{urlencode(filtered)}" if filtered else address, 303)


def _one_page(work: Work, consultation: Consultation, form: InviteForm) -> str:
    return render_template("office/invite.html", form=form, bodies=all_organisations(work, consultation))


def _list_page(
    work: Work,
    consultation: Consultation,
    form: ListForm,
    rows: Sequence[Row] = (),
    faults: Sequence[Fault] = (),
    tried: Rehearsal | None = None,
) -> str:
    return render_template(
        "office/invite_list.html",
        form=form,
        rows=rows[:MOST_SHOWN],
        number=len(rows),
        faults=faults[:MOST_SHOWN],
        fault_count=len(faults),
        new_organisations=tried.new_organisations if tried else (),
        groups=groups(work, consultation),
    )
