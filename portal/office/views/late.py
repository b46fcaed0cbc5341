"""Late comments, which count only when the office includes them with a reason."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.comments.operations import include_late
from portal.comments.queries import comment_to_change
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.kernel.errors import Invalid
from portal.kernel.work import Work
from portal.office.forms.participation import ReasonForm
from portal.office.policy import may_read_late
from portal.office.queries.tasks import late_comments
from portal.office.views.blueprint import bp
from portal.web.moment import current_work


@bp.get("/<consultation>/office/late", access=may_read_late)
def late(consultation: Consultation) -> ResponseReturnValue:
    return _page(current_work(), consultation)


@bp.post("/<consultation>/office/late/<public_id>", access=may_read_late)
def late_include(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    work, form = current_work(), ReasonForm()
    comment = comment_to_change(work, consultation, public_id) or abort(404)
    try:
        if form.validate():
            include_late(work, consultation, comment, form.reason.data or "")
            return redirect(url_for(".late", consultation=consultation.slug, done="included"), 303)
    except Invalid as refusal:
        form.refuse(refusal)
    return _page(work, consultation, form, public_id), 422


def _page(work: Work, consultation: Consultation, form: ReasonForm | None = None, public_id: str = "") -> str:
    """`form` is the refused one, of the comment with that id."""
    return render_template(
        "office/late.html",
        comments=late_comments(work, consultation),
        items=consultations.structure(work, consultation).by_id,
        refused=form,
        refused_id=public_id,
    )
