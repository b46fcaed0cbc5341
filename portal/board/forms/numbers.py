"""Whole numbers that somebody typed."""

from portal.decisions.resolution import NO_COUNT
from portal.kernel.errors import Invalid

NUMBER = {"inputmode": "numeric", "autocomplete": "off"}


def whole_number(text: str | None, field: str) -> int | None:
    """None for nothing; raise `Invalid` for what is no number from 0 on."""
    text = (text or "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise Invalid(NO_COUNT, field=field)
    return int(text)
