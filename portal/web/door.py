"""The way into every view: one unit of work, the consultation, the guard, and only then the view."""

from collections.abc import Callable

from flask import Flask, Response, abort, g, request
from flask.typing import ResponseReturnValue
from werkzeug.routing import Rule

from portal.kernel.database import DatabaseAway, begin_reading, unit_of_work
from portal.kernel.work import Work
from portal.web.access import GuardedRule, anyone, turn_away
from portal.web.kept_pages import KeptPages
from portal.web.moment import current_work, reading

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
MOST_PARTS = 2_000
"""Fields of a form where larger ones are allowed."""
FindConsultation = Callable[[Work, str, int | None], object | None]


class GuardedFlask(Flask):
    """A safe request reads in one read-only transaction; an unsafe one is let in by a short look, then may write."""

    url_rule_class: type[Rule] = GuardedRule

    def full_dispatch_request(self) -> Response:
        kept: KeptPages = self.extensions["kept_pages"]
        try:
            key = kept.key(request.url_rule)
        except DatabaseAway:
            key = None
        if key is None:
            return super().full_dispatch_request()
        return kept.answer(key) or kept.keep(key, super().full_dispatch_request())

    def preprocess_request(self) -> ResponseReturnValue | None:
        rule = request.url_rule
        if isinstance(rule, GuardedRule) and rule.largest is not None:
            request.max_content_length = request.max_form_memory_size = rule.largest
            request.max_form_parts = MOST_PARTS
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
                with reading() as work:
                    self._admit(work, rule)
            return super().dispatch_request()

    def _admit(self, work: Work, rule: GuardedRule) -> None:
        consultation = self._consultation(work, rule)
        if not rule.access(work.actor, consultation):
            turn_away(work.actor)

    def _consultation(self, work: Work, rule: GuardedRule) -> object | None:
        """The consultation an address names, put in the place of its slug for the view.

        One that is missing or hidden answers a visitor like a page that asks for signing in.
        """
        arguments = request.view_args or {}
        if "consultation" not in arguments:
            return None
        find: FindConsultation = self.extensions["find_consultation"]
        found = find(work, arguments["consultation"], g.get("catalogue_revision"))
        if found is None:
            if rule.access is anyone or work.actor.account_id is not None:
                abort(404)
            turn_away(work.actor)
        g.consultation = arguments["consultation"] = found
        return found
