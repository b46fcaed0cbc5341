"""One measure or goal with everything that was said about it."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.board import policy
from portal.board.asking import Asked, View
from portal.board.feedback import feedback
from portal.board.forms.advice import NoteForm
from portal.board.silence import MOST_SILENT
from portal.board.views.blueprint import address, bp
from portal.board.views.panel import Panel, panel
from portal.comments.filters import CommentFilter
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, ItemType, Phase
from portal.consultations.structure import ItemLine
from portal.kernel.work import Work
from portal.themes.policy import may_advise, takes_work
from portal.web.moment import current_work

ENDPOINTS = {ItemType.MEASURE: ".measure", ItemType.GOAL: ".goal"}


@bp.get("/measures/<code>", access=policy.may_read_board)
def measure(consultation: Consultation, code: str) -> ResponseReturnValue:
    return _item(consultation, ItemType.MEASURE, code)


@bp.get("/goals/<code>", access=policy.may_read_board)
def goal(consultation: Consultation, code: str) -> ResponseReturnValue:
    return _item(consultation, ItemType.GOAL, code)


def _item(consultation: Consultation, kind: ItemType, code: str) -> ResponseReturnValue:
    work = current_work()
    line = consultations.item(work, consultation, kind, code)
    if line is None:
        present = consultations.new_code(work, consultation, kind, code) or abort(404)
        return redirect(url_for(ENDPOINTS[kind], consultation=consultation.slug, code=present), 301)
    return shown(work, consultation, line)


def shown(
    work: Work,
    consultation: Consultation,
    line: ItemLine,
    decision: Panel | None = None,
    *,
    note: NoteForm | None = None,
) -> str:
    """The page; `decision` and `note` are what stands there of something that was refused."""
    page = feedback(work, consultation, line)
    return render_template(
        "board/item.html",
        page=page,
        decision=decision or panel(work, consultation, line, page.sheet),
        asked=Asked(CommentFilter(items=(line.code,)), View.COMMENTS),
        link=address(consultation),
        by_themes=bool(page.themes) and request.args.get("by") != "groups",
        note=note or NoteForm(formdata=None) if takes_work(consultation, work.now) else None,
        may_advise=may_advise(work.actor, consultation),
        endpoint=ENDPOINTS[line.type],
        public_endpoint="catalogue.measure" if line.is_measure else "catalogue.goal",
        most_silent=MOST_SILENT,
        takes_comments=consultation.phase(work.now) is Phase.COMMENTING,
    )
