"""How an organisation came to its statement: which body resolved on it, when, and what a minority holds."""

from dataclasses import dataclass
from datetime import date

from portal.kernel.errors import Invalid
from portal.kernel.markup import plain
from portal.kernel.words import N_

LONGEST_NAME = 200
LONGEST_VOTE = 10_000

TOO_LONG = N_("Dieser Text ist zu lang. Bitte kürzen Sie ihn; nichts ist verloren.")
NOT_YET = N_("Dieser Tag liegt in der Zukunft. Bitte geben Sie an, wann der Beschluss gefasst wurde.")


@dataclass(frozen=True, slots=True)
class Mandate:
    """Any part may be missing; all of it is public as soon as the statement is."""

    resolved_by: str = ""
    resolved_on: date | None = None
    minority_vote: str = ""

    @classmethod
    def of(cls, by: str, on: date | None, minority_vote: str, today: date) -> "Mandate":
        """Raise `Invalid` for a day to come or an overlong text."""
        by, minority_vote = " ".join(plain(by).split()), plain(minority_vote).strip()
        if len(by) > LONGEST_NAME:
            raise Invalid(TOO_LONG, field="resolved_by")
        if len(minority_vote) > LONGEST_VOTE:
            raise Invalid(TOO_LONG, field="minority_vote")
        if on is not None and on > today:
            raise Invalid(NOT_YET, field="resolved_on")
        return cls(by, on, minority_vote)

    def __bool__(self) -> bool:
        return bool(self.resolved_by or self.resolved_on or self.minority_vote)


NONE = Mandate()
