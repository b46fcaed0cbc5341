"""A moderator's decision on one revision, checked and rendered before the write lock is taken."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.comments.operations import Blackened
from portal.kernel.errors import Invalid
from portal.kernel.markup import plain, render_comment
from portal.kernel.words import N_
from portal.moderation.models import Outcome, Reason
from portal.moderation.redaction import NOTHING, Texts, is_redaction

LONGEST = 4_000

NO_REASON = N_("Bitte wählen Sie einen Grund.")
NO_EXPLANATION = N_("Bitte erklären Sie den Verfasser*innen, warum Sie so entscheiden.")
TOO_LONG = N_("Dieser Text ist länger als 4.000 Zeichen. Bitte kürzen Sie ihn.")
NOTHING_COVERED = N_("Bitte schwärzen Sie mindestens ein Zeichen, oder wählen Sie eine andere Entscheidung.")
OTHERWISE_CHANGED = N_(
    "Der Text darf sich nur durch █ unterscheiden, Zeichen für Zeichen. Alles andere muss stehen bleiben, wie es ist."
)
NOT_MARKED = N_("Diese Stelle steht so nicht im Text. Bitte schreiben Sie sie genau so, wie sie dort steht.")
NO_PLACE = N_("Bitte nennen Sie auch die Stelle, für die Ihr Vorschlag gedacht ist.")


@dataclass(frozen=True, slots=True)
class Said:
    """Everything a moderator sends beside the outcome. `covered` is what the public would read.

    `marked` are words of the text that a returned comment is about, `suggestion` those proposed instead; `answer` is
    for those who have reported the comment.
    """

    reason: Reason | None = None
    explanation: str = ""
    covered: Texts = NOTHING
    marked: str = ""
    suggestion: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`redacted` is what the public will read instead."""

    revision: int
    outcome: Outcome
    reason: Reason | None = None
    explanation: str = ""
    redacted: Blackened | None = None
    marked: str = ""
    suggestion: str = ""
    answer: str = ""

    @classmethod
    def of(
        cls, revision: int, body: str, outcome: Outcome, reason: Reason | None, explanation: str, redacted_body: str
    ) -> "Verdict":
        """On a revision that has a body only; the first of `problems` is raised."""
        return cls.on(revision, Texts(body), outcome, Said(reason, explanation, Texts(redacted_body)))

    @classmethod
    def on(cls, revision: int, texts: Texts, outcome: Outcome, said: Said) -> "Verdict":
        """On the revision with that number and these texts; the first of `problems` is raised."""
        for problem in problems(texts, outcome, said):
            raise problem
        answer = _kept(said.answer)
        if outcome is Outcome.APPROVE:
            return cls(revision, outcome, answer=answer)
        explanation = _kept(said.explanation)
        if outcome is Outcome.REDACT:
            left = said.covered.each(_kept)
            quote = left.quote if left.quote != texts.quote else None
            wording = left.wording if left.wording != texts.wording else None
            minority = left.minority if left.minority != texts.minority else None
            resolved = left.resolved if left.resolved != texts.resolved else None
            redacted = Blackened(left.body, render_comment(left.body), quote, wording, minority, resolved)
            return cls(revision, outcome, said.reason, explanation, redacted, answer=answer)
        marked, suggestion = "", ""
        if outcome is Outcome.RETURN:
            marked, suggestion = _kept(said.marked), _kept(said.suggestion)
        return cls(revision, outcome, said.reason, explanation, None, marked, suggestion, answer)


def problems(texts: Texts, outcome: Outcome, said: Said) -> list[Invalid]:
    """Everything that keeps this from being a decision; approving needs no words."""
    found = [Invalid(TOO_LONG, field=name) for name in _overlong(said)]
    if outcome is Outcome.APPROVE:
        return found
    if outcome is Outcome.REDACT:
        found.extend(_not_covered(texts, said.covered.each(_kept)))
    if outcome is Outcome.RETURN and _kept(said.marked) not in texts.body:
        found.append(Invalid(NOT_MARKED, field="marked"))
    if outcome is Outcome.RETURN and _kept(said.suggestion) and not _kept(said.marked):
        found.append(Invalid(NO_PLACE, field="marked"))
    if said.reason is None:
        found.append(Invalid(NO_REASON, field="reason"))
    if not _kept(said.explanation):
        found.append(Invalid(NO_EXPLANATION, field="explanation"))
    return found


def _overlong(said: Said) -> Iterator[str]:
    for name in ("explanation", "marked", "suggestion", "answer"):
        if len(_kept(getattr(said, name))) > LONGEST:
            yield name


def _not_covered(texts: Texts, covered: Texts) -> Iterator[Invalid]:
    """A redaction blackens something, and changes nothing else."""
    if texts == covered:
        yield Invalid(NOTHING_COVERED, field="redacted_body")
    for name in Texts.NAMES:
        before, after = getattr(texts, name), getattr(covered, name)
        if before != after and not is_redaction(before, after):
            yield Invalid(OTHERWISE_CHANGED, field=f"redacted_{name}")


def _kept(text: str) -> str:
    return plain(text).strip()
