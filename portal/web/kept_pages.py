"""Finished public pages, kept for visitors until the stamp of what they show changes."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from flask import Response, current_app, make_response, request
from flask.typing import ResponseReturnValue

from portal.kernel.words import CITY_TIME
from portal.web.access import GuardedRule
from portal.web.languages import current_language
from portal.web.moment import arrived, has_cookie

PUBLIC = "public, no-cache"
ROOM = 64 * 1024 * 1024
"""Bytes of pages one process keeps."""


class KeptPages:
    """A bounded store, the page used least recently goes first."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._used = 0
        self._pages: OrderedDict[str, tuple[bytes, str]] = OrderedDict()
        self._lock = Lock()

    def answer(self, rule: GuardedRule, render: Callable[[GuardedRule], ResponseReturnValue]) -> ResponseReturnValue:
        if rule.stamp is None or request.method not in ("GET", "HEAD") or has_cookie():
            return render(rule)
        stamp = self._stamp(rule)
        if stamp is None:
            return render(rule)
        etag = hashlib.blake2s(repr(stamp).encode(), digest_size=12).hexdigest()
        if etag in request.if_none_match:
            return _public(Response(status=304), etag)
        page = self.get(etag)
        if page is not None:
            return _public(Response(page[0], mimetype=page[1]), etag)
        response = make_response(render(rule))
        if response.status_code != 200 or response.is_streamed:
            return response
        self.put(etag, (response.get_data(), response.mimetype or "text/html"))
        return _public(response, etag)

    def get(self, key: str) -> tuple[bytes, str] | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: str, page: tuple[bytes, str]) -> None:
        with self._lock:
            if key in self._pages or len(page[0]) > self._room:
                return
            self._pages[key] = page
            self._used += len(page[0])
            while self._used > self._room:
                _, (oldest, _) = self._pages.popitem(last=False)
                self._used -= len(oldest)

    def _stamp(self, rule: GuardedRule) -> tuple[object, ...] | None:
        """One statement, by the driver: at this place SQLAlchemy would cost more than the database."""
        if rule.stamp is None:
            return None
        look = current_app.extensions["look"]
        with look() as connection:
            found = rule.stamp(connection, request.view_args or {}, arrived())
        if found is None:
            return None
        today = arrived().astimezone(CITY_TIME).date().toordinal()
        return (current_app.config["BUILD"], today, current_language(), request.full_path, *found)


def _public(response: Response, etag: str) -> Response:
    response.set_etag(etag)
    response.headers["Cache-Control"] = PUBLIC
    response.headers["Vary"] = "Accept-Language"
    return response
