"""What texts are searched for: links, personal data as people write them, and the words of a list."""

import re
from collections.abc import Iterable
from functools import lru_cache

from portal.moderation.redaction import Place

LINK = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]\"]{1,2000}", re.IGNORECASE)
EMAIL = re.compile(r"[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.IGNORECASE)
PHONE = re.compile(r"(?<![\w.,/-])(?:\+|\(?0)[\d \u00a0()/-]{5,30}\d(?![\w-])")
FEWEST_DIGITS, MOST_DIGITS = 7, 15
_TITLE = r"(?:(?:Dr|Prof|Dipl|Ing|med|jur|phil|rer|nat|habil|h)\.(?:[- ]?(?:Ing|c)\.)?[ \u00a0]?)"
_OFFICE = r"(?!(?:Ober)?[Bb]ürgermeister|Dezernent|Stadtr[aä]t|Rats(?:herr|frau)|Minister|Präsident|Vorsitz|Senator)"
_SURNAME = r"(?:(?:von|van|de|der|zu|el|al)[ \u00a0-])?[A-ZÄÖÜ][\w'’-]{1,40}"
NAME = re.compile(
    rf"\b(?:(?:Frau|Herrn?|Fr\.|Hr\.|Mrs?\.?|Ms\.?|Miss)[ \u00a0]{_TITLE}{{0,4}}|{_TITLE}{{1,4}}|Dr[ \u00a0])"
    rf"{_OFFICE}{_SURNAME}(?:[ \u00a0]{_SURNAME})?"
)
"""A name after a form of address or a title; offices such as “Frau Oberbürgermeisterin” name nobody.

German and English forms, because comments come in both."""

HOUSE_LIST = (
    "abschaum",
    "arschloch",
    "asozial",
    "bastard",
    "blödmann",
    "depp",
    "dreckskerl",
    "drecksack",
    "dreckspack",
    "dummkopf",
    "dumpfbacke",
    "fotze",
    "gesindel",
    "hackfresse",
    "hurensohn",
    "idiot",
    "kanake",
    "kümmeltürk",
    "lumpenpack",
    "missgeburt",
    "mistkerl",
    "mistvieh",
    "neger",
    "nigger",
    "pissnelke",
    "schlampe",
    "schmarotzer",
    "schwachkopf",
    "spasti",
    "trottel",
    "untermensch",
    "ungeziefer",
    "viehzeug",
    "vollidiot",
    "vollpfosten",
    "volltrottel",
    "wichser",
    "zigeuner",
    "asshole",
    "moron",
)
"""A short list on purpose: what a moderator wants pointed out, not everything somebody may find rude."""


def words_in(text: str) -> list[str]:
    """The words of a list, one on each line, without doubles."""
    return list(dict.fromkeys(" ".join(line.split()).lower() for line in text.splitlines() if line.strip()))


@lru_cache(maxsize=32)
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """These words as a whole, with their usual German endings; nothing where there are none."""
    if not words:
        return re.compile(r"(?!)")
    listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"\b(?:{listed})(?:e[mnrs]?|n|s|in|innen|ische?[nrs]?)?\b", re.IGNORECASE)


def places(matches: Iterable[re.Match[str]]) -> tuple[Place, ...]:
    return tuple(match.span() for match in matches)


def links(text: str) -> tuple[Place, ...]:
    """Addresses without the sign that ends the sentence they stand in."""
    found = ((match.start(), match.group().rstrip(".,;:!?")) for match in LINK.finditer(text))
    return tuple((begin, begin + len(link)) for begin, link in found)


def phones(text: str) -> tuple[Place, ...]:
    """Runs of digits as people write numbers to call; times of day and dates are not meant."""
    return tuple(
        found.span()
        for found in PHONE.finditer(text)
        if FEWEST_DIGITS <= sum(sign.isdigit() for sign in found.group()) <= MOST_DIGITS
    )
