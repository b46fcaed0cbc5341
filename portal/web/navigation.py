"""The main navigation: which places a role needs, in one list."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, url_for

from portal.kernel.actor import VISITOR, Actor, Role
from portal.kernel.words import N_
from portal.web.languages import current_words

WORK_OF_MODERATORS = tuple(
    f"moderation.{page}" for page in ("queue", "decide", "undo", "leave", "note", "bulk", "settings", "figures")
)

PLACES: tuple[tuple[str, str, tuple[Role, ...], tuple[str, ...]], ...] = (
    (N_("Überblick"), "catalogue.overview", (), ("catalogue.overview",)),
    (
        N_("Maßnahmen"),
        "catalogue.measures",
        (),
        ("catalogue.measures", "catalogue.measure", "catalogue.goal", "catalogue.comments"),
    ),
    (N_("Meine Beiträge"), "catalogue.mine", (Role.MEMBER, Role.RELEASER), ("catalogue.mine",)),
    (N_("Unsere Organisation"), "stakeholders.organisation", (Role.RELEASER,), ("stakeholders.organisation",)),
    (N_("Prüfen"), "moderation.queue", (Role.MODERATOR,), WORK_OF_MODERATORS),
    (N_("Prüfbilanz"), "moderation.ledger", (Role.MODERATOR, Role.EDITOR), ("moderation.ledger",)),
    (N_("Themen"), "board.themes", (Role.MODERATOR,), ("board.theme", "board.coding", "board.advice")),
    (N_("Auswertung"), "board.index", (Role.STEERING, Role.EDITOR), ("board.",)),
    (N_("Geschäftsstelle"), "office.start", (Role.EDITOR,), ("office.",)),
)

ADMINISTRATION = (N_("Systemverwaltung"), "office.admin")
"""For admins, inside and outside of consultations."""


@dataclass(frozen=True, slots=True)
class Place:
    label: str
    href: str
    current: bool


def init_app(app: Flask) -> None:
    app.context_processor(lambda: _context(app))


def _context(app: Flask) -> dict[str, object]:
    actor: Actor = g.work.actor if "work" in g else VISITOR
    consultation: Any = g.get("consultation")
    known = {"consultation": consultation} if consultation is not None else {}
    return {
        "actor": actor,
        "nav": _places(app, actor, consultation),
        "carried_language": request.args.get("lang"),
        **known,
    }


def _places(app: Flask, actor: Actor, consultation: Any) -> list[Place]:
    words = current_words()
    here = request.endpoint or ""
    places = []
    for label, endpoint, roles, covers in PLACES if consultation is not None else ():
        allowed = not roles or actor.holds(consultation.id, *roles) or (actor.is_admin and endpoint == "office.start")
        if allowed and endpoint in app.view_functions:
            href = url_for(endpoint, consultation=consultation.slug)
            places.append(Place(words.say(label), href, here.startswith(covers)))
    label, endpoint = ADMINISTRATION
    if actor.is_admin and endpoint in app.view_functions:
        places.append(Place(words.say(label), url_for(endpoint), here.startswith(endpoint)))
    return places
