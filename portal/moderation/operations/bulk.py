"""Approving many comments at once, each tied to the revision that was read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.comments.queries import comment_to_change
from portal.consultations.models import Consultation
from portal.kernel.errors import Conflict, Refused, Sentence
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.moderation.models import Outcome
from portal.moderation.operations.deciding import decide
from portal.moderation.verdict import Verdict

GONE = N_("Diesen Kommentar gibt es nicht.")


@dataclass(frozen=True, slots=True)
class Skipped:
    """One that was left alone, and why."""

    public_id: str
    why: Sentence

    @property
    def number(self) -> str:
        return f"{self.public_id[:4]} {self.public_id[4:]}"


@dataclass(frozen=True, slots=True)
class Done:
    approved: Sequence[str]
    skipped: Sequence[Skipped]


def approve_all(work: Work, consultation: Consultation, chosen: Iterable[tuple[str, int]]) -> Done:
    """Approve (public id, revision) one after the other; what has changed meanwhile is skipped and named."""
    approved, skipped = [], []
    for public_id, revision in sorted(set(chosen)):
        comment = comment_to_change(work, consultation, public_id)
        if comment is None:
            skipped.append(Skipped(public_id, Conflict(GONE)))
            continue
        try:
            decide(work, consultation, comment, Verdict(revision, Outcome.APPROVE))
        except (Conflict, Refused) as why:
            skipped.append(Skipped(public_id, why))
        else:
            approved.append(public_id)
    return Done(approved, skipped)
