"""“Keine Einwände” with one click: to an item, a field, or all one has said nothing about; and taking it back."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.catalogue import queries
from portal.catalogue.views.blueprint import bp
from portal.catalogue.views.items import ENDPOINTS, taken
from portal.comments import policy
from portal.comments.models import Voice
from portal.comments.no_objection import declare, take_back
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, ItemType
from portal.consultations.structure import ItemLine
from portal.kernel.codes import normal_code
from portal.kernel.errors import Invalid
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.web.moment import current_work

NO_SCOPE = N_("Bitte wählen Sie, wozu Sie sich äußern: zu einem Eintrag, einem Handlungsfeld oder zu allem.")
NO_VOICE = N_("Bitte wählen Sie, ob Sie für sich oder für Ihre Organisation sprechen.")


@bp.get("/<consultation>/no-objections", access=policy.may_take_part)
def no_objections(consultation: Consultation) -> ResponseReturnValue:
    work = current_work()
    return render_template(
        "catalogue/no_objections.html", unsaid=queries.unsaid(work, consultation), takes=taken(work, consultation)
    )


@bp.post("/<consultation>/no-objections", access=policy.may_take_part)
def no_objections_declare(consultation: Consultation) -> ResponseReturnValue:
    work = current_work()
    number = declare(work, consultation, _items(work, consultation), _voice())
    return _back(consultation, "no-objections" if number else "said-already")


@bp.post("/<consultation>/no-objections/withdraw", access=policy.may_take_part)
def no_objections_withdraw(consultation: Consultation) -> ResponseReturnValue:
    work = current_work()
    take_back(work, consultation, _items(work, consultation), _voice())
    return _back(consultation, "no-objections-back")


@bp.post("/<consultation>/measures/<code>/no-objection", access=policy.may_take_part)
def no_objection_to_measure(consultation: Consultation, code: str) -> ResponseReturnValue:
    return _one(consultation, ItemType.MEASURE, code)


@bp.post("/<consultation>/goals/<code>/no-objection", access=policy.may_take_part)
def no_objection_to_goal(consultation: Consultation, code: str) -> ResponseReturnValue:
    return _one(consultation, ItemType.GOAL, code)


def _one(consultation: Consultation, type: ItemType, code: str) -> ResponseReturnValue:
    work = current_work()
    line = consultations.item(work, consultation, type, code) or abort(404)
    done = "no-objection" if declare(work, consultation, [line], _voice()) else "said-already"
    return redirect(url_for(ENDPOINTS[type], consultation=consultation.slug, code=line.code, done=done), 303)


def _voice() -> Voice:
    asked = request.form.get("voice", Voice.INDIVIDUAL)
    if asked not in set(Voice):
        raise Invalid(NO_VOICE, field="voice")
    return Voice(asked)


def _items(work: Work, consultation: Consultation) -> list[ItemLine]:
    """What the form is about: exactly one of an item, a field or all."""
    skeleton = consultations.structure(work, consultation)
    field, item = (normal_code(request.form.get(name, "")) for name in ("field", "item"))
    everything = request.form.get("all") == "1"
    if [bool(field), bool(item), everything].count(True) != 1:
        raise Invalid(NO_SCOPE)
    in_field = {line.id for line in skeleton.fields if line.code == field}
    found = [line for line in skeleton.items if everything or line.code == item or line.field_id in in_field]
    if not found and not everything:
        raise Invalid(NO_SCOPE)
    return found


def _back(consultation: Consultation, done: str) -> ResponseReturnValue:
    return redirect(url_for(".no_objections", consultation=consultation.slug, done=done), 303)
