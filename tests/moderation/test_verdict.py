"""What makes a decision complete."""

import pytest
from markupsafe import Markup

from portal.comments.operations import Blackened
from portal.kernel.errors import Invalid
from portal.moderation.models import Outcome, Reason
from portal.moderation.redaction import Texts
from portal.moderation.verdict import (
    LONGEST,
    NO_EXPLANATION,
    NO_REASON,
    NOTHING_COVERED,
    OTHERWISE_CHANGED,
    TOO_LONG,
    Said,
    Verdict,
    problems,
)

BODY = "Ruf *mich* an:\n0000 55"
COVERED = "Ruf *mich* an:\n███████"


def sentences(outcome: Outcome, reason: Reason | None, explanation: str, redacted: str = "") -> list[str]:
    return [problem.sentence for problem in problems(Texts(BODY), outcome, Said(reason, explanation, Texts(redacted)))]


def test_approving_needs_no_words_and_keeps_none() -> None:
    verdict = Verdict.of(3, BODY, Outcome.APPROVE, Reason.INSULT, "übrig", COVERED)
    assert verdict == Verdict(3, Outcome.APPROVE)


@pytest.mark.parametrize("outcome", [Outcome.RETURN, Outcome.DECLINE])
def test_the_others_need_a_reason_and_an_explanation(outcome: Outcome) -> None:
    assert sentences(outcome, None, " \r\n ") == [NO_REASON, NO_EXPLANATION]
    assert sentences(outcome, Reason.UNCLEAR, "x" * (LONGEST + 1)) == [TOO_LONG]
    assert sentences(outcome, Reason.UNCLEAR, "Bitte deutlicher") == []


def test_what_is_missing_is_raised() -> None:
    with pytest.raises(Invalid) as refusal:
        Verdict.of(1, BODY, Outcome.DECLINE, None, "Weil", "")
    assert refusal.value.field == "reason"


def test_a_redaction_is_rendered_with_its_line_breaks() -> None:
    verdict = Verdict.of(1, BODY, Outcome.REDACT, Reason.PERSONAL_DATA, "Nummer", COVERED.replace("\n", "\r\n"))
    assert verdict.redacted == Blackened(COVERED, Markup("<p>Ruf <em>mich</em> an:<br>\n███████</p>"))


def test_a_redaction_changes_nothing_but_characters_into_blocks() -> None:
    said = (Outcome.REDACT, Reason.PERSONAL_DATA, "Nummer")
    assert sentences(*said, BODY) == [NOTHING_COVERED]
    assert sentences(*said, COVERED + "█") == sentences(*said, "") == [OTHERWISE_CHANGED]
