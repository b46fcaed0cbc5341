"""Addresses of static files that change with their content, so that browsers may keep them for a year."""

import hashlib
from functools import cache
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

from portal.kernel.places import STATIC


def init_app(app: Flask) -> None:
    """Serve `static/` by WhiteNoise; `asset(path)` is the address of a file in templates."""
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(STATIC),
        prefix="static/",
        max_age=31536000,
        allow_all_origins=False,
        add_headers_function=_headers,
    )
    app.add_template_global(asset)


def asset(path: str) -> str:
    return f"/static/{path}?v={_digest(path)}"


def _headers(headers: Headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"


@cache
def _digest(path: str) -> str:
    return hashlib.sha256((STATIC / Path(path)).read_bytes()).hexdigest()[:12]
