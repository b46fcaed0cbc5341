"""Finished public pages, kept for visitors until the stamp of what they show changes."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from flask import Response, g, request
from markupsafe import Markup
from werkzeug.datastructures import Headers

from portal.kernel.city_time import day_of
from portal.kernel.database import DatabaseAway, Look
from portal.web.access import FindStamp, GuardedRule, Stamp
from portal.web.headers import always
from portal.web.languages import current_language
from portal.web.moment import arrived

LOOKED_UP = "portal.stamp"
"""Where the environment of a request holds the stamp that somebody has found before Flask began."""
ROOM = 64 * 1024 * 1024
"""Bytes of pages one process keeps."""


@dataclass(frozen=True, slots=True)
class KeptPage:
    body: bytes
    headers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A public page as one address asks for it in one language; all else it depends on is in its stamp."""

    endpoint: str
    find_stamp: FindStamp
    arguments: dict[str, Any]
    address: str
    language: str


class KeptPages:
    """A bounded store; the page used least recently goes first.

    A request it can answer never reaches the views: it costs one statement and opens no session.
    """

    def __init__(self, look: Look, build: str, room: int = ROOM) -> None:
        self._look = look
        self._build = build
        self._room = room
        self._used = 0
        self._pages: OrderedDict[str, KeptPage] = OrderedDict()
        self._lock = Lock()

    def current_stamp(self) -> Stamp | None:
        """What the page asked for depends on; None when it is not public or nobody can tell. Looked up once."""
        if "stamp" not in g:
            asked = current_asked()
            g.stamp = request.environ.get(LOOKED_UP) or (self.find_stamp(asked, arrived()) if asked else None)
        stamp: Stamp | None = g.stamp
        return stamp

    def current_key(self, *more: str) -> str | None:
        """The ETag of the page asked for, or of a part of it; None when it is not public or nobody can tell."""
        stamp, asked = self.current_stamp(), current_asked()
        return self.key(asked, stamp, arrived(), *more) if asked and stamp else None

    def part(self, name: str, make: Callable[[], str]) -> Markup:
        """The part of a page that is the same for everybody, kept for those who are signed in too."""
        key = self.current_key(name)
        if key is None:
            return Markup(make())  # noqa: S704 - a rendered template
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

    def find_stamp(self, asked: Asked, now: datetime) -> Stamp | None:
        """What a page depends on; None when it is not public or nobody can tell."""
        try:
            with self._look() as cursor:
                return asked.find_stamp(cursor, asked.arguments, now)
        except DatabaseAway:
            return None

    def key(self, asked: Asked, stamp: Stamp, now: datetime, *more: str) -> str:
        """The ETag of a page with this stamp."""
        today = day_of(now).toordinal()
        depends = (self._build, today, asked.language, asked.address, *stamp.parts, *more)
        return hashlib.blake2s(repr(depends).encode(), digest_size=12).hexdigest()


def current_asked() -> Asked | None:
    """What the request asks for, if that is a page with a stamp."""
    rule = request.url_rule
    if not isinstance(rule, GuardedRule) or rule.stamp is None or request.method not in ("GET", "HEAD"):
        return None
    named = {name: getattr(value, "slug", value) for name, value in (request.view_args or {}).items()}
    return Asked(rule.endpoint, rule.stamp, named, request.full_path, current_language())


def _headers(key: str) -> tuple[tuple[str, str], ...]:
    public = (("ETag", f'"{key}"'), ("Cache-Control", "public, no-cache"), ("Vary", "Accept-Language"))
    return (*public, *always().items())


def _response(body: bytes, headers: tuple[tuple[str, str], ...], status: int) -> Response:
    return Response(body, status, Headers(list(headers)))
