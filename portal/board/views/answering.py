"""Answering a theme or a comment, and the sentences kept for the next answer."""

from collections.abc import Callable

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.board.forms.responding import ResponseForm
from portal.board.views.blueprint import bp
from portal.comments import queries as comments
from portal.comments.queries import CommentLine
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.decisions import policy
from portal.decisions.models import Answer, Response
from portal.decisions.operations import responding as operations
from portal.decisions.queries import responses
from portal.decisions.texts import ANSWERS
from portal.kernel.codes import normal_code
from portal.kernel.errors import Invalid
from portal.web.moment import current_work


@bp.post("/themes/<public_id>/response", access=policy.may_decide)
def answer_to_theme(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    work = current_work()
    theme = responses.theme_to_answer(work, consultation, public_id.upper()) or abort(404)
    return _answer(
        consultation, lambda answer, reason: operations.answer_theme(work, consultation, theme, answer, reason)
    )


@bp.get("/comments/<public_id>/response", access=policy.may_decide)
def comment_answer(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    work = current_work()
    line = comments.comment_named(work, consultation, public_id.upper())
    if line is None or not line.is_visible:
        abort(404)
    given = responses.of_comments(work, [line.id]).get(line.id)
    said = {"answer": given.answer, "reason": given.reason} if given is not None else {}
    item = consultations.structure(work, consultation).by_id[line.item_id]
    return _form(consultation, ResponseForm(formdata=None, item=item.code, **said), line)


@bp.post("/comments/<public_id>/response", access=policy.may_decide)
def answer_to_comment(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    work = current_work()
    comment = responses.comment_to_answer(work, consultation, public_id.upper()) or abort(404)
    return _answer(
        consultation, lambda answer, reason: operations.answer_comment(work, consultation, comment, answer, reason)
    )


@bp.get("/response-texts", access=policy.may_decide)
def response_texts(consultation: Consultation) -> ResponseReturnValue:
    return _texts(consultation, ResponseForm(formdata=None))


@bp.post("/response-texts", access=policy.may_decide)
def response_text_keep(consultation: Consultation) -> ResponseReturnValue:
    form, work = ResponseForm(), current_work()
    answer = form.chosen
    try:
        if answer is not None:
            operations.keep_text(work, consultation, answer, form.reason.data or "")
    except Invalid as refusal:
        form.refuse(refusal)
    if form.errors:
        return _texts(consultation, form), 422
    return redirect(url_for(".response_texts", consultation=consultation.slug, done="saved"), 303)


@bp.post("/response-texts/<int:number>/drop", access=policy.may_decide)
def response_text_drop(consultation: Consultation, number: int) -> ResponseReturnValue:
    operations.drop_text(current_work(), consultation, number)
    return redirect(url_for(".response_texts", consultation=consultation.slug, done="saved"), 303)


def _answer(consultation: Consultation, append: Callable[[Answer, str], Response]) -> ResponseReturnValue:
    form = ResponseForm()
    answer = form.chosen
    try:
        if answer is not None:
            append(answer, form.reason.data or "")
    except Invalid as refusal:
        form.refuse(refusal)
    if form.errors:
        return _form(consultation, form), 422
    return redirect(_back(consultation, form.item.data or "", done="answered"), 303)


def _form(consultation: Consultation, form: ResponseForm, line: CommentLine | None = None) -> str:
    back = _back(consultation, form.item.data or "")
    return render_template("board/response.html", form=form, action=request.path, back=back, line=line)


def _back(consultation: Consultation, item: str, *, done: str | None = None) -> str:
    """The item whose page the form stood on, else the board."""
    code = normal_code(item)
    skeleton = consultations.structure(current_work(), consultation)
    line = next((item for item in skeleton.items if item.code == code), None)
    if line is None:
        return url_for(".index", consultation=consultation.slug, done=done)
    endpoint = ".measure" if line.is_measure else ".goal"
    return url_for(endpoint, consultation=consultation.slug, code=line.code, done=done, _anchor="themes")


def _texts(consultation: Consultation, form: ResponseForm) -> str:
    kept = responses.texts(current_work(), consultation.id)
    return render_template("board/response_texts.html", texts=kept, form=form, answers=ANSWERS)
