"""What can be taken along: files made at once, and those the worker makes ahead."""

from pathlib import Path

from flask import abort, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.board import exports, policy
from portal.board.asking import Asked, to_take
from portal.board.operations import MADE_AHEAD, start_export
from portal.board.report import FORMS, MOST_AT_ONCE, file_name, synopsis
from portal.board.views.blueprint import address, bp
from portal.comments import filters, naming
from portal.comments.asking import filter_query
from portal.comments.imprint import Edition
from portal.consultations.models import Consultation
from portal.kernel.work import Work
from portal.reports import writing
from portal.reports.model import Report
from portal.web import downloads
from portal.web.languages import current_language, current_words
from portal.web.moment import current_work, reading


@bp.get("/synopsis.<form>", access=policy.may_read_board, endpoint="synopsis")
def synopsis_file(consultation: Consultation, form: str) -> ResponseReturnValue:
    if form not in FORMS:
        abort(404)
    work, edition, words = current_work(), _edition(), current_words()
    asked = to_take(work, consultation, request.args.getlist)
    name, kind, here = file_name(consultation, form, edition, words), writing.TYPES[form], consultation.id

    def report(work: Work) -> Report:
        return synopsis(work, work.session.get_one(Consultation, here), asked, words, form, edition)

    if form in writing.STREAMED:
        return downloads.streamed(lambda alone: writing.pieces(report(alone), form), name, kind)
    if form in ("docx", "pdf") and filters.number(work, consultation, asked) > MOST_AT_ONCE:
        return redirect(address(consultation).exports(asked, form=form, edition=edition), 303)
    return downloads.written(lambda file: writing.write(report(work), form, file, landscape=True), name, kind)


@bp.get("/exports", access=policy.may_read_board, endpoint="exports")
def export_list(consultation: Consultation) -> ResponseReturnValue:
    work, form = current_work(), request.args.get("form")
    asked = to_take(work, consultation, request.args.getlist)
    own = exports.own_exports(work, consultation)
    return render_template(
        "board/exports.html",
        link=address(consultation),
        asked=Asked(asked),
        carried=filter_query(asked),
        form=form if form in MADE_AHEAD else None,
        edition=_edition(),
        number=filters.number(work, consultation, asked),
        wishes=naming.wishes(work, consultation, asked, current_words()),
        exports=[(one, naming.wishes(work, consultation, one.filter, current_words())) for one in own],
    )


@bp.post("/exports", access=policy.may_read_board)
def export(consultation: Consultation) -> ResponseReturnValue:
    with reading() as look:
        asked = to_take(look, consultation, request.form.getlist)
    form = request.form.get("form", "")
    edition = Edition.INTERNAL if request.form.get("edition") == Edition.INTERNAL else Edition.PUBLIC
    start_export(current_work(), consultation, asked, form, edition, current_language())
    return redirect(address(consultation).exports(filters.EVERYTHING, done="export"), 303)


@bp.get("/exports/<int:number>", access=policy.may_read_board)
def export_file(consultation: Consultation, number: int) -> ResponseReturnValue:
    found = exports.own_export(current_work(), consultation, number) or abort(404)
    path = Path(current_app.config["SETTINGS"].data_dir).resolve() / exports.fetchable(found)
    if not path.is_file():
        abort(404)
    name = file_name(consultation, found.form, found.edition, current_words())
    return downloads.kept(path, name, writing.TYPES[found.form])


def _edition() -> Edition:
    return Edition.INTERNAL if request.args.get("edition") == Edition.INTERNAL else Edition.PUBLIC
