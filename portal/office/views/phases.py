"""When comments are taken, and the phase as staff sets it, each with what it means in plain words."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.consultations import operations
from portal.consultations.models import Consultation, Phase
from portal.consultations.policy import may_edit, takes_edits
from portal.kernel.errors import Invalid
from portal.kernel.words import N_
from portal.office.forms.settings import DatesForm, days_of
from portal.office.views.blueprint import bp
from portal.web.moment import arrived, current_work

BY_DATES = "dates"
CHOICES = {
    BY_DATES: (
        N_("Nach den Tagen"),
        (
            N_("Die Tage oben bestimmen die Phase: vorher Vorbereitung, dazwischen Kommentieren, danach Beratung."),
            N_("Sie brauchen dann nichts weiter zu tun, wenn die Frist endet."),
        ),
    ),
    Phase.PREPARATION.value: (
        N_("Vorbereitung"),
        (
            N_("Nur Ihr Team sieht das Verfahren. Für alle anderen gibt es diese Seiten nicht."),
            N_("Niemand kann kommentieren. Angefangene Texte bleiben als Entwürfe erhalten."),
        ),
    ),
    Phase.REVIEW.value: (
        N_("Beratung"),
        (
            N_("Das Kommentieren endet sofort, auch wenn die Frist noch läuft."),
            N_("Was noch kommt, gilt als verspätet und ist unsichtbar, bis Sie es mit einem Grund aufnehmen."),
            N_("Alle lesen weiter. Die Lenkungsgruppe berät und hält Beschlüsse fest."),
        ),
    ),
    Phase.DECIDED.value: (
        N_("Entscheidung"),
        (
            N_("Das Portal nimmt keine Kommentare mehr an, auch keine verspäteten."),
            N_("Angefangene Texte bleiben als Entwürfe erhalten; Kommentare lassen sich nicht mehr zurückziehen."),
            N_("Beschlüsse veröffentlicht weiterhin nur der Vorsitz der Lenkungsgruppe."),
        ),
    ),
    Phase.ADOPTED.value: (
        N_("Ratsbeschluss"),
        (
            N_("Der Rat hat beschlossen; die Seiten nennen den Katalog endgültig."),
            N_("Nummer und Tag des Beschlusses tragen Sie in den Einstellungen ein."),
        ),
    ),
    Phase.ARCHIVED.value: (
        N_("Archiv"),
        (
            N_("Alles bleibt lesbar, nichts lässt sich mehr ändern: kein Text, keine Einladung, keine Organisation."),
            N_("Nur diese Seite kann das Archiv wieder öffnen."),
        ),
    ),
}
"""Name and meaning of what staff can choose; commenting itself follows from the days."""


@bp.get("/<consultation>/office/settings/phases", access=may_edit)
def phases(consultation: Consultation) -> ResponseReturnValue:
    """`?stage=` asks to confirm that choice."""
    return _page(consultation, DatesForm(formdata=None, **days_of(consultation)))


@bp.post("/<consultation>/office/settings/dates", access=may_edit)
def phases_dates(consultation: Consultation) -> ResponseReturnValue:
    form = DatesForm()
    if not form.validate():
        return _page(consultation, form), 422
    try:
        operations.set_dates(current_work(), consultation, *form.instants)
    except Invalid as refusal:
        form.complain("until", refusal.sentence)
        return _page(consultation, form), 422
    return redirect(url_for(".phases", consultation=consultation.slug, done="saved"), 303)


@bp.post("/<consultation>/office/settings/phases", access=may_edit)
def phases_set(consultation: Consultation) -> ResponseReturnValue:
    stage = _asked(request.form.get("stage")) or abort(400)
    operations.set_stage(current_work(), consultation, None if stage == BY_DATES else Phase(stage))
    return redirect(url_for(".phases", consultation=consultation.slug, done="phase"), 303)


def _asked(stage: str | None) -> str:
    return stage if stage in CHOICES else ""


def _page(consultation: Consultation, form: DatesForm) -> str:
    now = arrived()
    return render_template(
        "office/phases.html",
        form=form,
        choices=CHOICES,
        asked=_asked(request.args.get("stage")),
        chosen=consultation.stage.value if consultation.stage else BY_DATES,
        phase=consultation.phase(now),
        takes_edits=takes_edits(consultation, now),
    )
