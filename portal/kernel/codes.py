"""Codes of measures and goals: text such as "B 1.2", "B5+6" or "Üneu1", sorted as people count."""

import re
import unicodedata

FORBIDDEN = re.compile(r"[/?#\\\x00-\x1f\x7f-\x9f]")
LONGEST = 40


def normal_code(text: str) -> str:
    """NFC, outer blanks gone, runs of blanks made one."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def is_code(text: str) -> bool:
    """Whether a normal code may stand in an address for years."""
    return bool(text) and len(text) <= LONGEST and text not in (".", "..") and not FORBIDDEN.search(text)


def unbroken(text: str) -> str:
    """A code, or the number of a comment, that no line end tears apart."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def sort_key(code: str) -> str:
    """Compares like the code is read: "B 2" before "B 10", umlauts beside their vowel, blanks without weight."""
    pieces = re.split(r"(\d+)", fold(code).replace(" ", ""))
    return "".join(piece.rjust(6, "0") if piece.isdigit() else piece for piece in pieces)


def fold(text: str) -> str:
    """For comparing and searching: lower case, ß as ss, accents and gender signs gone."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"(?<=\w)[*:_·](?=innen|in\b)", "", letters)
