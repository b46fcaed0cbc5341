"""The rules a text goes through, in their order: each looks for one thing and says what it has found, or nothing."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from portal.comments.models import Arrival
from portal.moderation.pipeline import patterns
from portal.moderation.pipeline.findings import FOUND_BESIDE, Finding, Heed
from portal.moderation.queries import Case, Similar
from portal.moderation.redaction import Place

ALIKE = 90
"""Percent from which on two texts count as nearly the same."""
SHORTEST = 40
"""Characters; shorter texts are alike by chance."""
COMPARED = 1000
"""Characters at the beginning of each text that are compared."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a rule knows beside the comment: the consultation's word list, and other texts about the same item."""

    watched: re.Pattern[str]
    others: Sequence[Similar] = ()


Rule = Callable[[Case, Around], Iterator[Finding]]


def watched_words(one: Case, around: Around) -> Iterator[Finding]:
    yield from _placed(Heed.WATCHED, one, lambda text: patterns.places(around.watched.finditer(text)))


def names(one: Case, around: Around) -> Iterator[Finding]:
    yield from _placed(Heed.NAME, one, lambda text: patterns.places(patterns.NAME.finditer(text)))


def telephone_numbers(one: Case, around: Around) -> Iterator[Finding]:
    yield from _placed(Heed.PHONE, one, patterns.phones)


def email_addresses(one: Case, around: Around) -> Iterator[Finding]:
    yield from _placed(Heed.EMAIL, one, lambda text: patterns.places(patterns.EMAIL.finditer(text)))


def near_duplicates(one: Case, around: Around) -> Iterator[Finding]:
    text = one.body[:COMPARED].lower()
    if len(text) < SHORTEST:
        return
    near = [fuzz.ratio(text, other.text.lower(), score_cutoff=ALIKE) for other in around.others if other.id != one.id]
    near = [likeness for likeness in near if likeness >= ALIKE]
    if near:
        yield Finding(Heed.ALIKE, alike=int(max(near)), others=len(near))


def links(one: Case, around: Around) -> Iterator[Finding]:
    for finding in _placed(Heed.LINK, one, patterns.links):
        spoken = [(one.body, finding.places), *((getattr(one.texts, name), found) for name, found in finding.beside)]
        shown = (text[begin:end] for text, found in spoken for begin, end in found)
        yield replace(finding, links=tuple(dict.fromkeys(shown)))


def files(one: Case, around: Around) -> Iterator[Finding]:
    if one.files:
        yield Finding(Heed.FILE)


def late(one: Case, around: Around) -> Iterator[Finding]:
    if one.arrival is Arrival.LATE:
        yield Finding(Heed.LATE)


def changed(one: Case, around: Around) -> Iterator[Finding]:
    if one.newest > 1:
        yield Finding(Heed.CHANGED, revision=one.newest)


def first_of_a_hand(one: Case, around: Around) -> Iterator[Finding]:
    if one.newest == 1 and one.is_first:
        yield Finding(Heed.FIRST)


RULES: tuple[Rule, ...] = (
    watched_words,
    names,
    telephone_numbers,
    email_addresses,
    near_duplicates,
    links,
    files,
    late,
    changed,
    first_of_a_hand,
)
"""The weightiest first. The first four hold a comment: a warning stands above its text until somebody decides."""


def findings(one: Case, around: Around) -> list[Finding]:
    return [finding for rule in RULES for finding in rule(one, around)]


def _placed(heed: Heed, one: Case, search: Callable[[str], tuple[Place, ...]]) -> Iterator[Finding]:
    """Searched for in the text and in what is published beside it."""
    found, texts = search(one.body), one.texts
    beside = tuple((name, places) for name in FOUND_BESIDE if (places := search(getattr(texts, name))))
    if found or beside:
        yield Finding(heed, found, beside)
