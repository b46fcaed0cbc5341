"""Themes as those work on them who order what was said: the list, one theme, and everything done to it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.board.asking import filter_asked_for
from portal.board.forms.themes import CreateForm, MergeForm, MoveForm, NamedForm, RenameForm, SplitForm
from portal.board.policy import may_read_board
from portal.board.queries import shown_tallies
from portal.board.themed import themed
from portal.board.themepage import theme_page
from portal.board.views.blueprint import bp, named_item
from portal.comments import filters, naming
from portal.comments.asking import PARAMETERS
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.decisions.operations.merging import merge_themes
from portal.kernel.errors import Invalid
from portal.kernel.work import Work
from portal.stakeholders import queries as stakeholders
from portal.themes import operations, policy, queries
from portal.web.languages import current_words
from portal.web.moment import current_work

Opens = Callable[..., str]
"""The address that opens what a figure counts: `opens(theme, groups=…, voices=…, items=…)`."""


@bp.get("/themes/", access=policy.may_read_themes)
def themes(consultation: Consultation) -> ResponseReturnValue:
    return _list(current_work(), consultation)


@bp.post("/themes/", access=policy.may_code)
def theme_create(consultation: Consultation) -> ResponseReturnValue:
    work, form = current_work(), CreateForm()
    try:
        about = named_item(work, consultation, form.item.data)
        made = operations.create_theme(
            work,
            consultation,
            form.title.data or "",
            item=about,
            parent=form.parent.data or "",
            summary=form.summary.data or "",
        )
    except Invalid as refusal:
        form.refuse(refusal)
        return _list(work, consultation, form), 422
    return _to(consultation, made.public_id, "added")


@bp.get("/themes/<public_id>", access=policy.may_read_themes)
def theme(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    work = current_work()
    if queries.theme_named(work, consultation, public_id) is None:
        on = queries.successor(work, consultation, public_id) or abort(404)
        return redirect(url_for(".theme", consultation=consultation.slug, public_id=on), 301)
    return _page(work, consultation, public_id)


@bp.post("/themes/<public_id>/rename", access=policy.may_code)
def theme_rename(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    work, form = current_work(), RenameForm()
    summary = form.summary.data if "summary" in request.form else None

    def rename() -> None:
        operations.rename_theme(work, consultation, public_id, form.title.data or "", summary)

    return _done(work, consultation, public_id, form, rename)


@bp.post("/themes/<public_id>/move", access=policy.may_code)
def theme_move(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    work, form = current_work(), MoveForm()
    return _done(
        work,
        consultation,
        public_id,
        form,
        lambda: operations.move_theme(work, consultation, public_id, form.parent.data or ""),
    )


@bp.post("/themes/<public_id>/merge", access=policy.may_code)
def theme_merge(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    work, form = current_work(), MergeForm()
    return _done(
        work,
        consultation,
        public_id,
        form,
        lambda: merge_themes(work, consultation, public_id, form.into.data or public_id).public_id,
    )


@bp.post("/themes/<public_id>/split", access=policy.may_code)
def theme_split(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    work, form, chosen = current_work(), SplitForm(), request.form.getlist("comment")
    return _done(
        work,
        consultation,
        public_id,
        form,
        lambda: operations.split_theme(work, consultation, public_id, form.title.data or "", chosen).public_id,
    )


@bp.post("/themes/<public_id>/close", access=policy.may_code)
def theme_close(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    """With `open` it is opened again."""
    work = current_work()
    change = operations.reopen_theme if request.form.get("open") else operations.close_theme
    change(work, consultation, public_id)
    return _to(consultation, public_id)


@bp.post("/themes/<public_id>/comments", access=policy.may_code)
def theme_assign(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    work, form = current_work(), NamedForm()
    comments, quote = request.form.getlist("comment"), request.form.get("quote", "")
    return _done(
        work,
        consultation,
        public_id,
        form,
        lambda: operations.assign_many(work, consultation, public_id, comments, quote),
    )


@bp.post("/themes/<public_id>/comments/<comment>/remove", access=policy.may_code)
def theme_remove(consultation: Consultation, public_id: str, comment: str) -> ResponseReturnValue:
    operations.unassign(current_work(), consultation, public_id, comment)
    back = request.form.get("back", "")
    if back.startswith("?"):
        return redirect(url_for(".coding", consultation=consultation.slug) + back, 303)
    return _to(consultation, public_id)


def _done(
    work: Work, consultation: Consultation, public_id: str, form: NamedForm, do: Callable[[], object]
) -> ResponseReturnValue:
    """To the theme that came of it, or the page again with what is wrong."""
    try:
        came = do()
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(work, consultation, public_id, form), 422
    return _to(consultation, came if isinstance(came, str) else public_id)


def _to(consultation: Consultation, public_id: str, done: str = "saved") -> ResponseReturnValue:
    return redirect(url_for(".theme", consultation=consultation.slug, public_id=public_id, done=done), 303)


def _list(work: Work, consultation: Consultation, form: CreateForm | None = None) -> str:
    groups = stakeholders.groups(work, consultation)
    every = shown_tallies(work, consultation)
    skeleton, known = consultations.structure(work, consultation), queries.themes(work, consultation)
    may_code = policy.may_code(work.actor, consultation) and policy.takes_work(consultation, work.now)
    return render_template(
        "board/theme_list.html",
        themed=themed(work, consultation, filters.EVERYTHING, every, groups),
        opens=theme_opens(consultation),
        form=(form or CreateForm(formdata=None)).offer(skeleton, known) if may_code else None,
        skeleton=skeleton,
        may_read_board=may_read_board(work.actor, consultation),
    )


def _page(work: Work, consultation: Consultation, public_id: str, refused: NamedForm | None = None) -> str:
    asked = replace(filter_asked_for(request.args.getlist), themes=(), answered=())
    page = theme_page(work, consultation, public_id, asked) or abort(404)
    skeleton, known = consultations.structure(work, consultation), queries.themes(work, consultation)
    may_code = policy.may_code(work.actor, consultation) and policy.takes_work(consultation, work.now)
    line = page.line
    forms: dict[str, NamedForm] = {
        "rename": RenameForm(formdata=None, title=line.title, summary=line.summary),
        "move": MoveForm(formdata=None, parent=next((o.public_id for o in known if o.id == line.parent_id), "")),
        "merge": MergeForm(formdata=None),
        "split": SplitForm(formdata=None),
    }
    if refused is not None:
        forms[refused.called] = refused
    for form in forms.values():
        if isinstance(form, MoveForm | MergeForm):
            form.offer(skeleton, known, line)
    return render_template(
        "board/theme.html",
        page=page,
        forms=forms,
        refused=refused,
        chosen=request.form.getlist("comment"),
        may_code=may_code,
        may_read_board=may_read_board(work.actor, consultation),
        skeleton=skeleton,
        groups={group.id: group for group in stakeholders.groups(work, consultation)},
        opens=theme_opens(consultation),
        wishes=naming.wishes(work, consultation, asked, current_words()),
    )


def theme_opens(consultation: Consultation) -> Opens:
    """Figures of the list open the theme's own page, which shows exactly what they count."""

    def opens(public_id: str, **parts: Any) -> str:
        query: dict[str, Any] = {PARAMETERS[part]: value for part, value in parts.items()}
        return url_for("board.theme", consultation=consultation.slug, public_id=public_id, **query)

    return opens
