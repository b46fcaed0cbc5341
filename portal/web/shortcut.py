"""Visitors get a kept page before Flask wakes up: where an address led once, it leads as long as the stamp says so."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from portal.web.kept_pages import LOOKED_UP, Asked, KeptPages
from portal.web.operating import count

MOST = 1000
"""Addresses one process remembers."""
SIGNATURE = (
    "REQUEST_METHOD",
    "wsgi.url_scheme",
    "HTTP_HOST",
    "SCRIPT_NAME",
    "PATH_INFO",
    "QUERY_STRING",
    "HTTP_ACCEPT_LANGUAGE",
)
"""All of a request without cookies by which it is decided what page is meant, and in what language."""
ABOUT_THE_BODY = ("Content-Type", "Content-Length")

Environ = dict[str, Any]


class Shortcut:
    """Remembers what Flask has worked out of requests that led to kept pages; whoever sends a cookie takes no part."""

    def __init__(self, pages: KeptPages) -> None:
        self._pages = pages
        self._known: dict[tuple[str | None, ...], Asked] = {}

    def remember(self, environ: Environ, asked: Asked) -> None:
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[_signature(environ)] = asked

    def answer(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes] | None:
        """The kept page or that it is not modified; None when Flask has to see for itself."""
        if "HTTP_COOKIE" in environ:
            return None
        asked = self._known.get(_signature(environ))
        if asked is None:
            return None
        began, now = perf_counter(), datetime.now(UTC)
        stamp = self._pages.find_stamp(asked, now)
        if stamp is None:
            return None
        key = self._pages.key(asked, stamp, now)
        page = self._pages.get(key)
        if page is None:
            environ[LOOKED_UP] = stamp
            return None
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known is not None and (f'"{key}"' in known or known == "*"):
            start_response("304 NOT MODIFIED", [line for line in page.headers if line[0] not in ABOUT_THE_BODY])
            body, status = b"", 304
        else:
            start_response("200 OK", list(page.headers))
            body, status = page.body, 200
        count(asked.endpoint, status, perf_counter() - began)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _signature(environ: Environ) -> tuple[str | None, ...]:
    return tuple(map(environ.get, SIGNATURE))
