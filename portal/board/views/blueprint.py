"""The blueprint all pages of the board belong to, and where its first page is."""

from flask import Blueprint, request, url_for

from portal.board.asking import Address
from portal.consultations.models import Consultation

bp = Blueprint("board", __name__, url_prefix="/<consultation>/board")


def address(consultation: Consultation) -> Address:
    return Address(url_for("board.index", consultation=consultation.slug, lang=None), request.args.get("lang"))
