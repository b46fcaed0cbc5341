"""The blueprint all pages of the board belong to, where its first page is, and items by their codes."""

from flask import Blueprint, abort, request, url_for

from portal.board.asking import Address
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.consultations.structure import ItemLine
from portal.kernel.codes import normal_code
from portal.kernel.work import Work

bp = Blueprint("board", __name__, url_prefix="/<consultation>/board")


def address(consultation: Consultation) -> Address:
    return Address(url_for("board.index", consultation=consultation.slug, lang=None), request.args.get("lang"))


def named_item(work: Work, consultation: Consultation, code: str | None) -> ItemLine | None:
    """The measure or goal with that code; None for no code, 404 for one there is not."""
    if not code:
        return None
    skeleton = consultations.structure(work, consultation)
    return next((item for item in skeleton.items if item.code == normal_code(code)), None) or abort(404)
