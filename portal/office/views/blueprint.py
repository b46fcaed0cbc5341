"""The blueprint all pages of the office and of the operators belong to, and the places these pages lead to."""

from flask import Blueprint, current_app, g, request, url_for

from portal.consultations.models import Consultation
from portal.kernel.actor import VISITOR
from portal.kernel.words import N_
from portal.web.access import GuardedRule
from portal.web.languages import current_words
from portal.web.navigation import Place

bp = Blueprint("office", __name__)

Places = tuple[tuple[str, str, tuple[str, ...]], ...]
"""Words, endpoint, and the beginnings of the endpoints that belong to the place."""
PLACES: Places = (
    (N_("Was zu tun ist"), "office.start", ("office.start",)),
    (
        N_("Katalog"),
        "office.catalogue",
        ("office.catalogue", "office.item", "office.field", "office.section", "office.origin"),
    ),
    (N_("Import"), "office.imports", ("office.import",)),
    (N_("Einladungen"), "office.invitations", ("office.invit",)),
    (N_("Rücklauf"), "office.coverage", ("office.coverage", "office.remind")),
    (N_("Organisationen"), "office.organisations", ("office.organisation",)),
    (N_("Anfragen"), "office.applications", ("office.application",)),
    (N_("Zuschriften"), "office.on_behalf", ("office.on_behalf", "office.entry")),
    (N_("Verspätetes"), "office.late", ("office.late",)),
    (N_("Seiten"), "office.pages", ("office.page",)),
    (N_("Einstellungen"), "office.settings", ("office.settings", "office.phases")),
)
ADMINISTRATION: Places = (
    (N_("Überblick"), "office.admin", ()),
    (N_("Konten"), "office.admin_accounts", ("office.admin_account",)),
    (N_("Beteiligungsverfahren"), "office.admin_consultations", ("office.admin_consultation", "office.admin_role")),
    (N_("Protokoll"), "office.admin_audit", ("office.admin_audit",)),
    (N_("Briefe"), "office.admin_letters", ("office.admin_letter",)),
)


@bp.context_processor
def _places() -> dict[str, object]:
    """The places of the consultation the address names, or those of the system administration."""
    if (request.endpoint or "").startswith("office.admin"):
        return {"office_places": _listed(ADMINISTRATION, None), "is_administration": True}
    consultation = g.get("consultation")
    return {"office_places": _listed(PLACES, consultation) if consultation else [], "is_administration": False}


def _listed(places: Places, consultation: Consultation | None) -> list[Place]:
    """Those that are built and that the actor may open."""
    words, here, slug = current_words(), request.endpoint or "", consultation.slug if consultation else None
    return [
        Place(words.say(label), url_for(endpoint, consultation=slug), here == endpoint or here.startswith(covers))
        for label, endpoint, covers in places
        if endpoint in current_app.view_functions and _is_open(endpoint, consultation)
    ]


def _is_open(endpoint: str, consultation: Consultation | None) -> bool:
    """Whether the route itself would let the actor in."""
    actor = g.work.actor if "work" in g else VISITOR
    rules = current_app.url_map.iter_rules(endpoint)
    return any(isinstance(rule, GuardedRule) and rule.access(actor, consultation) for rule in rules)
