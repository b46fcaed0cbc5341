"""Keeping a view of the board under a name, and forgetting it."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.board import policy
from portal.board.asking import tidied
from portal.board.forms.filtering import SaveForm
from portal.board.operations import remove_view, save_view
from portal.board.views.blueprint import bp
from portal.board.views.overview import shown
from portal.consultations.models import Consultation
from portal.kernel.errors import Invalid
from portal.web.moment import current_work


@bp.post("/views", access=policy.may_read_board)
def view_save(consultation: Consultation) -> ResponseReturnValue:
    work, form, query = current_work(), SaveForm(), tidied(request.form.get("query", ""))
    try:
        save_view(work, consultation, form.name.data or "", query)
    except Invalid as refusal:
        form.refuse(refusal)
        return shown(work, consultation, query, form), 422
    return redirect(_board(consultation, query), 303)


@bp.post("/views/<int:number>/remove", access=policy.may_read_board)
def view_remove(consultation: Consultation, number: int) -> ResponseReturnValue:
    remove_view(current_work(), consultation, number)
    return redirect(_board(consultation, tidied(request.form.get("query", ""))), 303)


def _board(consultation: Consultation, query: str) -> str:
    return url_for(".index", consultation=consultation.slug) + f"?{query}{'&' if query else ''}done=saved"
