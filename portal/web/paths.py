"""Paths of this site, as they come in from outside."""

import re
from urllib.parse import urlsplit

UNSAFE = re.compile(r"[\x00-\x20\\]")


def own_path(text: str | None, otherwise: str = "/") -> str:
    """The path if it stays on this site: `//host`, `/\\host` and hidden control characters lead away from it."""
    if not text or not text.startswith("/") or text.startswith("//") or UNSAFE.search(text):
        return otherwise
    return text


def path_within(site: str, address: str | None) -> str | None:
    """The path and query of a full address, such as a referrer, if it lies on this site; `site` is `scheme://host`."""
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return None
    if f"{parts.scheme}://{parts.netloc}" != site.rstrip("/"):
        return None
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return own_path(path, "") or None
