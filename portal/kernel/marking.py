"""Marks in stored HTML the passages that people speak about."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import groupby

from markupsafe import Markup

TOKEN = re.compile(r"<[^>]*>|&#?\w+;|.", re.DOTALL)
LINK = re.compile(r"\[([^\[\]]*)\]\([^\[)]*\)")
"""Each is looked for no further than where the next one could begin: brackets alone take no longer than words."""
ENDINGS = ".,;:!?)“”\"'…"
BEGINNINGS = "+(„“\"'»"
LIST_MARK = re.compile(r"^[^\S\n]*(?:\d{1,9}[.)]|[-+*>#]+)\s+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage as it stands in the source of a text, and some of what stands before it there."""

    text: str
    before: str = ""


def mark_passages(html: Markup, quotes: Iterable[Quoted]) -> Markup:
    """The same HTML with `<mark>` around each passage that is still in it; tags are never crossed.

    Source and HTML are compared by their letters and digits, so that emphasis and lists make no difference.
    """
    return _mark(html, ((quote.text, letters(quote.text), letters(quote.before)) for quote in quotes))


def mark_places(html: Markup, source: str, places: Iterable[tuple[int, int]]) -> Markup:
    """Likewise, of passages named by where they begin and end in one source, however many they are."""
    spots = letter_places(source)
    every = "".join(source[spot] for spot in spots)
    bounds = ((begin, end, bisect_left(spots, begin), bisect_left(spots, end)) for begin, end in places)
    return _mark(html, ((source[begin:end], every[first:last], every[:first]) for begin, end, first, last in bounds))


def _mark(html: Markup, quotes: Iterable[tuple[str, str, str]]) -> Markup:
    """Each quote as it stands in the source, its letters, and those before it."""
    tokens = TOKEN.findall(html)
    places = [place for place, token in enumerate(tokens) if _sign(token).isalnum()]
    text = "".join(_sign(tokens[place]) for place in places)
    marked: set[int] = set()
    for quote, wanted, before in quotes:
        begin = _found(text, wanted, before)
        if begin >= 0:
            last = places[begin + len(wanted) - 1]
            marked.update(range(_begin(tokens, places[begin], quote), _end(tokens, last, quote)))
    return Markup("".join(_runs(tokens, marked)))  # noqa: S704 - what was safe before, and <mark>


def _found(among: str, wanted: str, before: str) -> int:
    """Where the passage begins among the letters: behind these, if there; -1 where it is not at all."""
    if not wanted:
        return -1
    exact = among.find(before + wanted)
    return exact + len(before) if exact >= 0 else among.find(wanted)


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
