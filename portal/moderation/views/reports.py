"""Reporting a visible comment, for everybody; answering that it stays, for moderators."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.comments import queries as comments
from portal.comments.queries import CommentLine
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.kernel.errors import Invalid
from portal.kernel.work import Work
from portal.moderation import operations, pages, policy, queries
from portal.moderation.forms import AnswerForm, ReportForm
from portal.moderation.views.blueprint import PLACE, bp
from portal.moderation.views.queue import address, asked, queue_page
from portal.stakeholders import queries as stakeholders
from portal.web.access import anyone
from portal.web.languages import current_language
from portal.web.limits import LETTERS, limiter
from portal.web.moment import current_work


@bp.get("/<consultation>/comments/<public_id>/report", access=anyone)
def report(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    work = current_work()
    line = _visible(work, consultation, public_id)
    return _page(work, consultation, line, ReportForm())


@bp.post("/<consultation>/comments/<public_id>/report", access=anyone)
@limiter.limit(LETTERS)
def report_post(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    form = ReportForm()
    work = current_work()
    line = _visible(work, consultation, public_id)
    said = form.chosen, form.explanation.data or ""
    try:
        operations.report(work, consultation, line, *said, email=form.email.data or "", language=current_language())
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(work, consultation, line, form), 422
    back = url_for("catalogue.receipt", consultation=consultation.slug, public_id=line.public_id, done="reported")
    return redirect(back, 303)


@bp.post(f"{PLACE}/<public_id>/leave", access=policy.may_moderate)
def leave(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    form = AnswerForm()
    work = current_work()
    comment = comments.comment_to_change(work, consultation, public_id) or abort(404)
    case = queries.case(work, consultation, public_id) or abort(404)
    after = queries.following(work, consultation, asked(), case)
    try:
        operations.leave(work, consultation, comment, form.read_revision, form.answer.data or "")
    except Invalid as refusal:
        form.refuse(refusal)
        shown = pages.queue(work, consultation, asked(), named=public_id)
        return queue_page(consultation, shown, None, answering=form), 422
    more = {"case": after} if after else {}
    return redirect(address(consultation, **asked().address(), **more, done="left-standing", _anchor="main"), 303)


def _visible(work: Work, consultation: Consultation, public_id: str) -> CommentLine:
    line = comments.comment_named(work, consultation, public_id.upper())
    return line if line is not None and line.is_visible else abort(404)


def _page(work: Work, consultation: Consultation, line: CommentLine, form: ReportForm) -> str:
    return render_template(
        "moderation/report.html",
        line=line,
        item=consultations.structure(work, consultation).by_id[line.item_id],
        group=next((group for group in stakeholders.groups(work, consultation) if group.id == line.group_id), None),
        form=form,
        is_open=policy.takes_decisions(consultation, work.now),
    )
