"""What changed between two texts, word by word."""

import re
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel


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
    """The runs, in reading order; those not GONE join to `after`, those not NEW to `before`.

    As much as possible stays (a longest common subsequence), but what is no word does not part what changed around it.
    Twenty thousand characters take a tenth of a second at worst, however often words repeat.
    """
    old, new = _words(before), _words(after)
    runs: list[Run] = []
    gone, came, between = "", "", ""
    for step in Indel.opcodes(old, new):
        left = "".join(old[step.src_start : step.src_end])
        if step.tag == "equal":
            if _is_gap(left) and (gone or came):
                between = left
                continue
            runs += _runs(gone, came, between + left)
            gone = came = between = ""
            continue
        gone += between + (left if step.tag == "delete" else "")
        came += between + ("".join(new[step.dest_start : step.dest_end]) if step.tag == "insert" else "")
        between = ""
    return [*runs, *_runs(gone, came, between)]


def _runs(gone: str, came: str, same: str) -> list[Run]:
    parts = ((Change.GONE, gone), (Change.NEW, came), (Change.SAME, same))
    return [Run(change, text) for change, text in parts if text]


def _is_gap(text: str) -> bool:
    return "\n" not in text and re.search(r"\w", text) is None


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|\w+|[^\w\s]", text)
