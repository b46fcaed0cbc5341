"""Pages for what went wrong: a sentence, a way on, and whatever the person had written."""

from flask import Flask, g, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy import inspect
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from portal.kernel.errors import Conflict, Invalid, Missing, Refused, Sentence
from portal.kernel.words import N_
from portal.web.languages import current_words
from portal.web.paths import path_within

NEVER_SHOWN_AGAIN = {
    "csrf_token",
    "password",
    "current_password",
    "new_password",
    "submission_key",
    "save",
    "version",
    "draft",
    "lock",
    "action",
    "move",
    "revision",
    "seen",
    "stage",
    "stance",
    "section",
    "language",
    "shared",
    "voice",
    "field",
    "item",
    "all",
    "role",
    "group",
    "kind",
    "next",
}
"""Secrets, and what was chosen rather than written."""
TEXTS = {
    400: (N_("Diese Anfrage verstehen wir nicht"), N_("Bitte gehen Sie zurück und versuchen Sie es noch einmal.")),
    401: (
        N_("Bitte melden Sie sich an"),
        N_(
            "Ihre Anmeldung ist abgelaufen. Ihr Text ist nicht verloren: Er steht unten. "
            "Melden Sie sich an und senden Sie ihn noch einmal."
        ),
    ),
    403: (N_("Das geht hier nicht"), N_("Für diesen Schritt fehlt Ihnen das Recht.")),
    404: (
        N_("Diese Seite gibt es nicht"),
        N_("Vielleicht ist die Adresse falsch geschrieben, oder die Seite ist nicht öffentlich."),
    ),
    405: (
        N_("So lässt sich diese Seite nicht aufrufen"),
        N_("Bitte gehen Sie zurück und versuchen Sie es noch einmal."),
    ),
    409: (N_("Inzwischen hat sich etwas geändert"), N_("Bitte sehen Sie sich den neuen Stand an.")),
    413: (N_("Das ist zu groß"), N_("Bitte kürzen Sie den Text, oder wählen Sie eine kleinere Datei.")),
    422: (N_("Da fehlt noch etwas"), N_("Bitte prüfen Sie Ihre Angaben. Ihr Text steht unten.")),
    429: (
        N_("Das war zu schnell hintereinander"),
        N_("Bitte warten Sie einen Moment und versuchen Sie es dann noch einmal. Ihr Text steht unten."),
    ),
    500: (
        N_("Bei uns ist etwas schiefgegangen"),
        N_("Es wurde nichts gespeichert. Ihr Text steht unten. Bitte versuchen Sie es in einigen Minuten noch einmal."),
    ),
    503: (
        N_("Das Portal ist gerade nicht erreichbar"),
        N_("Es wurde nichts gespeichert. Ihr Text steht unten. Bitte versuchen Sie es in einigen Minuten noch einmal."),
    ),
}
EXPIRED = N_(
    "Diese Seite war zu lange offen. Es wurde nichts gespeichert, Ihr Text steht unten. "
    "Bitte senden Sie ihn noch einmal."
)


def init_app(app: Flask) -> None:
    for kind, status in ((Refused, 403), (Conflict, 409), (Invalid, 422)):
        app.register_error_handler(kind, lambda error, status=status: _sentence(error, status))
    app.register_error_handler(Missing, lambda _: page(404))
    app.register_error_handler(CSRFError, lambda _: page(400, EXPIRED))
    app.register_error_handler(OperationalError, lambda error: _database_away(app, error))
    app.register_error_handler(HTTPException, _http)


def _database_away(app: Flask, error: OperationalError) -> ResponseReturnValue:
    app.logger.error("database away: %s", type(error.orig).__name__)
    answer = make_response(page(503))
    answer.headers["Retry-After"] = "30"
    return answer


def _sentence(error: Sentence, status: int) -> ResponseReturnValue:
    return page(status, current_words().say(error.sentence, **error.values))


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    answer = make_response(page(error.code))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def page(status: int, sentence: str = "") -> ResponseReturnValue:
    _let_go_of_what_cannot_be_read()
    words = current_words()
    heading, usual = TEXTS.get(status, TEXTS[500 if status >= 500 else 400])
    return (
        render_template(
            "web/error.html",
            status=status,
            heading=words.say(heading),
            sentence=sentence or words.say(usual),
            way_on=_way_on(status),
            written=_written() if status != 413 else [],
        ),
        status,
    )


def _let_go_of_what_cannot_be_read() -> None:
    """A consultation looked up before the database went away cannot be looked up again: the page does without it."""
    consultation = g.get("consultation")
    if consultation is not None:
        seen = inspect(consultation)
        if seen.detached and seen.expired_attributes:
            g.pop("consultation")


def _written() -> list[str]:
    if request.method != "POST":
        return []
    try:
        form = request.form
    except HTTPException:  # larger than anything that is read: then there is nothing to show
        return []
    return [text for name, text in form.items() if name not in NEVER_SHOWN_AGAIN and text.strip()]


def _way_on(status: int) -> list[tuple[str, str]]:
    words = current_words()
    ways = [(words.say(N_("Zur Startseite")), url_for("catalogue.home"))]
    consultation = g.get("consultation")
    if consultation is not None:
        ways = [(words.say(N_("Zum Überblick")), url_for("catalogue.overview", consultation=consultation.slug))]
    if status == 401:
        back = path_within(request.host_url, request.referrer)
        return [(words.say(N_("Anmelden")), url_for("accounts.sign_in", next=back)), *ways]
    return ways
