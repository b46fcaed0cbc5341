"""Where somebody who was not invited asks to take part."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.consultations.models import Consultation
from portal.kernel.errors import Invalid
from portal.stakeholders import operations, policy
from portal.stakeholders.forms import AskForm
from portal.stakeholders.views.blueprint import bp
from portal.web.access import anyone
from portal.web.languages import current_language
from portal.web.limits import LETTERS, limiter
from portal.web.moment import arrived, current_work


@bp.get("/<consultation>/take-part", access=anyone)
def take_part(consultation: Consultation) -> ResponseReturnValue:
    return _page(consultation, AskForm(formdata=None))


@bp.post("/<consultation>/take-part", access=anyone)
@limiter.limit(LETTERS)
def ask(consultation: Consultation) -> ResponseReturnValue:
    form = AskForm()
    if not form.validate():
        return _page(consultation, form), 422
    said = (form.organisation.data or "", form.name.data or "", form.email.data or "", form.message.data or "")
    try:
        operations.ask(current_work(), consultation, *said, language=current_language())
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(consultation, form), 422
    return redirect(url_for(".take_part", consultation=consultation.slug, done="wish"), 303)


def _page(consultation: Consultation, form: AskForm) -> str:
    is_open = policy.takes_applications(consultation, arrived())
    return render_template("stakeholders/take_part.html", form=form, is_open=is_open)
