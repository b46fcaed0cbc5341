"""How wide the pieces of a stance strip are."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.web.strips import GAP, LEAST, STANCES, segments

FIGURES = st.dictionaries(st.sampled_from(STANCES), st.integers(0, 1_000_000))
WIDTHS = st.floats(38, 2000)


@given(FIGURES, WIDTHS)
def test_pieces_and_gaps_fill_the_strip(figures: dict[str, int], width: float) -> None:
    pieces = segments(figures, width)
    if not pieces:
        assert not any(figures.values())
        return
    assert sum(piece.width for piece in pieces) + GAP * (len(pieces) - 1) == pytest.approx(width)
    assert pieces[0].x == 0
    for before, after in pairwise(pieces):
        assert after.x == pytest.approx(before.x + before.width + GAP)


@given(FIGURES, WIDTHS)
def test_every_voice_can_be_seen(figures: dict[str, int], width: float) -> None:
    pieces = segments(figures, width)
    assert [piece.stance for piece in pieces] == [stance for stance in STANCES if figures.get(stance, 0)]
    assert all(piece.width >= LEAST for piece in pieces)


@given(FIGURES, WIDTHS)
def test_more_voices_are_never_drawn_narrower(figures: dict[str, int], width: float) -> None:
    by_figure = sorted(segments(figures, width), key=lambda piece: figures[piece.stance])
    for fewer, more in pairwise(by_figure):
        assert more.width >= fewer.width - 1e-6


def test_shares_are_proportional() -> None:
    pieces = segments({"support": 5, "no_objection": 1, "support_with_changes": 1}, 150)
    assert [(piece.stance, round(piece.x, 1), round(piece.width, 1)) for piece in pieces] == [
        ("support", 0, 104.3),
        ("support_with_changes", 106.3, 20.9),
        ("no_objection", 129.1, 20.9),
    ]


def test_no_voices_make_no_pieces() -> None:
    assert segments({"support": 0}, 150) == []


def test_a_strip_too_narrow_for_five_is_refused() -> None:
    with pytest.raises(ValueError, match="too narrow"):
        segments({"support": 1}, 37)
