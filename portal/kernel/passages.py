"""Sentences of a text that one can point at, and what becomes of a passage when the text changes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from portal.kernel.differences import Change, Run, word_diff
from portal.kernel.marking import ENDINGS, letter_places, letters, unmarked

SENTENCE_END = re.compile(r"[.!?…](?:[“”\"»)]*)(?=\s+[„»\"(]?[A-ZÄÖÜ0-9])")
ABBREVIATION = re.compile(r"(?:\b\w|\b\d+|\b(?:bzw|ca|Nr|Abs|Art|ggf|inkl|evtl|usw|etc|vgl|max|min|Dr|Prof|Str))\.$")
"""What ends with a full stop without ending a sentence."""
LONGEST_ABBREVIATION = 20
LIST_MARK = re.compile(r"^\s*(?:\d{1,9}[.)]|[-+*>]|#+)\s+")
SURVIVES = 1 / 3
"""Of a changed passage at least this part of its letters is still there; of less we say that it is gone."""


class Fate(StrEnum):
    """What has become of a passage in a later text."""

    KEPT = "kept"
    CHANGED = "changed"
    GONE = "gone"


def place_of(source: str, quote: str) -> tuple[int, int] | None:
    """Where a passage begins and ends in the source, however emphasis, lists, links and line breaks were copied."""
    exact = source.find(quote)
    if exact >= 0:
        return exact, exact + len(quote)
    places, wanted = letter_places(source), letters(quote)
    begin = "".join(source[place] for place in places).find(wanted)
    if not wanted or begin < 0:
        return None
    end = places[begin + len(wanted) - 1] + 1
    signs = source[end : end + len(quote)]
    ending = quote.rstrip()[len(quote.rstrip(ENDINGS)) :]
    return places[begin], end + (len(ending) if signs.startswith(ending) else 0)


def sentences(source: str) -> list[str]:
    """The sentences as they stand in the source, each once; an item of a list is at least one sentence."""
    return list(dict.fromkeys(_sentences(source)))


def _sentences(source: str) -> Iterator[str]:
    for line in source.splitlines():
        text = line[len(mark[0]) :] if (mark := LIST_MARK.match(line)) else line
        begin = 0
        for end in (match.end() for match in SENTENCE_END.finditer(text)):
            if not ABBREVIATION.search(text, max(begin, end - LONGEST_ABBREVIATION), end):
                yield from _said(text[begin:end])
                begin = end
        yield from _said(text[begin:])


def _said(text: str) -> Iterator[str]:
    if letters(text):
        yield text.strip()


@dataclass(frozen=True)
class Across:
    """A text and what it has become; compared once for all passages in it."""

    then: str
    now: str

    @cached_property
    def _runs(self) -> list[Run]:
        return word_diff(unmarked(self.then), unmarked(self.now))

    @cached_property
    def _letters(self) -> tuple[str, str]:
        return letters(self.then), letters(self.now)

    @cached_property
    def _kept_letters(self) -> list[bool]:
        """For each letter of the former text whether it is still there, in its place among the others."""
        return [
            run.change is Change.SAME
            for run in self._runs
            if run.change is not Change.NEW
            for sign in run.text
            if sign.isalnum()
        ]

    def fate(self, quote: str, before: str = "") -> Fate:
        """Of a passage, found by itself and what stood before it; "" means the whole text.

        Compared by letters and digits, so that emphasis, lists and line breaks make no difference.
        """
        (then, now), wanted = self._letters, letters(quote)
        if then == now:
            return Fate.KEPT
        if not wanted:
            return Fate.CHANGED if now else Fate.GONE
        if wanted in now:
            return Fate.KEPT
        begin = _begin(then, wanted, letters(before))
        if begin < 0:
            return Fate.GONE
        kept = self._kept_letters[begin : begin + len(wanted)]
        return Fate.CHANGED if sum(kept) >= SURVIVES * len(wanted) else Fate.GONE


def _begin(then: str, wanted: str, before: str) -> int:
    exact = then.find(before + wanted)
    return exact + len(before) if exact >= 0 else then.find(wanted)
