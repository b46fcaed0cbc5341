"""Where the link in an invitation leads: looking at it changes nothing, sending the form accepts."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.operations import begin_session
from portal.accounts.passwords import hash_password
from portal.accounts.signed_in import let_in
from portal.consultations import policy as consultation_policy
from portal.consultations.models import Consultation
from portal.kernel.errors import Invalid
from portal.kernel.work import Work
from portal.stakeholders import operations
from portal.stakeholders.forms import AcceptForm
from portal.stakeholders.mails import abilities
from portal.stakeholders.queries import account_actor
from portal.stakeholders.queries.invitations import InvitationState, OpenedInvitation, Way, opened
from portal.stakeholders.views.blueprint import bp
from portal.web.access import anyone
from portal.web.browsers import browser_name
from portal.web.languages import current_language, current_words
from portal.web.moment import current_work, reading


@bp.get("/invitations/<token>", access=anyone)
def invitation(token: str) -> ResponseReturnValue:
    work = current_work()
    found = opened(work, token)
    if found is None or not found.state.is_open:
        return _over(work, found)
    return _page(work, found, AcceptForm(formdata=None, name=found.name))


@bp.post("/invitations/<token>", access=anyone)
def accept(token: str) -> ResponseReturnValue:
    form = AcceptForm()
    with reading() as look:
        found = opened(look, token)
        if found is None or not found.state.is_open:
            return _over(look, found)
        way = found.way_for(look.actor)
        if way not in (Way.CHOOSE, Way.CONFIRM):
            return _page(look, found, form), 403
        if way is Way.CHOOSE and not form.is_good_for(found.email):
            return _page(look, found, form), 422
    password_hash = hash_password(form.password.data or "") if way is Way.CHOOSE else ""
    work = current_work()
    try:
        welcome = operations.accept(work, token, form.name.data or "", password_hash, language=current_language())
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(work, found, form), 422
    if welcome.is_new:
        let_in(begin_session(work, welcome.account, browser_name(request.user_agent.string)))
    here, actor = welcome.consultation, account_actor(work.session, welcome.account.id)
    if consultation_policy.may_see(actor, here, work.now):
        return redirect(url_for("catalogue.overview", consultation=here.slug, done="accepted"), 303)
    return redirect(url_for("catalogue.home", done="accepted"), 303)


def _page(work: Work, found: OpenedInvitation, form: AcceptForm) -> str:
    return render_template(
        "stakeholders/invitation.html",
        found=found,
        way=found.way_for(work.actor),
        abilities=abilities(current_words(), found.role, chair=found.chair, organisation=found.organisation),
        form=form,
        **_plan_of(work, found),
    )


def _over(work: Work, found: OpenedInvitation | None) -> ResponseReturnValue:
    """A link that lets nobody in: unknown 404, used by a second POST 409, else 410."""
    if found is None:
        return render_template("stakeholders/unknown.html"), 404
    used_now = request.method == "POST" and found.state is InvitationState.ACCEPTED
    page = render_template(
        "stakeholders/over.html", found=found, is_own=found.is_of(work.actor), **_plan_of(work, found)
    )
    return page, 409 if used_now else 410


def _plan_of(work: Work, found: OpenedInvitation) -> dict[str, Consultation]:
    """The consultation; it gives the page its head only if the reader could open it."""
    is_seen = consultation_policy.may_see(work.actor, found.consultation, work.now)
    return {"about": found.consultation} | ({"consultation": found.consultation} if is_seen else {})
