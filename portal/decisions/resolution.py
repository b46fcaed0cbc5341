"""What the steering group resolves on one item, checked before anything is written."""

from dataclasses import dataclass

from portal.consultations.queries import Sheet
from portal.decisions import policy
from portal.decisions.models import DecisionOutcome
from portal.kernel.errors import Invalid
from portal.kernel.markup import plain
from portal.kernel.words import N_

LONGEST = 20_000
MOST_VOTES = 10_000
USUAL_SECTION = "description"
"""The section a new wording is meant for when nobody says which."""

NO_REASON = N_("Bitte schreiben Sie, warum so entschieden wird. Alle werden es lesen.")
NO_WORDING = N_("Bitte schreiben Sie den neuen Wortlaut.")
SAME_WORDING = N_("Der neue Wortlaut ist derselbe wie der alte.")
NO_SECTION = N_("Bitte wählen Sie den Abschnitt, dessen Wortlaut sich ändert.")
NO_ADDRESSEE = N_("Bitte schreiben Sie, an wen sich die Empfehlung richtet.")
NO_COUNT = N_("Bitte geben Sie eine ganze Zahl ab 0 ein.")
TOO_LONG = N_("Das sind mehr als %(most)s Zeichen.")


@dataclass(frozen=True, slots=True)
class Votes:
    """How many were for it, against it, and neither; None where nobody counted."""

    in_favour: int | None = None
    against: int | None = None
    abstained: int | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """`wording` replaces the text of `section_id`. `sitting` is the number of one that is planned, None for none."""

    outcome: DecisionOutcome
    reason: str = ""
    section_id: int | None = None
    wording: str = ""
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
        section: str = "",
        wording: str = "",
        recommended_to: str = "",
        votes: Votes = Votes(),
        conflicts: str = "",
        sitting: int | None = None,
        unanswered_reason: str = "",
    ) -> "Resolution":
        """Raise `Invalid` naming the field. What the outcome has no use for is left out."""
        reason = _text(reason, "reason")
        if not reason and outcome not in policy.WITHOUT_REASON:
            raise Invalid(NO_REASON, field="reason")
        wording, section_id = _text(wording, "wording"), None
        if outcome is DecisionOutcome.ADOPT_WITH_CHANGES:
            section_id = _section_of(sheet, section)
            _check_wording(sheet, section_id, wording)
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
            section_id,
            wording if section_id is not None else "",
            recommended_to if outcome is DecisionOutcome.RECOMMEND else "",
            votes,
            _text(conflicts, "conflicts"),
            sitting,
            _text(unanswered_reason, "unanswered_reason"),
        )


def _section_of(sheet: Sheet, key: str) -> int:
    parts = {part.section.key: part.section.id for part in sheet.parts}
    if key:
        if key not in parts:
            raise Invalid(NO_SECTION, field="section")
        return parts[key]
    if not parts:
        raise Invalid(NO_SECTION, field="section")
    return parts.get(USUAL_SECTION) or next(iter(parts.values()))


def _check_wording(sheet: Sheet, section_id: int, wording: str) -> None:
    if not wording:
        raise Invalid(NO_WORDING, field="wording")
    if wording == sheet.source_of(section_id).strip():
        raise Invalid(SAME_WORDING, field="wording")


def _text(text: str, field: str) -> str:
    text = plain(text).strip()
    if len(text) > LONGEST:
        raise Invalid(TOO_LONG, field=field, most=LONGEST)
    return text
