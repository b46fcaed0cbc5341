"""The rule by which the board says where opinions differ."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.board.contest import DISPUTE, Standing, Voices, contest, rank, share_against, standing
from portal.comments.models import Stance

Figures = dict[Stance, int]
FIGURES = st.dictionaries(st.sampled_from(Stance), st.integers(0, 20))
GROUPS = st.dictionaries(st.integers(0, 4), st.builds(Voices, FIGURES, FIGURES), max_size=5)
FOR, AGAINST = Stance.SUPPORT, Stance.OBJECT


def organisations(*groups: Figures) -> dict[int, Voices]:
    """One stakeholder group after the other, in which organisations say so."""
    return {number: Voices(figures) for number, figures in enumerate(groups)}


def individuals(*groups: Figures) -> dict[int, Voices]:
    return {number: Voices({}, figures) for number, figures in enumerate(groups)}


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({}, Standing.SILENT),
        ({FOR: 0}, Standing.SILENT),
        ({FOR: 3}, Standing.AGREED),
        ({FOR: 3, Stance.NO_OBJECTION: 1}, Standing.AGREED),
        ({Stance.NO_OBJECTION: 1}, Standing.AGREED),
        ({FOR: 3, Stance.SUPPORT_WITH_CHANGES: 1}, Standing.CHANGES),
        ({Stance.QUESTION: 1}, Standing.CHANGES),
        ({FOR: 9, AGAINST: 1}, Standing.CHANGES),
        ({FOR: 4, AGAINST: 4}, Standing.CONTESTED),
        ({AGAINST: 2}, Standing.CONTESTED),
    ],
)
def test_a_row_stands_by_what_is_said_whoever_says_it(figures: Figures, expected: Standing) -> None:
    assert standing(organisations(figures)) is standing(individuals(figures)) is expected


@pytest.mark.parametrize(
    ("groups", "share"),
    [
        (organisations({AGAINST: 1}), Fraction(2, 4)),
        (individuals({AGAINST: 1}), Fraction(1, 3)),
        (organisations({FOR: 2, AGAINST: 1}), Fraction(2, 8)),
        (organisations({FOR: 1, Stance.SUPPORT_WITH_CHANGES: 1, AGAINST: 1}), Fraction(2, 8)),
        (organisations({AGAINST: 1, Stance.QUESTION: 5, Stance.NO_OBJECTION: 5}), Fraction(2, 4)),
        (organisations({AGAINST: 1}, {FOR: 1}), Fraction(1, 4)),
        (organisations({AGAINST: 1}, {Stance.QUESTION: 3}), Fraction(2, 4)),
        (organisations({FOR: 29}, {FOR: 3, AGAINST: 3}), (Fraction(0) + Fraction(6, 14)) / 2),
        ({}, Fraction(0)),
    ],
)
def test_the_share_against_is_the_mean_of_the_groups_that_take_a_side(
    groups: dict[int, Voices], share: Fraction
) -> None:
    assert share_against(groups) == share


def test_a_large_group_does_not_outvote_a_small_one() -> None:
    small = organisations({AGAINST: 3}, {FOR: 3})
    large = organisations({AGAINST: 3}, {FOR: 300})
    assert share_against(small) == share_against(large)


def test_one_voice_among_many_makes_no_dispute_and_a_fifth_does() -> None:
    lone = {0: Voices({FOR: 8}, {AGAINST: 1})}
    assert standing(lone) is Standing.CHANGES
    fifth = organisations({FOR: 3, AGAINST: 1})
    assert share_against(fifth) == DISPUTE
    assert standing(fifth) is Standing.CONTESTED


def test_more_who_balance_are_more_contested_than_few() -> None:
    few, many = (organisations({FOR: n, AGAINST: n}) for n in (1, 4))
    assert contest(few) < contest(many) < 1


def test_all_against_are_less_contested_than_half() -> None:
    assert contest(organisations({AGAINST: 8})) < contest(organisations({FOR: 4, AGAINST: 4}))


def test_equally_contested_rows_begin_with_more_against() -> None:
    one = organisations({AGAINST: 1})
    both = organisations({AGAINST: 1}, {AGAINST: 1})
    assert contest(one) == contest(both)
    assert sorted([one, both], key=rank) == [both, one]


@given(GROUPS)
def test_the_index_stays_between_one_mind_and_balance(groups: dict[int, Voices]) -> None:
    assert 0 <= contest(groups) <= 1
    against = any(voices.has(AGAINST) for voices in groups.values())
    assert (contest(groups) > 0) == against
    assert standing(groups) is not Standing.CONTESTED or against
