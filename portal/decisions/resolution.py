"""What the steering group resolves on one item, checked before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.consultations.queries import Sheet
from portal.decisions import policy
from portal.decisions.models import DecisionOutcome
from portal.decisions.queries.decided import NewWording
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
NOTHING_CHANGED = N_("Bitte ändern Sie den Wortlaut von mindestens einem Abschnitt, oder wählen Sie „Annehmen“.")
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
        section: str = "",
        wording: str = "",
        wordings: Mapping[str, str] | None = None,
        recommended_to: str = "",
        votes: Votes = Votes(),
        conflicts: str = "",
        sitting: int | None = None,
        unanswered_reason: str = "",
    ) -> "Resolution":
        """Raise `Invalid` naming the field. What the outcome has no use for is left out.

        `wordings` are texts of sections by their keys, of which those that differ count; else it is one `wording` of
        one `section`.
        """
        reason = _text(reason, "reason")
        if not reason and outcome not in policy.WITHOUT_REASON:
            raise Invalid(NO_REASON, field="reason")
        new: tuple[NewWording, ...] = ()
        if outcome is DecisionOutcome.ADOPT_WITH_CHANGES:
            new = _several(sheet, wordings) if wordings is not None else _single(sheet, section, wording)
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


def changed(sheet: Sheet, section_id: int, text: str) -> bool:
    """Whether a section would read differently."""
    return plain(text).strip() != sheet.source_of(section_id).strip()


def _several(sheet: Sheet, wordings: Mapping[str, str]) -> tuple[NewWording, ...]:
    """Of a section that differs and is empty nobody knows whether it was meant so."""
    new = []
    for part in sheet.parts:
        text = wordings.get(part.section.key)
        if text is None or not changed(sheet, part.section.id, text):
            continue
        text = _text(text, f"wording_{part.section.key}")
        if not text:
            raise Invalid(NO_WORDING, field=f"wording_{part.section.key}")
        new.append(NewWording(part.section.id, text))
    if not new:
        raise Invalid(NOTHING_CHANGED, field="outcome")
    return tuple(new)


def _single(sheet: Sheet, section: str, wording: str) -> tuple[NewWording]:
    section_id, text = _section_of(sheet, section), _text(wording, "wording")
    if not text:
        raise Invalid(NO_WORDING, field="wording")
    if not changed(sheet, section_id, text):
        raise Invalid(SAME_WORDING, field="wording")
    return (NewWording(section_id, text),)


def _section_of(sheet: Sheet, key: str) -> int:
    parts = {part.section.key: part.section.id for part in sheet.parts}
    if key:
        if key not in parts:
            raise Invalid(NO_SECTION, field="section")
        return parts[key]
    if not parts:
        raise Invalid(NO_SECTION, field="section")
    return parts.get(USUAL_SECTION) or next(iter(parts.values()))


def _text(text: str, field: str) -> str:
    text = plain(text).strip()
    if len(text) > LONGEST:
        raise Invalid(TOO_LONG, field=field, most=LONGEST)
    return text
