"""The administration's advice on a measure or goal, with everything one needs for writing it; and internal notes."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.board.forms.advice import AdviceForm, NoteForm
from portal.board.forms.wordings import on_sheet
from portal.board.policy import may_read_board
from portal.board.queries import shown_tallies
from portal.board.themed import themed
from portal.board.views.blueprint import bp
from portal.board.views.items import ENDPOINTS, shown
from portal.board.views.themes import theme_opens
from portal.comments.filters import CommentFilter
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, ItemType
from portal.consultations.rewording import changes
from portal.consultations.structure import ItemLine
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.work import Work
from portal.stakeholders import queries as stakeholders
from portal.themes import operations, policy, queries
from portal.web.moment import current_work, reading

ADVICE = {ItemType.MEASURE: ".advice_on_measure", ItemType.GOAL: ".advice_on_goal"}


@bp.get("/measures/<code>/advice", access=policy.may_advise)
def advice_on_measure(consultation: Consultation, code: str) -> ResponseReturnValue:
    return _show(consultation, ItemType.MEASURE, code)


@bp.get("/goals/<code>/advice", access=policy.may_advise)
def advice_on_goal(consultation: Consultation, code: str) -> ResponseReturnValue:
    return _show(consultation, ItemType.GOAL, code)


@bp.post("/measures/<code>/advice", access=policy.may_advise)
def advise_on_measure(consultation: Consultation, code: str) -> ResponseReturnValue:
    return _advise(consultation, ItemType.MEASURE, code)


@bp.post("/goals/<code>/advice", access=policy.may_advise)
def advise_on_goal(consultation: Consultation, code: str) -> ResponseReturnValue:
    return _advise(consultation, ItemType.GOAL, code)


@bp.post("/measures/<code>/notes", access=policy.may_note)
def note_on_measure(consultation: Consultation, code: str) -> ResponseReturnValue:
    return _note(consultation, ItemType.MEASURE, code)


@bp.post("/goals/<code>/notes", access=policy.may_note)
def note_on_goal(consultation: Consultation, code: str) -> ResponseReturnValue:
    return _note(consultation, ItemType.GOAL, code)


def _show(consultation: Consultation, kind: ItemType, code: str) -> ResponseReturnValue:
    work = current_work()
    line = consultations.item(work, consultation, kind, code) or abort(404)
    return _page(work, consultation, line)


def _advise(consultation: Consultation, kind: ItemType, code: str) -> ResponseReturnValue:
    with reading() as look:
        line = consultations.item(look, consultation, kind, code) or abort(404)
        sheet = consultations.sheet(look, consultation, line) or abort(404)
        form = on_sheet(AdviceForm, sheet)
        said = form.proposal(sheet)
    if said is None:
        return _page(current_work(), consultation, line, form), 422
    release = bool(request.form.get("release"))
    try:
        operations.write_advice(current_work(), consultation, said, release=release, after=form.seen)
    except Conflict as conflict:
        form.complain("", conflict.sentence)
        return _page(current_work(), consultation, line, form, is_newer=True), 409
    where = ENDPOINTS if may_read_board(current_work().actor, consultation) else ADVICE
    done = "advice-released" if release else "advised"
    there = url_for(where[kind], consultation=consultation.slug, code=line.code, done=done, _anchor="advice")
    return redirect(there, 303)


def _note(consultation: Consultation, kind: ItemType, code: str) -> ResponseReturnValue:
    work, form = current_work(), NoteForm()
    line = consultations.item(work, consultation, kind, code) or abort(404)
    try:
        operations.write_note(work, consultation, line, form.body.data or "")
    except Invalid as refusal:
        form.refuse(refusal)
        return shown(work, consultation, line, note=form), 422
    there = url_for(ENDPOINTS[kind], consultation=consultation.slug, code=line.code, done="saved", _anchor="notes")
    return redirect(there, 303)


def _page(
    work: Work, consultation: Consultation, item: ItemLine, form: AdviceForm | None = None, *, is_newer: bool = False
) -> str:
    """`is_newer` when somebody else wrote meanwhile: what they wrote counts as seen now."""
    skeleton = consultations.structure(work, consultation)
    sheet = consultations.sheet(work, consultation, item) or abort(404)
    past = queries.all_advice(work, consultation, item.id)
    newest = past[0] if past else None
    if form is None:
        form = on_sheet(AdviceForm, sheet, newest.wordings if newest else (), body=newest.body if newest else "")
        form.after.data = str(newest.id if newest else 0)
    elif is_newer:
        form.after.data = str(newest.id if newest else 0)
    groups = stakeholders.groups(work, consultation)
    every = shown_tallies(work, consultation)
    return render_template(
        "board/advice.html",
        item=item,
        sheet=sheet,
        past=past,
        changes=[changes(skeleton, sheet, one.wordings) for one in past],
        form=form if policy.takes_work(consultation, work.now) else None,
        opened=request.args.get("section", ""),
        themed=themed(work, consultation, CommentFilter(items=(item.code,)), every, groups),
        opens=theme_opens(consultation),
        may_read_board=may_read_board(work.actor, consultation),
        endpoint=ENDPOINTS[item.type],
        advice_endpoint=ADVICE[item.type],
    )
