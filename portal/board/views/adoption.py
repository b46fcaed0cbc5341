"""Entering what the council has resolved."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.board.forms.closing import AdoptionForm
from portal.board.views.blueprint import bp
from portal.consultations.models import Consultation
from portal.decisions import policy
from portal.decisions.operations.adopting import CouncilResolution, record_adoption
from portal.kernel.errors import Invalid
from portal.web.moment import current_work


@bp.get("/adoption", access=policy.may_adopt)
def adoption(consultation: Consultation) -> ResponseReturnValue:
    form = AdoptionForm(
        formdata=None,
        number=consultation.council_number,
        on=consultation.council_on,
        url=consultation.council_url,
        sentence=consultation.council_resolution,
    )
    return _page(consultation, form)


@bp.post("/adoption", access=policy.may_adopt)
def adoption_post(consultation: Consultation) -> ResponseReturnValue:
    form, work = AdoptionForm(), current_work()
    valid = form.validate()
    try:
        said = CouncilResolution.of(form.number.data or "", form.on.data, form.url.data or "", form.sentence.data or "")
        if valid:
            record_adoption(work, consultation, said)
    except Invalid as refusal:
        form.refuse(refusal)
    if form.errors:
        return _page(consultation, form), 422
    return redirect(url_for("catalogue.overview", consultation=consultation.slug, done="adopted"), 303)


def _page(consultation: Consultation, form: AdoptionForm) -> str:
    work = current_work()
    may = policy.may_be_adopted(consultation, work.now)
    return render_template("board/adoption.html", form=form, may=may, phase=consultation.phase(work.now))
