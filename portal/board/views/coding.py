"""Putting many comments under themes at once: choose them, choose the theme, done."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.board.forms.themes import CodingForm
from portal.board.views.blueprint import bp, named_item
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.kernel.errors import Invalid
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.stakeholders import queries as stakeholders
from portal.themes import operations, policy, queries
from portal.themes.operations.coding import NOTHING_CHOSEN
from portal.themes.queries import Wanted
from portal.web.moment import current_work

NO_THEME = N_("Bitte wählen Sie ein Thema oder geben Sie ein neues an.")


@bp.get("/themes/coding", access=policy.may_code)
def coding(consultation: Consultation) -> ResponseReturnValue:
    return _page(current_work(), consultation)


@bp.post("/themes/coding", access=policy.may_code)
def code(consultation: Consultation) -> ResponseReturnValue:
    work, form, chosen = current_work(), CodingForm(), request.form.getlist("comment")
    try:
        with work.session.begin_nested():
            theme = form.theme.data or _new_theme(work, consultation, form.title.data or "", chosen)
            operations.assign_many(work, consultation, theme, chosen, form.quote.data or "")
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(work, consultation, form, chosen), 422
    return redirect(_address(consultation, theme=theme, done="saved"), 303)


def _new_theme(work: Work, consultation: Consultation, title: str, chosen: list[str]) -> str:
    """On the item that is being coded, or across items; nothing is made when nothing would stand under it."""
    if not title.strip():
        raise Invalid(NO_THEME, field="theme")
    if not chosen:
        raise Invalid(NOTHING_CHOSEN, field="comment")
    about = named_item(work, consultation, request.args.get("measure"))
    return operations.create_theme(work, consultation, title, item=about).public_id


def _page(
    work: Work, consultation: Consultation, form: CodingForm | None = None, chosen: list[str] | None = None
) -> str:
    item = named_item(work, consultation, request.args.get("measure"))
    wanted = Wanted(
        item_id=item.id if item else None,
        is_open=bool(request.args.get("open")),
        text=" ".join(request.args.get("q", "").split())[:200],
        page=max(1, min(request.args.get("page", 1, type=int), 100_000)),
    )
    page = queries.coding_page(work, consultation, wanted)
    skeleton = consultations.structure(work, consultation)
    known = queries.themes(work, consultation, wanted.item_id)
    if chosen is None:
        chosen = [row.line.public_id for row in page.rows] if request.args.get("all") else []
    return render_template(
        "board/coding.html",
        page=page,
        wanted=wanted,
        item=item,
        skeleton=skeleton,
        groups={group.id: group for group in stakeholders.groups(work, consultation)},
        form=(form or CodingForm(formdata=None, theme=request.args.get("theme"))).offer(skeleton, known),
        refused=form,
        chosen=chosen,
        address=lambda **changes: _address(consultation, **changes),
        takes_work=policy.takes_work(consultation, work.now),
    )


def _asked() -> dict[str, str]:
    return {name: request.args[name] for name in ("measure", "q", "open", "page", "lang") if request.args.get(name)}


def _address(consultation: Consultation, **changes: Any) -> str:
    query = {name: value for name, value in (_asked() | changes).items() if value}
    return url_for("board.coding", consultation=consultation.slug, **query)
