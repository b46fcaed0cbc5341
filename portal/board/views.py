"""The pages of those who decide: the board, one measure with everything, and the files to take along."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.board import exports, policy
from portal.board.asking import Address, Asked, View, asked_for, filter_asked_for, filter_query
from portal.board.feedback import MOST_NAMED, feedback
from portal.board.forms import FilterForm
from portal.board.matrix import Matrix, Rows, matrix
from portal.board.operations import MADE_AHEAD, start_export
from portal.board.queries import comment_page, headline, hearing
from portal.board.report import FORMS, MOST_AT_ONCE, file_name, synopsis
from portal.comments import filters, naming
from portal.comments.filters import CommentFilter, Tally
from portal.comments.imprint import Edition
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, ItemType, Phase
from portal.kernel.work import Work
from portal.reports import writing
from portal.reports.model import Report
from portal.stakeholders import queries as stakeholders
from portal.stakeholders.queries import GroupLine
from portal.web import downloads
from portal.web.languages import current_language, current_words
from portal.web.moment import current_work

bp = Blueprint("board", __name__, url_prefix="/<consultation>/board")

ENDPOINTS = {ItemType.MEASURE: ".measure", ItemType.GOAL: ".goal"}


@bp.get("/", access=policy.may_read_board)
def index(consultation: Consultation) -> ResponseReturnValue:
    work, asked = current_work(), asked_for(request.args.getlist)
    every = filters.tallies(work, consultation)
    groups = stakeholders.groups(work, consultation)
    return render_template(
        f"board/{asked.view}.html",
        asked=asked,
        link=_address(consultation),
        head=headline(work, consultation, every),
        form=_form(work, consultation, asked, groups),
        wishes=naming.wishes(work, consultation, asked.filter, current_words()),
        skeleton=consultations.structure(work, consultation),
        groups={group.id: group for group in groups},
        takes_comments=consultation.phase(work.now) is Phase.COMMENTING,
        **_content(work, consultation, asked, every, groups),
    )


@bp.get("/measures/<code>", access=policy.may_read_board)
def measure(consultation: Consultation, code: str) -> ResponseReturnValue:
    return _item(consultation, ItemType.MEASURE, code)


@bp.get("/goals/<code>", access=policy.may_read_board)
def goal(consultation: Consultation, code: str) -> ResponseReturnValue:
    return _item(consultation, ItemType.GOAL, code)


@bp.get("/synopsis.<form>", access=policy.may_read_board, endpoint="synopsis")
def synopsis_file(consultation: Consultation, form: str) -> ResponseReturnValue:
    if form not in FORMS:
        abort(404)
    work, asked, edition, words = current_work(), filter_asked_for(request.args.getlist), _edition(), current_words()
    name, kind, here = file_name(consultation, form, edition), writing.TYPES[form], consultation.id

    def report(work: Work) -> Report:
        return synopsis(work, work.session.get_one(Consultation, here), asked, words, form, edition)

    if form in writing.STREAMED:
        return downloads.streamed(lambda alone: writing.pieces(report(alone), form), name, kind)
    if form in ("docx", "pdf") and _number(work, consultation, asked) > MOST_AT_ONCE:
        return redirect(_address(consultation).exports(asked, form=form, edition=edition), 303)
    return downloads.written(lambda file: writing.write(report(work), form, file, landscape=True), name, kind)


@bp.get("/exports", access=policy.may_read_board, endpoint="exports")
def export_list(consultation: Consultation) -> ResponseReturnValue:
    work, asked, form = current_work(), filter_asked_for(request.args.getlist), request.args.get("form")
    own = exports.own_exports(work, consultation)
    return render_template(
        "board/exports.html",
        link=_address(consultation),
        asked=Asked(asked),
        carried=filter_query(asked),
        form=form if form in MADE_AHEAD else None,
        edition=_edition(),
        number=_number(work, consultation, asked),
        wishes=naming.wishes(work, consultation, asked, current_words()),
        exports=[(one, naming.wishes(work, consultation, one.filter, current_words())) for one in own],
    )


@bp.post("/exports", access=policy.may_read_board)
def export(consultation: Consultation) -> ResponseReturnValue:
    asked, form = filter_asked_for(request.form.getlist), request.form.get("form", "")
    edition = Edition.INTERNAL if request.form.get("edition") == Edition.INTERNAL else Edition.PUBLIC
    start_export(current_work(), consultation, asked, form, edition, current_language())
    return redirect(_address(consultation).exports(filters.EVERYTHING, done="export"), 303)


@bp.get("/exports/<int:number>", access=policy.may_read_board)
def export_file(consultation: Consultation, number: int) -> ResponseReturnValue:
    found = exports.own_export(current_work(), consultation, number) or abort(404)
    path = Path(current_app.config["SETTINGS"].data_dir).resolve() / exports.fetchable(found)
    if not path.is_file():
        abort(404)
    return downloads.kept(path, file_name(consultation, found.form, found.edition), writing.TYPES[found.form])


def _content(
    work: Work, consultation: Consultation, asked: Asked, every: Sequence[Tally], groups: Sequence[GroupLine]
) -> dict[str, Any]:
    """What the chosen view shows, and the filter under which it can be taken along."""
    if asked.view is View.COMMENTS:
        page = comment_page(work, consultation, asked.filter, every, sort=asked.sort, page=asked.page)
        return {"page": page, "taken": asked.filter}
    if asked.view is View.ORGANISATIONS:
        return {"hearing": hearing(work, consultation, asked.filter, groups), "taken": asked.filter}
    shown = matrix(
        work,
        consultation,
        asked.filter,
        every,
        groups,
        rows=asked.rows,
        only=asked.standing,
        as_catalogue=asked.as_catalogue,
    )
    return {"matrix": shown, "taken": _taken(asked, shown)}


def _taken(asked: Asked, shown: Matrix) -> CommentFilter | None:
    """What is on the page: with only some of its rows asked for, these by their codes; None when none has a voice."""
    if asked.standing is None:
        return asked.filter
    codes = tuple(line.code for line in shown.lines if line.number)
    if not codes:
        return None
    return replace(asked.filter, fields=codes) if asked.rows is Rows.FIELDS else replace(asked.filter, items=codes)


def _form(work: Work, consultation: Consultation, asked: Asked, groups: Sequence[GroupLine]) -> FilterForm:
    speaking = asked.view is View.COMMENTS
    organisations = stakeholders.organisations(work, consultation) if speaking else []
    skeleton = consultations.structure(work, consultation)
    return FilterForm(asked, skeleton, groups, organisations, request.args.get("lang"))


def _item(consultation: Consultation, kind: ItemType, code: str) -> ResponseReturnValue:
    work = current_work()
    line = consultations.item(work, consultation, kind, code)
    if line is None:
        present = consultations.new_code(work, consultation, kind, code) or abort(404)
        return redirect(url_for(ENDPOINTS[kind], consultation=consultation.slug, code=present), 301)
    return render_template(
        "board/item.html",
        page=feedback(work, consultation, line),
        asked=Asked(CommentFilter(items=(line.code,)), View.COMMENTS),
        link=_address(consultation),
        endpoint=ENDPOINTS[kind],
        public_endpoint="catalogue.measure" if line.is_measure else "catalogue.goal",
        most_named=MOST_NAMED,
        takes_comments=consultation.phase(work.now) is Phase.COMMENTING,
    )


def _address(consultation: Consultation) -> Address:
    return Address(url_for(".index", consultation=consultation.slug, lang=None), request.args.get("lang"))


def _edition() -> Edition:
    return Edition.INTERNAL if request.args.get("edition") == Edition.INTERNAL else Edition.PUBLIC


def _number(work: Work, consultation: Consultation, asked: CommentFilter) -> int:
    return filters.number(work, consultation, asked)
