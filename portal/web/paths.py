"""Paths of this site, as they come in from outside."""

import re

UNSAFE = re.compile(r"[\x00-\x20\\]")


def own_path(text: str | None, otherwise: str = "/") -> str:
    """The path if it stays on this site: `//host`, `/\\host` and hidden control characters lead away from it."""
    if not text or not text.startswith("/") or text.startswith("//") or UNSAFE.search(text):
        return otherwise
    return text
