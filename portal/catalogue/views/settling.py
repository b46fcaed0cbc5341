"""An author's answer to the question whether a new version settles the point of a comment."""

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.catalogue.views.blueprint import bp
from portal.comments import policy
from portal.comments.queries import comment_to_change
from portal.consultations.models import Consultation
from portal.decisions.models import Settled
from portal.decisions.operations.asking import settle_point
from portal.decisions.queries.returned import has_question
from portal.kernel.errors import Invalid
from portal.kernel.words import N_
from portal.web.moment import current_work

NO_ANSWER = N_("Bitte wählen Sie eine der drei Antworten.")


@bp.post("/<consultation>/comments/<public_id>/settle", access=policy.may_take_part)
def settle(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    work = current_work()
    comment = comment_to_change(work, consultation, public_id.upper()) or abort(404)
    if not has_question(work, comment):
        abort(404)
    known = {settled.value: settled for settled in Settled}
    chosen = known.get(request.form.get("settled", ""))
    if chosen is None:
        raise Invalid(NO_ANSWER)
    settle_point(work, consultation, comment, chosen, request.form.get("remark", ""))
    return redirect(
        url_for(".receipt", consultation=consultation.slug, public_id=comment.public_id, done="settled"), 303
    )
