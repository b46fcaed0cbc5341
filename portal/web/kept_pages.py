"""Finished public pages, kept for visitors until the stamp of what they show changes."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from flask import Response, current_app, g, request
from markupsafe import Markup
from werkzeug.datastructures import Headers

from portal.kernel.words import CITY_TIME
from portal.web.access import GuardedRule
from portal.web.headers import always
from portal.web.hosts import is_known_host
from portal.web.languages import current_language
from portal.web.moment import arrived, has_cookie

ROOM = 64 * 1024 * 1024
"""Bytes of pages one process keeps."""


@dataclass(frozen=True, slots=True)
class KeptPage:
    body: bytes
    headers: tuple[tuple[str, str], ...]


class KeptPages:
    """A bounded store; the page used least recently goes first.

    A request it can answer never reaches the views: it costs one statement and opens no session.
    """

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._used = 0
        self._pages: OrderedDict[str, KeptPage] = OrderedDict()
        self._lock = Lock()

    def key(self, rule: object) -> str | None:
        """The ETag of the page a visitor asks for; None when it is nobody's or not everybody's."""
        if not isinstance(rule, GuardedRule) or rule.stamp is None or has_cookie():
            return None
        if request.method not in ("GET", "HEAD") or not is_known_host():
            return None
        stamp = _stamp(rule)
        return None if stamp is None else _digest(stamp)

    def part(self, name: str, make: Callable[[], str]) -> Markup:
        """The part of a page that is the same for everybody, kept for those who are signed in too."""
        rule = request.url_rule
        stamp = _stamp(rule) if isinstance(rule, GuardedRule) and request.method == "GET" else None
        if stamp is None:
            return Markup(make())  # noqa: S704 - a rendered template
        key = _digest((name, *stamp))
        page = self.get(key)
        if page is None:
            page = KeptPage(make().encode(), ())
            self.put(key, page)
        return Markup(page.body.decode())  # noqa: S704 - a rendered template

    def answer(self, key: str) -> Response | None:
        """Not modified, or the page as it is kept."""
        if key in request.if_none_match:
            return _response(b"", _headers(key), 304)
        page = self.get(key)
        return None if page is None else _response(page.body, page.headers, 200)

    def keep(self, key: str, response: Response) -> Response:
        """Keep a page that was just made, and say that it may be kept elsewhere too."""
        if response.status_code != 200 or response.is_streamed or "Set-Cookie" in response.headers:
            return response
        for name, value in _headers(key):
            response.headers[name] = value
        self.put(key, KeptPage(response.get_data(), tuple(response.headers.items())))
        return response

    def get(self, key: str) -> KeptPage | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: str, page: KeptPage) -> None:
        with self._lock:
            if key in self._pages or len(page.body) > self._room:
                return
            self._pages[key] = page
            self._used += len(page.body)
            while self._used > self._room:
                _, oldest = self._pages.popitem(last=False)
                self._used -= len(oldest.body)


def _stamp(rule: GuardedRule) -> tuple[object, ...] | None:
    if rule.stamp is None:
        return None
    named = {name: getattr(value, "slug", value) for name, value in (request.view_args or {}).items()}
    with current_app.extensions["look"]() as cursor:
        found = rule.stamp(cursor, named, arrived())
    if found is None:
        return None
    g.catalogue_revision = found.catalogue_revision
    today = arrived().astimezone(CITY_TIME).date().toordinal()
    return (current_app.config["BUILD"], today, current_language(), request.full_path, *found.parts)


def _digest(stamp: tuple[object, ...]) -> str:
    return hashlib.blake2s(repr(stamp).encode(), digest_size=12).hexdigest()


def _headers(key: str) -> tuple[tuple[str, str], ...]:
    public = (("ETag", f'"{key}"'), ("Cache-Control", "public, no-cache"), ("Vary", "Accept-Language"))
    return (*public, *always().items())


def _response(body: bytes, headers: tuple[tuple[str, str], ...], status: int) -> Response:
    return Response(body, status, Headers(list(headers)))
