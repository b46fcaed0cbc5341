"""What changed between two texts, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum


class Change(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Run:
    """Some words on end that stayed, went or came."""

    change: Change
    text: str


def word_diff(before: str, after: str) -> list[Run]:
    """The runs, in reading order; those not GONE join to `after`, those not NEW to `before`."""
    old, new = _words(before), _words(after)
    runs: list[Run] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            runs.append(Run(Change.SAME, "".join(old[a:b])))
            continue
        if a < b:
            runs.append(Run(Change.GONE, "".join(old[a:b])))
        if c < d:
            runs.append(Run(Change.NEW, "".join(new[c:d])))
    return runs


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|\w+|[^\w\s]", text)
