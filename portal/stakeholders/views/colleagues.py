"""Where releasers look after the members of their own organisation."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.consultations.models import Consultation
from portal.kernel.errors import Invalid
from portal.kernel.work import Work
from portal.stakeholders import operations, policy
from portal.stakeholders.forms import ColleagueForm
from portal.stakeholders.models import Invitation
from portal.stakeholders.queries import organisations
from portal.stakeholders.queries.invitations import InvitationState, Sought, invitation_to_change, invitations
from portal.stakeholders.queries.members import members, membership_to_end
from portal.stakeholders.views.blueprint import bp
from portal.web.limits import LETTERS, limiter
from portal.web.moment import current_work


@bp.get("/<consultation>/organisation", access=policy.may_invite_colleagues)
def organisation(consultation: Consultation) -> ResponseReturnValue:
    return _organisation_page(current_work(), consultation, ColleagueForm(formdata=None))


@bp.post("/<consultation>/organisation/invitations", access=policy.may_invite_colleagues)
@limiter.limit(LETTERS)
def invite_colleague(consultation: Consultation) -> ResponseReturnValue:
    form, work = ColleagueForm(), current_work()
    own = policy.releases_for(work.actor, consultation)
    asked = form.organisation.data or ""
    organisation_id = int(asked) if asked.isdecimal() and len(asked) < 10 else min(own)
    if organisation_id not in own:
        abort(404)
    if not form.validate():
        return _organisation_page(work, consultation, form), 422
    try:
        operations.invite(work, consultation, form.invitee(organisation_id))
    except Invalid as refusal:
        form.refuse(refusal)
        return _organisation_page(work, consultation, form), 422
    return _back(consultation, "invited")


@bp.post("/<consultation>/organisation/invitations/<int:number>/resend", access=policy.may_invite_colleagues)
@limiter.limit(LETTERS)
def resend_to_colleague(consultation: Consultation, number: int) -> ResponseReturnValue:
    work = current_work()
    operations.resend(work, consultation, _own_invitation(work, consultation, number))
    return _back(consultation, "resent")


@bp.post("/<consultation>/organisation/invitations/<int:number>/revoke", access=policy.may_invite_colleagues)
def revoke_from_colleague(consultation: Consultation, number: int) -> ResponseReturnValue:
    work = current_work()
    operations.revoke(work, consultation, _own_invitation(work, consultation, number))
    return _back(consultation, "revoked")


@bp.post("/<consultation>/organisation/members/<int:number>/end", access=policy.may_invite_colleagues)
def end_colleague(consultation: Consultation, number: int) -> ResponseReturnValue:
    work = current_work()
    found = membership_to_end(work, consultation, number) or abort(404)
    if not policy.may_place(work.actor, consultation, found.role, found.organisation_id):
        abort(404)
    operations.end_membership(work, consultation, found)
    return _back(consultation, "left")


def _organisation_page(work: Work, consultation: Consultation, form: ColleagueForm) -> str:
    own = policy.releases_for(work.actor, consultation)
    return render_template(
        "stakeholders/organisation.html",
        bodies=[line for line in organisations(work, consultation) if line.id in own],
        members=members(work, consultation, own),
        invitations=[
            line
            for organisation_id in sorted(own)
            for line in invitations(work, consultation, Sought(organisation_id=organisation_id))
            if line.state is not InvitationState.ACCEPTED
        ],
        form=form,
    )


def _own_invitation(work: Work, consultation: Consultation, number: int) -> Invitation:
    found = invitation_to_change(work, consultation, number) or abort(404)
    if not policy.may_place(work.actor, consultation, found.role, found.organisation_id):
        abort(404)
    return found


def _back(consultation: Consultation, done: str) -> ResponseReturnValue:
    return redirect(url_for(".organisation", consultation=consultation.slug, done=done), 303)
