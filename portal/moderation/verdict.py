"""A moderator's decision on one revision, checked and rendered before the write lock is taken."""

from dataclasses import dataclass

from markupsafe import Markup

from portal.kernel.errors import Invalid
from portal.kernel.markup import plain, render_comment
from portal.kernel.words import N_
from portal.moderation.models import Outcome, Reason
from portal.moderation.redaction import is_redaction

LONGEST = 4_000

NO_REASON = N_("Bitte wählen Sie einen Grund.")
NO_EXPLANATION = N_("Bitte erklären Sie den Verfasser*innen, warum Sie so entscheiden.")
TOO_LONG = N_("Ihre Erklärung ist länger als 4.000 Zeichen. Bitte kürzen Sie sie.")
NOTHING_COVERED = N_("Bitte schwärzen Sie mindestens ein Zeichen, oder wählen Sie eine andere Entscheidung.")
OTHERWISE_CHANGED = N_(
    "Der Text darf sich nur durch █ unterscheiden, Zeichen für Zeichen. Alles andere muss stehen bleiben, wie es ist."
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`redacted` is the source and the HTML of what the public will read instead."""

    revision: int
    outcome: Outcome
    reason: Reason | None = None
    explanation: str = ""
    redacted: tuple[str, Markup] | None = None

    @classmethod
    def of(
        cls, revision: int, body: str, outcome: Outcome, reason: Reason | None, explanation: str, redacted_body: str
    ) -> "Verdict":
        """On the revision with that number and body; the first of `problems` is raised."""
        for problem in problems(body, outcome, reason, explanation, redacted_body):
            raise problem
        if outcome is Outcome.APPROVE:
            return cls(revision, outcome)
        redacted = None
        if outcome is Outcome.REDACT:
            covered = _kept(redacted_body)
            redacted = (covered, render_comment(covered))
        return cls(revision, outcome, reason, _kept(explanation), redacted)


def problems(body: str, outcome: Outcome, reason: Reason | None, explanation: str, redacted_body: str) -> list[Invalid]:
    """Everything that keeps this from being a decision; approving needs no words."""
    if outcome is Outcome.APPROVE:
        return []
    found = []
    if outcome is Outcome.REDACT and _kept(redacted_body) == body:
        found.append(Invalid(NOTHING_COVERED, field="redacted_body"))
    elif outcome is Outcome.REDACT and not is_redaction(body, _kept(redacted_body)):
        found.append(Invalid(OTHERWISE_CHANGED, field="redacted_body"))
    if reason is None:
        found.append(Invalid(NO_REASON, field="reason"))
    if not _kept(explanation):
        found.append(Invalid(NO_EXPLANATION, field="explanation"))
    if len(_kept(explanation)) > LONGEST:
        found.append(Invalid(TOO_LONG, field="explanation"))
    return found


def _kept(text: str) -> str:
    return plain(text).strip()
