"""What the steering group resolves on one item, checked before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from portal.consultations.queries import Sheet
from portal.consultations.rewording import LONGEST, TOO_LONG, NewWording, reworded
from portal.decisions import policy
from portal.decisions.models import DecisionOutcome
from portal.kernel.errors import Invalid
from portal.kernel.markup import plain
from portal.kernel.words import N_

MOST_VOTES = 10_000

NO_REASON = N_("Bitte schreiben Sie, warum so entschieden wird. Alle werden es lesen.")
NOTHING_CHANGED = N_("Bitte ändern Sie den Wortlaut von mindestens einem Abschnitt, oder wählen Sie „Annehmen“.")
NO_ADDRESSEE = N_("Bitte schreiben Sie, an wen sich die Empfehlung richtet.")
NO_COUNT = N_("Bitte geben Sie eine ganze Zahl ab 0 ein.")


@dataclass(frozen=True, slots=True)
class Votes:
    """How many were for it, against it, and neither; None where nobody counted."""

    in_favour: int | None = None
    against: int | None = None
    abstained: int | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """`wordings` replace the texts of their sections. `sitting` is the number of a planned one, None for none."""

    outcome: DecisionOutcome
    reason: str = ""
    wordings: tuple[NewWording, ...] = ()
    recommended_to: str = ""
    votes: Votes = Votes()
    conflicts: str = ""
    sitting: int | None = None
    unanswered_reason: str = ""

    @classmethod
    def of(
        cls,
        sheet: Sheet,
        outcome: DecisionOutcome,
        *,
        reason: str = "",
        wordings: Mapping[str, str] = MappingProxyType({}),
        recommended_to: str = "",
        votes: Votes = Votes(),
        conflicts: str = "",
        sitting: int | None = None,
        unanswered_reason: str = "",
    ) -> "Resolution":
        """Raise `Invalid` naming the field. What the outcome has no use for is left out.

        `wordings` are texts of sections by their keys, of which those that differ count.
        """
        reason = _text(reason, "reason")
        if not reason and outcome not in policy.WITHOUT_REASON:
            raise Invalid(NO_REASON, field="reason")
        new: tuple[NewWording, ...] = ()
        if outcome is DecisionOutcome.ADOPT_WITH_CHANGES:
            new = reworded(sheet, wordings)
            if not new:
                raise Invalid(NOTHING_CHANGED, field="outcome")
        recommended_to = " ".join(_text(recommended_to, "recommended_to").split())
        if outcome is DecisionOutcome.RECOMMEND and not recommended_to:
            raise Invalid(NO_ADDRESSEE, field="recommended_to")
        for name, count in (
            ("votes_for", votes.in_favour),
            ("votes_against", votes.against),
            ("votes_abstained", votes.abstained),
        ):
            if count is not None and not 0 <= count <= MOST_VOTES:
                raise Invalid(NO_COUNT, field=name)
        return cls(
            outcome,
            reason,
            new,
            recommended_to if outcome is DecisionOutcome.RECOMMEND else "",
            votes,
            _text(conflicts, "conflicts"),
            sitting,
            _text(unanswered_reason, "unanswered_reason"),
        )


def _text(text: str, field: str) -> str:
    text = plain(text).strip()
    if len(text) > LONGEST:
        raise Invalid(TOO_LONG, field=field, most=LONGEST)
    return text
