"""What somebody and their organisation have said or begun to say."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.catalogue import queries
from portal.catalogue.views.blueprint import bp
from portal.comments.drafts import discard_draft
from portal.comments.policy import may_take_part
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.web.moment import current_work


@bp.get("/<consultation>/mine", access=may_take_part)
def mine(consultation: Consultation) -> ResponseReturnValue:
    work = current_work()
    return render_template(
        "catalogue/mine.html",
        mine=queries.mine(work, consultation),
        items=consultations.structure(work, consultation).by_id,
        saved=request.args.get("item", "") if request.args.get("done") == "draft" else "",
    )


@bp.post("/<consultation>/drafts/<public_id>/discard", access=may_take_part)
def discard(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    discard_draft(current_work(), consultation, public_id)
    return redirect(url_for(".mine", consultation=consultation.slug, done="discarded"), 303)
