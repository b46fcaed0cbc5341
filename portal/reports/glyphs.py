"""Which characters the fonts of our PDF files can show, and text cut to what they can."""

import re
from functools import cache
from pathlib import Path
from struct import unpack_from
from unicodedata import category

from portal.reports.cells import plain

FONTS = Path(__file__).with_name("fonts")
"""Fira Sans for Latin, Greek and Cyrillic; DejaVu Sans for Arabic, Hebrew and signs."""
UNKNOWN = "□"
LONGEST_RUN = 30
_ASCII = re.compile("[\t\n -~]*")
_ENDLESS = re.compile(rf"[^\s\u00ad\u200b]{{{LONGEST_RUN}}}(?=[^\s\u00ad\u200b]{{4}})")
_NEVER = "\ufeff"
"""Marks the byte order, and accessible PDF forbids it."""


def settable(text: str) -> str:
    """The plain text with □ for what no font has; runs nobody could break may be broken."""
    text = plain(text)
    if not _ASCII.fullmatch(text):
        text = "".join(_shown(sign) for sign in text)
    return _ENDLESS.sub("\\g<0>\u200b", text) if len(text) > LONGEST_RUN else text


@cache
def _shown(sign: str) -> str:
    if sign in _known() or sign in "\t\n":
        return sign
    if category(sign) == "Cf":
        return "" if sign in _NEVER else sign
    return UNKNOWN


@cache
def _known() -> frozenset[str]:
    return frozenset(chr(code) for path in FONTS.glob("*.ttf") for code in _codes(path.read_bytes()))


def _codes(font: bytes) -> set[int]:
    """The code points in the character map of a TrueType font: its segments (format 4) or its groups (format 12)."""
    start = _table(font, b"cmap")
    number: int = unpack_from(">H", font, start + 2)[0]
    offsets = {unpack_from(">I", font, start + 8 + 8 * place)[0] for place in range(number)}
    codes: set[int] = set()
    for at in (start + offset for offset in offsets):
        match unpack_from(">H", font, at)[0]:
            case 4:
                codes |= _segments(font, at)
            case 12:
                codes |= _groups(font, at)
    return codes


def _table(font: bytes, name: bytes) -> int:
    for place in range(unpack_from(">H", font, 4)[0]):
        tag, _, offset, _ = unpack_from(">4sIII", font, 12 + 16 * place)
        if tag == name:
            return int(offset)
    raise LookupError(name)


def _segments(font: bytes, at: int) -> set[int]:
    double: int = unpack_from(">H", font, at + 6)[0]
    ends = unpack_from(f">{double // 2}H", font, at + 14)
    starts = unpack_from(f">{double // 2}H", font, at + 16 + double)
    return {code for start, end in zip(starts, ends, strict=True) for code in range(start, end + 1)} - {0xFFFF}


def _groups(font: bytes, at: int) -> set[int]:
    number = unpack_from(">I", font, at + 12)[0]
    groups = (unpack_from(">III", font, at + 16 + 12 * place) for place in range(number))
    return {code for start, end, _ in groups for code in range(start, end + 1)}
