"""The blueprint all pages of the office and of the operators belong to, and the places the office's pages lead to."""

from dataclasses import dataclass

from flask import Blueprint, current_app, g, request, url_for

from portal.kernel.words import N_
from portal.web.languages import current_words

bp = Blueprint("office", __name__)

PLACES = (
    (N_("Was zu tun ist"), "office.start", ("office.start",)),
    (N_("Einladungen"), "office.invitations", ("office.invit",)),
    (N_("Organisationen"), "office.organisations", ("office.organisation",)),
    (N_("Verspätete Kommentare"), "office.late", ("office.late",)),
)
"""Words, endpoint, and the beginnings of the endpoints that belong to the place."""


@dataclass(frozen=True, slots=True)
class Place:
    label: str
    href: str
    current: bool


@bp.context_processor
def _places() -> dict[str, list[Place]]:
    """The places of the consultation the address names; none on the operators' pages."""
    consultation = g.get("consultation")
    if consultation is None:
        return {"office_places": []}
    words, here = current_words(), request.endpoint or ""
    return {
        "office_places": [
            Place(words.say(label), url_for(endpoint, consultation=consultation.slug), here.startswith(covers))
            for label, endpoint, covers in PLACES
            if endpoint in current_app.view_functions
        ]
    }
