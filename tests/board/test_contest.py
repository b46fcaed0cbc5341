"""The rule by which the board says where opinions differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.board.contest import Standing, Voices, division, rank, standing
from portal.comments.models import Stance

FIGURES = st.dictionaries(st.sampled_from(Stance), st.integers(0, 20))


def voices(organisations: dict[Stance, int] | None = None, individuals: dict[Stance, int] | None = None) -> Voices:
    return Voices(organisations or {}, individuals or {})


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({}, Standing.SILENT),
        ({Stance.SUPPORT: 0}, Standing.SILENT),
        ({Stance.SUPPORT: 3}, Standing.AGREED),
        ({Stance.SUPPORT: 3, Stance.NO_OBJECTION: 1}, Standing.AGREED),
        ({Stance.NO_OBJECTION: 1}, Standing.AGREED),
        ({Stance.SUPPORT: 3, Stance.SUPPORT_WITH_CHANGES: 1}, Standing.CHANGES),
        ({Stance.QUESTION: 1}, Standing.CHANGES),
        ({Stance.SUPPORT: 9, Stance.OBJECT: 1}, Standing.CONTESTED),
        ({Stance.OBJECT: 1}, Standing.CONTESTED),
    ],
)
def test_a_row_stands_by_what_is_said_whoever_says_it(figures: dict[Stance, int], expected: Standing) -> None:
    assert standing(voices(figures)) is standing(voices(None, figures)) is expected


def test_one_against_one_is_less_divided_than_four_against_four() -> None:
    few, many = ({Stance.SUPPORT: n, Stance.OBJECT: n} for n in (1, 4))
    assert division(voices(few)) < division(voices(many))
    assert division(voices(few)) == pytest.approx(2 / 3 * 1 / 4)
    assert division(voices(many)) == pytest.approx(2 / 3 * 4 / 10)


def test_organisations_weigh_twice_as_much_as_individuals() -> None:
    split = {Stance.SUPPORT: 2, Stance.OBJECT: 2}
    assert division(voices(split)) == pytest.approx(2 * division(voices(None, split)))


def test_organisations_and_individuals_who_disagree_are_not_divided_among_themselves() -> None:
    assert division(voices({Stance.SUPPORT: 5}, {Stance.OBJECT: 5})) == 0


def test_equally_divided_rows_begin_with_more_against() -> None:
    one, three = voices({Stance.OBJECT: 1}), voices({Stance.OBJECT: 3})
    assert sorted([one, three], key=rank) == [three, one]


@given(FIGURES, FIGURES)
def test_division_stays_between_none_and_half(organisations: dict[Stance, int], individuals: dict[Stance, int]) -> None:
    row = voices(organisations, individuals)
    assert 0 <= division(row) < 0.5
    assert standing(row) is Standing.CONTESTED or division(row) == 0
