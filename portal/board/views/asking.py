"""Asking the authors whether the new version of a returned measure or goal settles their points."""

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.board.views.blueprint import bp
from portal.board.views.items import ENDPOINTS
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, ItemType
from portal.decisions import policy
from portal.decisions.operations.asking import ask_authors
from portal.web.moment import current_work


@bp.post("/measures/<code>/ask", access=policy.may_decide)
def ask_about_measure(consultation: Consultation, code: str) -> ResponseReturnValue:
    return _ask(consultation, ItemType.MEASURE, code)


@bp.post("/goals/<code>/ask", access=policy.may_decide)
def ask_about_goal(consultation: Consultation, code: str) -> ResponseReturnValue:
    return _ask(consultation, ItemType.GOAL, code)


def _ask(consultation: Consultation, kind: ItemType, code: str) -> ResponseReturnValue:
    work = current_work()
    line = consultations.item(work, consultation, kind, code) or abort(404)
    ask_authors(work, consultation, line)
    here = url_for(ENDPOINTS[kind], consultation=consultation.slug, code=line.code, done="asked", _anchor="round")
    return redirect(here, 303)
