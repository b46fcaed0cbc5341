"""One sitting of the steering group: its agenda, what is adopted together, and the packs."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.board.agenda import agenda_page
from portal.board.forms.deciding import BlockForm, votes_in
from portal.board.forms.sittings import AgendaForm
from portal.board.views.blueprint import bp
from portal.board.views.planning import sitting_or_404
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.consultations.structure import ItemLine
from portal.decisions import policy
from portal.decisions.models import DecisionOutcome
from portal.decisions.operations import planning
from portal.decisions.operations.deciding import adopt_together
from portal.decisions.operations.packing import freeze_pack
from portal.decisions.queries import packs
from portal.decisions.queries.sittings import SittingLine
from portal.decisions.queries.snapshot import snapshot
from portal.decisions.resolution import Resolution
from portal.decisions.texts import OUTCOMES
from portal.kernel.codes import normal_code
from portal.kernel.errors import Invalid, Refused
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.reports import writing
from portal.web.downloads import content
from portal.web.languages import current_language, current_words
from portal.web.moment import current_work, reading

NOT_READY = N_("Diese Datei ist noch nicht fertig. Bitte versuchen Sie es in einer Minute noch einmal.")
NOBODY_CHOSEN = N_("Für die gemeinsame Abstimmung ist nichts ausgewählt.")
MOVES = {"up": -1, "down": 1}
UNKNOWN = N_("Eine Maßnahme oder ein Ziel mit diesem Code gibt es hier nicht.")
NOTHING = N_("Bitte geben Sie einen Code an oder wählen Sie etwas aus.")


@bp.get("/sessions/<int:number>", access=policy.may_decide)
def session(consultation: Consultation, number: int) -> ResponseReturnValue:
    work = current_work()
    return _page(work, consultation, sitting_or_404(work, consultation, number), BlockForm(formdata=None))


@bp.post("/sessions/<int:number>/agenda", access=policy.may_decide)
def session_add(consultation: Consultation, number: int) -> ResponseReturnValue:
    """All measures of a field, or single items, by their codes."""
    work = current_work()
    sitting = sitting_or_404(work, consultation, number)
    items = _asked_for(work, consultation)
    if not items:
        form = AgendaForm()
        form.complain("item", UNKNOWN if form.item.data else NOTHING)
        return _page(work, consultation, sitting, BlockForm(formdata=None), form), 422
    planning.put_on_agenda(work, consultation, sitting, items)
    return _back(consultation, number, "saved")


@bp.post("/sessions/<int:number>/point", access=policy.may_decide)
def session_point(consultation: Consultation, number: int) -> ResponseReturnValue:
    """One point up, down, or off the agenda."""
    work, move = current_work(), request.form.get("move", "")
    sitting = sitting_or_404(work, consultation, number)
    items = _asked_for(work, consultation)
    if len(items) != 1 or move not in (*MOVES, "off"):
        return _back(consultation, number, "")
    if move == "off":
        planning.take_off_agenda(work, consultation, sitting, items[0])
    else:
        planning.move_on_agenda(work, consultation, sitting, items[0], MOVES[move])
    return _back(consultation, number, "")


@bp.post("/sessions/<int:number>/block", access=policy.may_decide)
def session_block(consultation: Consultation, number: int) -> ResponseReturnValue:
    """Which points are put to one vote."""
    work = current_work()
    sitting = sitting_or_404(work, consultation, number)
    chosen = [item.id for item in _asked_for(work, consultation)]
    planning.choose_block(work, consultation, sitting, chosen)
    return redirect(
        url_for(".session", consultation=consultation.slug, number=number, done="saved", _anchor="block"), 303
    )


@bp.post("/sessions/<int:number>/vote", access=policy.may_decide)
def session_vote(consultation: Consultation, number: int) -> ResponseReturnValue:
    """Everything chosen for it is adopted by one vote, or nothing."""
    form, work = BlockForm(), current_work()
    sitting = sitting_or_404(work, consultation, number)
    items = [row.item for row in agenda_page(work, consultation, sitting).block]
    try:
        if not items:
            raise Invalid(NOBODY_CHOSEN)
        said = Resolution(
            DecisionOutcome.ADOPT,
            reason=(form.reason.data or "").strip(),
            votes=votes_in(form),
            conflicts=(form.conflicts.data or "").strip(),
            sitting=number,
            unanswered_reason=(form.unanswered_reason.data or "").strip(),
        )
        with work.session.begin_nested():
            adopt_together(work, consultation, items, said)
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(work, consultation, sitting, form), 422
    return _back(consultation, number, "voted")


@bp.post("/sessions/<int:number>/packs", access=policy.may_decide)
def session_freeze(consultation: Consultation, number: int) -> ResponseReturnValue:
    with reading() as look:
        sitting = sitting_or_404(look, consultation, number)
        taken = snapshot(look, consultation, sitting)
    work = current_work()
    try:
        freeze_pack(work, consultation, sitting, taken, language=current_language())
    except Invalid as refusal:
        form = BlockForm(formdata=None)
        form.refuse(refusal)
        return _page(work, consultation, sitting, form), 422
    return _back(consultation, number, "frozen")


@bp.get("/packs/<public_id>.<form>", access=policy.may_decide)
def pack_file(consultation: Consultation, public_id: str, form: str) -> ResponseReturnValue:
    work = current_work()
    pack = packs.pack_named(work, consultation, public_id.upper())
    if pack is None or form not in ("pdf", "docx"):
        abort(404)
    made = packs.file_of(work, pack, form)
    if made is None:
        raise Refused(NOT_READY)
    pack_of = N_("sitzung-%(sitting)s-mappe-%(pack)s")
    named = current_words().say(pack_of, sitting=pack.sitting, pack=pack.number)
    name = f"{consultation.slug}-{named}.{form}"
    return content(made, name, writing.TYPES.get(form, "application/pdf"))


def _page(
    work: Work, consultation: Consultation, sitting: SittingLine, form: BlockForm, more: AgendaForm | None = None
) -> str:
    return render_template(
        "board/session.html",
        more=more or AgendaForm(formdata=None),
        page=agenda_page(work, consultation, sitting),
        form=form,
        fields=consultations.structure(work, consultation).fields,
        outcomes=OUTCOMES,
        takes=policy.takes_decisions(consultation, work.now),
        forms=[one for one in ("pdf", "docx") if one in writing.TYPES],
    )


def _asked_for(work: Work, consultation: Consultation) -> list[ItemLine]:
    """The items a form names, in the order of the catalogue; codes nobody knows name nothing."""
    skeleton = consultations.structure(work, consultation)
    fields = {normal_code(code) for code in request.form.getlist("field")}
    codes = {normal_code(code) for code in request.form.getlist("item")}
    return [
        item
        for item in skeleton.items
        if item.code in codes or (item.is_measure and skeleton.field_by_id[item.field_id].code in fields)
    ]


def _back(consultation: Consultation, number: int, done: str) -> ResponseReturnValue:
    return redirect(url_for(".session", consultation=consultation.slug, number=number, done=done or None), 303)
