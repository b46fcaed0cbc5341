"""Recording a decision on a measure or goal."""

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.board.forms.deciding import decision_form
from portal.board.views.blueprint import bp
from portal.board.views.items import ENDPOINTS, shown
from portal.board.views.panel import panel
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, ItemType
from portal.decisions import policy
from portal.decisions.operations.deciding import check_version, record_decision
from portal.decisions.queries.sittings import sittings
from portal.kernel.errors import Conflict, Invalid
from portal.web.languages import current_words
from portal.web.moment import current_work, reading


@bp.post("/measures/<code>/decision", access=policy.may_decide)
def decide_measure(consultation: Consultation, code: str) -> ResponseReturnValue:
    return _decide(consultation, ItemType.MEASURE, code)


@bp.post("/goals/<code>/decision", access=policy.may_decide)
def decide_goal(consultation: Consultation, code: str) -> ResponseReturnValue:
    return _decide(consultation, ItemType.GOAL, code)


def _decide(consultation: Consultation, kind: ItemType, code: str) -> ResponseReturnValue:
    with reading() as look:
        line = consultations.item(look, consultation, kind, code) or abort(404)
        sheet = consultations.sheet(look, consultation, line) or abort(404)
        form = decision_form(sheet, sittings(look, consultation))
        said = form.resolution(sheet)
    work = current_work()
    if said is None:
        return shown(work, consultation, line, panel(work, consultation, line, sheet, form)), 422
    line = consultations.structure(work, consultation).by_id[line.id]
    seen = form.seen
    try:
        check_version(line, seen if seen is not None else sheet.version.number)
        record_decision(work, consultation, line, said)
    except Invalid as refusal:
        form.refuse(refusal)
        return shown(work, consultation, line, panel(work, consultation, line, sheet, form)), 422
    except Conflict as conflict:
        form.form_errors.append(current_words().say(conflict.sentence))
        form.version.data = str(line.version)
        newest = consultations.sheet(work, consultation, line) or abort(404)
        read = consultations.sheet(work, consultation, line, seen) if seen else None
        form.follow(read or sheet, newest)
        return shown(work, consultation, line, panel(work, consultation, line, newest, form)), 409
    here = url_for(ENDPOINTS[kind], consultation=consultation.slug, code=line.code, done="decided", _anchor="decision")
    return redirect(here, 303)
