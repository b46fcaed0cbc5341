"""The way into every view: one unit of work, the consultation, the guard, and only then the view."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response, abort, g, request
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect
from werkzeug.routing import Rule

from portal.kernel.database import begin_reading, unit_of_work
from portal.kernel.work import Work
from portal.web.access import GuardedRule, RowNumber, anyone, turn_away
from portal.web.hosts import is_known_host
from portal.web.kept_pages import KeptPages, current_asked
from portal.web.moment import current_work, has_cookie, look
from portal.web.plain_request import PlainRequest
from portal.web.shortcut import Environ, Shortcut

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
FindConsultation = Callable[[Work, str, int | None], object | None]


class GuardedFlask(Flask):
    """A safe request reads in one read-only transaction; an unsafe one is let in by a short look, then may write."""

    url_rule_class: type[Rule] = GuardedRule
    request_class = PlainRequest

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.url_map.converters["int"] = RowNumber

    def wsgi_app(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        shortcut: Shortcut = self.extensions["shortcut"]
        answer = shortcut.answer(environ, start_response)
        return super().wsgi_app(environ, start_response) if answer is None else answer

    def full_dispatch_request(self) -> Response:
        asking: PlainRequest = request._get_current_object()  # type: ignore[attr-defined]
        asking.lead_nowhere()
        asked = None if has_cookie() or not is_known_host() else current_asked()
        kept: KeptPages = self.extensions["kept_pages"]
        key = kept.current_key() if asked else None
        if asked is None or key is None:
            return super().full_dispatch_request()
        shortcut: Shortcut = self.extensions["shortcut"]
        shortcut.remember(request.environ, asked)
        return kept.answer(key) or kept.keep(key, super().full_dispatch_request())

    def preprocess_request(self) -> ResponseReturnValue | None:
        rule = request.url_rule
        if isinstance(rule, GuardedRule) and rule.largest is not None:
            request.max_content_length = request.max_form_memory_size = rule.largest
        return super().preprocess_request()

    def dispatch_request(self) -> ResponseReturnValue:
        rule = request.url_rule
        if not isinstance(rule, GuardedRule) or rule.endpoint == "static":
            return super().dispatch_request()
        with unit_of_work(self.extensions["engine"]) as session:
            g.session = session
            if request.method in SAFE_METHODS:
                begin_reading(session)
                self._admit(current_work(), rule)
            else:
                self._admit(look(), rule)
                self._require_token()
            return super().dispatch_request()

    def _admit(self, work: Work, rule: GuardedRule) -> None:
        consultation = self._consultation(work, rule)
        if not rule.access(work.actor, consultation):
            turn_away(work.actor)

    def _require_token(self) -> None:
        """Asked behind the guard: whoever is not signed in is told so, not that the page was open too long."""
        if self.config.get("WTF_CSRF_ENABLED", True):
            csrf: CSRFProtect = self.extensions["csrf"]
            csrf.protect()

    def _consultation(self, work: Work, rule: GuardedRule) -> object | None:
        """The consultation an address names, put in the place of its slug for the view.

        One that is missing or hidden answers a visitor like a page that asks for signing in.
        """
        arguments = request.view_args or {}
        if "consultation" not in arguments:
            return None
        find: FindConsultation = self.extensions["find_consultation"]
        kept: KeptPages = self.extensions["kept_pages"]
        stamp = kept.current_stamp()
        found = find(work, arguments["consultation"], stamp.catalogue_revision if stamp else None)
        if found is None:
            if rule.access is anyone or work.actor.account_id is not None:
                abort(404)
            turn_away(work.actor)
        g.consultation = arguments["consultation"] = found
        return found
