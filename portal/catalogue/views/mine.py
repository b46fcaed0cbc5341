"""What somebody and their organisation have said or begun to say."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.catalogue import queries
from portal.catalogue.views.blueprint import bp
from portal.comments.drafts import discard_draft
from portal.comments.policy import may_take_part
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.kernel.actor import Role
from portal.stakeholders.models import Organisation
from portal.stakeholders.operations import set_short_mode
from portal.stakeholders.policy import may_invite_colleagues, releases_for
from portal.web.moment import current_work


@bp.get("/<consultation>/mine", access=may_take_part)
def mine(consultation: Consultation) -> ResponseReturnValue:
    work = current_work()
    return render_template(
        "catalogue/mine.html",
        mine=queries.mine(work, consultation),
        items=consultations.structure(work, consultation).by_id,
        releasing=work.actor.in_consultation(consultation.id, Role.RELEASER),
        saved=request.args.get("item", "") if request.args.get("done") == "draft" else "",
    )


@bp.post("/<consultation>/drafts/<public_id>/discard", access=may_take_part)
def discard(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    discard_draft(current_work(), consultation, public_id)
    return redirect(url_for(".mine", consultation=consultation.slug, done="discarded"), 303)


@bp.post("/<consultation>/mine/short-mode", access=may_invite_colleagues)
def short_mode(consultation: Consultation) -> ResponseReturnValue:
    """Who releases decides whether every member may."""
    work = current_work()
    own, asked = releases_for(work.actor, consultation), request.form.get("organisation", "")
    organisation_id = int(asked) if asked.isdecimal() and len(asked) < 10 else min(own)
    if organisation_id not in own:
        abort(404)
    organisation = work.session.get_one(Organisation, organisation_id)
    set_short_mode(work, consultation, organisation, is_short=request.form.get("mode") == "short")
    return redirect(url_for(".mine", consultation=consultation.slug, done="saved"), 303)
