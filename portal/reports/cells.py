"""How one value reads in a file for people, and which characters such a file may hold."""

import re
from datetime import date

from portal.kernel.words import N_, Words
from portal.reports.model import Value

_LINE_ENDS = re.compile(r"\r\n?")
_UNPRINTABLE = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UNSEEN = "\\s\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_FORMULA = re.compile(f"[{_UNSEEN}]*[=+\\-@\t\n\uff1d\uff0b\uff0d\uff20]")


def readable(value: Value, words: Words) -> str:
    """A value as people read it: “ja”, “18.11.2026”, “42”, or the plain text."""
    match value:
        case str():
            return plain(value)
        case None:
            return ""
        case bool():
            return words.say(N_("ja")) if value else words.say(N_("nein"))
        case date():
            return words.day_in_a_table(value)
        case _:
            return str(value)


def plain(text: str) -> str:
    """The text without control characters, lone surrogates and what XML forbids; lines end with a line feed."""
    if text.isprintable():
        return text
    return _UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", text))


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet might run this plain text, also after blanks and characters nobody sees."""
    return not text[:1].isalnum() and _FORMULA.match(text) is not None
