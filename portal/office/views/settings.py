"""What a consultation says about itself."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.consultations import operations
from portal.consultations.models import Consultation
from portal.consultations.policy import may_edit, takes_edits
from portal.kernel.errors import Invalid
from portal.office.forms.settings import SettingsForm
from portal.office.views.blueprint import bp
from portal.web.moment import arrived, current_work


@bp.get("/<consultation>/office/settings", access=may_edit)
def settings(consultation: Consultation) -> ResponseReturnValue:
    return _page(consultation, SettingsForm(formdata=None, obj=consultation))


@bp.post("/<consultation>/office/settings", access=may_edit)
def settings_change(consultation: Consultation) -> ResponseReturnValue:
    form = SettingsForm()
    if not form.validate():
        return _page(consultation, form), 422
    said = form.profile()
    try:
        operations.change_settings(current_work(), consultation, said)
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(consultation, form), 422
    return redirect(url_for(".settings", consultation=consultation.slug, done="saved"), 303)


def _page(consultation: Consultation, form: SettingsForm) -> str:
    now = arrived()
    return render_template(
        "office/settings.html",
        form=form,
        phase=consultation.phase(now),
        takes_edits=takes_edits(consultation, now),
    )
