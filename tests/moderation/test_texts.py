"""Text blocks and spans of time."""

import pytest

from portal.kernel.words import Words
from portal.moderation.models import Outcome, Reason
from portal.moderation.texts import CONSEQUENCES, REASONS, USUAL, block, span


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "1 Minute"),
        (25 * 60, "25 Minuten"),
        (100 * 60, "2 Stunden"),
        (47 * 3600, "47 Stunden"),
        (60 * 3600, "2 Tage"),
    ],
)
def test_a_span_is_rounded_as_people_say_it(seconds: int, words: str) -> None:
    assert span(Words(), seconds) == words


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_name_and_a_block_that_ends_with_what_follows(reason: Reason) -> None:
    assert REASONS[reason]
    for outcome in Outcome:
        ending = CONSEQUENCES[outcome if outcome in CONSEQUENCES else USUAL[reason]]
        assert block(Words(), reason, outcome).endswith(ending)
