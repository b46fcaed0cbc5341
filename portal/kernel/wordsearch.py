"""Whether a column of text holds a word, great and small letters alike, on either database."""

from typing import Any

from sqlalchemy import ColumnElement, or_

MOST_WORDS = 12
"""Of one question; each costs a look into every text."""


def words_asked(text: str) -> list[str]:
    """The different words of a question, as far as they are looked for."""
    return list(dict.fromkeys(text.split()))[:MOST_WORDS]


def holds(column: ColumnElement[str] | Any, word: str) -> ColumnElement[bool]:
    """SQLite knows upper and lower case of a to z only, so other words are asked for as people write them."""
    spellings = dict.fromkeys((word,) if word.isascii() else (word.lower(), word.capitalize(), word.upper()))
    return or_(*(column.icontains(spelling, autoescape=True) for spelling in spellings))
