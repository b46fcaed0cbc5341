"""The sittings of the steering group: which there are, planning one, changing it, and calling it off."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.board.forms.sittings import SittingForm
from portal.board.views.blueprint import bp
from portal.consultations.models import Consultation
from portal.decisions import policy
from portal.decisions.operations import planning
from portal.decisions.queries import sittings
from portal.decisions.queries.sittings import SittingLine
from portal.kernel.errors import Invalid, Missing
from portal.kernel.work import Work
from portal.web.moment import current_work


@bp.get("/sessions/", access=policy.may_decide)
def sessions(consultation: Consultation) -> ResponseReturnValue:
    return _list(consultation, SittingForm(formdata=None))


@bp.post("/sessions/", access=policy.may_decide)
def session_plan(consultation: Consultation) -> ResponseReturnValue:
    form, work = SittingForm(), current_work()
    if not form.validate():
        return _list(consultation, form), 422
    try:
        made = planning.plan_sitting(
            work, consultation, form.held_on.data, number=form.chosen_number, title=form.title.data or ""
        )
    except Invalid as refusal:
        form.refuse(refusal)
        return _list(consultation, form), 422
    return redirect(url_for(".session", consultation=consultation.slug, number=made.number, done="added"), 303)


@bp.get("/sessions/<int:number>/edit", access=policy.may_decide)
def session_form(consultation: Consultation, number: int) -> ResponseReturnValue:
    work = current_work()
    sitting = sitting_or_404(work, consultation, number)
    planning.require_open(work, consultation, sitting)
    form = SittingForm(formdata=None, number=str(sitting.number), held_on=sitting.held_on, title=sitting.title)
    return render_template("board/session_form.html", sitting=sitting, form=form)


@bp.post("/sessions/<int:number>/edit", access=policy.may_decide)
def session_change(consultation: Consultation, number: int) -> ResponseReturnValue:
    form, work = SittingForm(), current_work()
    sitting = sitting_or_404(work, consultation, number)
    try:
        if form.validate():
            asked = form.chosen_number
            made = planning.change_sitting(
                work, consultation, sitting, form.held_on.data, number=asked, title=form.title.data or ""
            )
    except Invalid as refusal:
        form.refuse(refusal)
    if form.errors:
        return render_template("board/session_form.html", sitting=sitting, form=form), 422
    return redirect(url_for(".session", consultation=consultation.slug, number=made.number, done="saved"), 303)


@bp.post("/sessions/<int:number>/delete", access=policy.may_decide)
def session_cancel(consultation: Consultation, number: int) -> ResponseReturnValue:
    work = current_work()
    planning.cancel_sitting(work, consultation, sitting_or_404(work, consultation, number))
    return redirect(url_for(".sessions", consultation=consultation.slug, done="session-gone"), 303)


def sitting_or_404(work: Work, consultation: Consultation, number: int) -> SittingLine:
    found = sittings.sitting_numbered(work, consultation, number)
    if found is None:
        raise Missing
    return found


def _list(consultation: Consultation, form: SittingForm) -> str:
    work = current_work()
    return render_template(
        "board/sessions.html",
        sittings=sittings.sittings(work, consultation),
        form=form,
        takes=policy.takes_decisions(consultation, work.now),
    )
