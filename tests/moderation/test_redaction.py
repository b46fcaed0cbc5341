"""What counts as blackening, and nothing else."""

import pytest

from portal.moderation.redaction import cover, is_redaction, places_of

TEXT = "Ruf an:\n0000 55\nbitte"


def test_covering_keeps_the_length_and_the_line_breaks() -> None:
    covered = cover(TEXT, [(4, 12)])
    assert covered == "Ruf ███\n████ 55\nbitte"
    assert is_redaction(TEXT, covered)


def test_covering_beyond_the_end_stops_there() -> None:
    assert cover("ab", [(1, 9)]) == "a█"


@pytest.mark.parametrize(
    "covered",
    [
        TEXT,
        "Ruf an:\n██ 55\nbitte",
        "Ruf an:\n█████ 55\nbitte",
        "Ruf an:\n████ 55█bitte",
        "Ruf an:\n████ 56\nbitte",
        "Ruf an:\n**** 55\nbitte",
        "ruf an:\n████ 55\nbitte",
        "Ruf an:\n████ 55\nbitte ",
        "",
    ],
)
def test_any_other_difference_is_no_redaction(covered: str) -> None:
    assert not is_redaction(TEXT, covered)


def test_a_block_its_author_wrote_may_stay() -> None:
    assert is_redaction("█ und ich", "█ und ███")
    assert not is_redaction("█ und ich", "a und ███")


def test_a_passage_is_found_wherever_it_stands() -> None:
    assert places_of("ein Ei, ein Ei", "ein Ei") == [(0, 6), (8, 14)]
    assert places_of("ein Ei", "zwei") == places_of("ein Ei", "") == []
