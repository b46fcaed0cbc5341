"""The administration's advice on a measure or goal, with everything one needs for writing it; and internal notes."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.board.feedback import change_of
from portal.board.forms.advice import AdviceForm, NoteForm
from portal.board.policy import may_read_board
from portal.board.queries import shown_tallies
from portal.board.themed import themed
from portal.board.views.blueprint import bp
from portal.board.views.items import ENDPOINTS, shown
from portal.board.views.themes import theme_opens
from portal.comments.filters import CommentFilter
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, ItemType
from portal.consultations.structure import ItemLine
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.work import Work
from portal.stakeholders import queries as stakeholders
from portal.themes import operations, policy, queries
from portal.themes.proposal import Proposal
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
    form = AdviceForm()
    with reading() as look:
        line = consultations.item(look, consultation, kind, code) or abort(404)
        sheet = consultations.sheet(look, consultation, line) or abort(404)
        section = consultations.structure(look, consultation).section_by_key.get(form.section.data or "")
    try:
        said = Proposal.of(sheet, form.body.data or "", section=section, wording=form.wording.data or "")
        operations.write_advice(
            current_work(), consultation, said, release=bool(request.form.get("release")), after=form.seen
        )
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(current_work(), consultation, line, form), 422
    except Conflict as conflict:
        form.complain("", conflict.sentence)
        return _page(current_work(), consultation, line, form, is_newer=True), 409
    where = ENDPOINTS if may_read_board(current_work().actor, consultation) else ADVICE
    there = url_for(where[kind], consultation=consultation.slug, code=line.code, done="saved", _anchor="advice")
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
        section = skeleton.section_by_key.get(request.args.get("section", ""))
        kept = skeleton.section_by_id.get(newest.section_id or 0) if newest else None
        wording = sheet.source_of(section.id) if section else newest.wording if newest else ""
        chosen = section or kept
        form = AdviceForm(
            formdata=None, body=newest.body if newest else "", section=chosen.key if chosen else "", wording=wording
        )
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
        changes=[change_of(skeleton, sheet, one) for one in past],
        form=form.offer(skeleton) if policy.takes_work(consultation, work.now) else None,
        themed=themed(work, consultation, CommentFilter(items=(item.code,)), every, groups),
        opens=theme_opens(consultation),
        may_read_board=may_read_board(work.actor, consultation),
        endpoint=ENDPOINTS[item.type],
        advice_endpoint=ADVICE[item.type],
    )
