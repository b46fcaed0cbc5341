"""What changed between two texts, word by word."""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from rapidfuzz.distance import Indel


class Change(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


KINDS = {"equal": Change.SAME, "delete": Change.GONE, "insert": Change.NEW}


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
    changed: list[Run] = []
    for step in Indel.opcodes(old, new):
        came = step.tag == "insert"
        text = "".join(new[step.dest_start : step.dest_end] if came else old[step.src_start : step.src_end])
        run = Run(KINDS[step.tag], text)
        if run.change is not Change.SAME or (changed and _is_gap(text)):
            changed.append(run)
        else:
            runs += [*_together(changed), run]
            changed = []
    return _joined([*runs, *_together(changed)])


def _together(changed: list[Run]) -> list[Run]:
    """What went before what came; gaps within go along, but not where something only went or only came."""
    rest: list[Run] = []
    while changed and changed[-1].change is Change.SAME:
        rest.append(changed.pop())
    if {Change.GONE, Change.NEW} <= {run.change for run in changed}:
        gone = "".join(run.text for run in changed if run.change is not Change.NEW)
        came = "".join(run.text for run in changed if run.change is not Change.GONE)
        changed = [Run(Change.GONE, gone), Run(Change.NEW, came)]
    return changed + rest


def _joined(runs: list[Run]) -> list[Run]:
    return [
        Run(change, "".join(run.text for run in alike)) for change, alike in groupby(runs, key=lambda run: run.change)
    ]


def _is_gap(text: str) -> bool:
    return "\n" not in text and re.search(r"\w", text) is None


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|\w+|[^\w\s]", text)
