"""Marks in stored HTML the passages that people speak about."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import groupby

from markupsafe import Markup

TOKEN = re.compile(r"<[^>]*>|&#?\w+;|.", re.DOTALL)
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
ENDINGS = ".,;:!?)“”\"'…"
BEGINNINGS = "+(„“\"'»"
LIST_MARK = re.compile(r"^\s*(?:\d{1,9}[.)]|[-+*>#]+)\s+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage as it stands in the source of a text, and some of what stands before it there."""

    text: str
    before: str = ""

    @classmethod
    def at(cls, source: str, begin: int, end: int) -> "Quoted":
        """The passage at that place and at no other one that reads the same."""
        return cls(source[begin:end], source[:begin])


def mark_passages(html: Markup, quotes: Iterable[Quoted]) -> Markup:
    """The same HTML with `<mark>` around each passage that is still in it; tags are never crossed.

    Source and HTML are compared by their letters and digits, so that emphasis and lists make no difference.
    """
    tokens = TOKEN.findall(html)
    places = [place for place, token in enumerate(tokens) if _sign(token).isalnum()]
    text = "".join(_sign(tokens[place]) for place in places)
    marked: set[int] = set()
    for quote in quotes:
        begin, length = _found(text, quote)
        if length:
            last = places[begin + length - 1]
            marked.update(range(_begin(tokens, places[begin], quote.text), _end(tokens, last, quote.text)))
    return Markup("".join(_runs(tokens, marked)))  # noqa: S704 - what was safe before, and <mark>


def _found(among: str, quote: Quoted) -> tuple[int, int]:
    """Where the passage begins among the letters and how many it has; the one after the same words, if there is."""
    text, before = letters(quote.text), letters(quote.before)
    exact = among.find(before + text)
    begin = exact + len(before) if exact >= 0 else among.find(text)
    return (begin, len(text)) if text and begin >= 0 else (0, 0)


def letters(source: str) -> str:
    """What two spellings of the same words have in common: letters and digits, without marks of lists and links."""
    return "".join(sign for sign in unmarked(source) if sign.isalnum())


def letter_places(source: str) -> list[int]:
    """Where in the source these letters and digits stand."""
    left_out: set[int] = set()
    for link in LINK.finditer(source):
        left_out.update(range(link.end(1), link.end()))
    for begin in LIST_MARK.finditer(source):
        left_out.update(range(*begin.span()))
    return [place for place, sign in enumerate(source) if sign.isalnum() and place not in left_out]


def unmarked(source: str) -> str:
    """The text without marks of lists and without the targets of links."""
    return LIST_MARK.sub("", LINK.sub(r"\1", source))


def _begin(tokens: Sequence[str], first: int, quote: str) -> int:
    """Before the first letter, with the signs the passage begins with."""
    begin = first
    stripped = quote.lstrip()
    beginning = stripped[: len(stripped) - len(stripped.lstrip(BEGINNINGS))]
    for sign in reversed(beginning):
        if begin > 0 and _sign(tokens[begin - 1]) == sign:
            begin -= 1
    return begin


def _end(tokens: Sequence[str], last: int, quote: str) -> int:
    """Behind the last letter and the punctuation the passage ends with."""
    end = last + 1
    stripped = quote.rstrip()
    ending = stripped[len(stripped.rstrip(ENDINGS)) :]
    for sign in ending:
        if end < len(tokens) and _sign(tokens[end]) == sign:
            end += 1
    return end


def _sign(token: str) -> str:
    """The character a token stands for; nothing for a tag."""
    if token.startswith("<"):
        return ""
    return unescape(token) if token.startswith("&") else token


def _runs(tokens: Sequence[str], marked: set[int]) -> Iterable[str]:
    numbered = groupby(enumerate(tokens), lambda pair: (pair[1].startswith("<"), pair[0] in marked))
    for (is_tag, is_marked), pairs in numbered:
        text = "".join(token for _, token in pairs)
        yield f"<mark>{text}</mark>" if is_marked and not is_tag and text.strip() else text
