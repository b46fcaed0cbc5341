"""Addresses of static files that change with their content, so that browsers may keep them for a year."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

from portal.kernel.places import STATIC

HASHED = re.compile(r"\.[0-9a-f]{12}\.")

def init_app(app: Flask) -> None:
    """Serve `static/` by WhiteNoise; `asset(path)` is the address of a file in templates."""
    noise = WhiteNoise(
        app.wsgi_app,
        root=str(STATIC),
        prefix="static/",
        immutable_file_test=lambda path, url: "?v=" in url,
        max_age=86400,
        add_headers_function=_headers,
    )
    app.wsgi_app = noise  # type: ignore[method-assign]
    app.add_template_global(asset)

def _headers(headers: object, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"  # type: ignore[index]

def asset(path: str) -> str:
    return f"/static/{path}?v={_digest(path)}"

@cache
def _digest(path: str) -> str:
    return hashlib.sha256((STATIC / Path(path)).read_bytes()).hexdigest()[:12]
