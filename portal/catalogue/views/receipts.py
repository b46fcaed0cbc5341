"""The permanent page of one comment: what was said, and the way it has gone."""

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.catalogue.forms import CommentForm
from portal.catalogue.trace import steps
from portal.catalogue.views.blueprint import bp
from portal.catalogue.views.items import checked
from portal.comments import policy
from portal.comments import queries as comments
from portal.comments.models import CommentState
from portal.comments.operations import revise_comment, withdraw_comment
from portal.comments.queries import CommentLine
from portal.comments.queries.attachments import of_comments
from portal.comments.queries.notes import notes_on_statement
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.consultations.queries import Sheet
from portal.consultations.structure import Structure
from portal.decisions.queries.returned import question_about
from portal.kernel.differences import Run, word_diff
from portal.kernel.errors import Invalid
from portal.kernel.qr import square
from portal.kernel.work import Work
from portal.moderation import operations as moderation
from portal.moderation import queries as moderation_queries
from portal.moderation.advice import Advice
from portal.moderation.forms import AppealForm
from portal.stakeholders import queries as stakeholders
from portal.web.access import anyone
from portal.web.languages import current_words
from portal.web.moment import current_work, reading


@bp.get("/<consultation>/comments/<public_id>", access=anyone)
def receipt(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    work = current_work()
    line = comments.comment_named(work, consultation, public_id.upper()) or abort(404)
    return _page(work, consultation, line)


@bp.post("/<consultation>/comments/<public_id>/revise", access=policy.may_take_part)
def revise(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    with reading() as look:
        line = comments.comment_named(look, consultation, public_id) or abort(404)
        sheet = consultations.sheet_of_version(look, consultation, line.item_id, line.version_id) or abort(404)
    form = CommentForm(sheet)
    if not form.stance.data:
        form.stance.data = line.stance
    section = next((part.section for part in sheet.parts if part.section.key == form.section.data), None)
    said = checked(form, sheet, section)
    work = current_work()
    if said is None:
        return _page(work, consultation, line, form), 422
    comment = comments.comment_to_change(work, consultation, public_id) or abort(404)
    revise_comment(work, consultation, comment, said)
    return redirect(url_for(".receipt", consultation=consultation.slug, public_id=public_id, done="revised"), 303)


@bp.post("/<consultation>/comments/<public_id>/withdraw", access=policy.may_take_part)
def withdraw(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    work = current_work()
    comment = comments.comment_to_change(work, consultation, public_id) or abort(404)
    withdraw_comment(work, consultation, comment)
    return redirect(url_for(".receipt", consultation=consultation.slug, public_id=public_id, done="withdrawn"), 303)


@bp.post("/<consultation>/comments/<public_id>/appeal", access=policy.may_take_part)
def appeal(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    objection = AppealForm()
    work = current_work()
    comment = comments.comment_to_change(work, consultation, public_id) or abort(404)
    try:
        moderation.appeal(work, consultation, comment, objection.explanation.data or "")
    except Invalid as refusal:
        objection.refuse(refusal)
        line = comments.comment_named(work, consultation, public_id) or abort(404)
        return _page(work, consultation, line, objection=objection), 422
    return redirect(url_for(".receipt", consultation=consultation.slug, public_id=public_id, done="appealed"), 303)


def _page(
    work: Work,
    consultation: Consultation,
    line: CommentLine,
    form: CommentForm | None = None,
    *,
    objection: AppealForm | None = None,
) -> str:
    skeleton = consultations.structure(work, consultation)
    item, sheet = skeleton.by_id[line.item_id], None
    speaks = comments.speaks_for(work, line)
    advice = _advice(work, line) if speaks else None
    if speaks:
        sheet = consultations.sheet_of_version(work, consultation, line.item_id, line.version_id)
    return render_template(
        "catalogue/receipt.html",
        line=line,
        item=item,
        endpoint="catalogue.measure" if item.is_measure else "catalogue.goal",
        section=skeleton.section_by_id.get(line.section_id or 0),
        group=next((g for g in stakeholders.groups(work, consultation) if g.id == line.group_id), None),
        steps=steps(work, consultation, line, current_words(), is_own=speaks),
        advice=advice,
        attached=of_comments(work, consultation, [line.id]).get(line.id, ()) if line.has_files else (),
        address=_outside(consultation, line),
        square=square(_outside(consultation, line)),
        notes_kept=notes_on_statement(work, consultation, line.id) if line.is_statement else (),
        objection=objection or (AppealForm(formdata=None) if speaks else None),
        may_appeal=speaks and moderation_queries.may_appeal(work, consultation, line),
        wording=_wording(work, consultation, line),
        question=question_about(work, line) if speaks and line.version_id != item.version_id else None,
        speaks=speaks,
        form=form or (_prefilled(work, line, sheet, skeleton, advice) if sheet else None),
        may_revise=speaks and comments.may_revise(work, consultation, line),
        may_withdraw=speaks and policy.may_withdraw(consultation, work.now) and line.state != "withdrawn",
    )


def _prefilled(work: Work, line: CommentLine, sheet: Sheet, skeleton: Structure, advice: Advice | None) -> CommentForm:
    newest = comments.revisions(work, line.id)[-1]
    section = skeleton.section_by_id.get(newest.section_id or 0)
    takes = advice is not None and advice.suggestion and request.args.get("take") == "suggestion"
    return CommentForm(
        sheet,
        stance=newest.stance,
        body=advice.taken if advice is not None and takes else newest.body,
        section=section.key if section else "",
        quote=newest.quote,
        proposed_wording=newest.proposed_wording,
        resolved_by=newest.resolved_by,
        resolved_on=newest.resolved_on,
        minority_vote=newest.minority_vote,
    )


def _advice(work: Work, line: CommentLine) -> Advice | None:
    """What the moderators have marked and suggested, as long as the author has not answered it."""
    if line.state is not CommentState.RETURNED:
        return None
    newest, last = comments.revisions(work, line.id)[-1], moderation_queries.trace(work, line.id)[-1]
    return Advice.of(newest.body, newest.html, last.marked, last.suggestion) if last.marked else None


def _outside(consultation: Consultation, line: CommentLine) -> str:
    """The page's address as it is written on paper."""
    path = url_for(".receipt", consultation=consultation.slug, public_id=line.public_id)
    return f"{current_app.config['SETTINGS'].base_url}{path}"


def _wording(work: Work, consultation: Consultation, line: CommentLine) -> list[Run] | None:
    if not line.proposed_wording or line.section_id is None:
        return None
    sheet = consultations.sheet_of_version(work, consultation, line.item_id, line.version_id)
    return word_diff(sheet.source_of(line.section_id), line.proposed_wording) if sheet else None
