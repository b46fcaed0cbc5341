"""How single values read."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.words import Words
from portal.reports.cells import looks_like_formula, plain, readable
from portal.reports.model import Value
from tests.reports.building import LATE_IN_THE_EVENING, any_text


@pytest.mark.parametrize(
    ("value", "reading"),
    [
        ("Eiche", "Eiche"),
        (42, "42"),
        (True, "ja"),
        (False, "nein"),
        (None, ""),
        (date(2026, 3, 1), "01.03.2026"),
        (date(987, 3, 1), "01.03.0987"),
        (LATE_IN_THE_EVENING, "18.11.2026"),
    ],
)
def test_a_value_reads_as_in_the_city(value: Value, reading: str) -> None:
    assert readable(value, Words()) == reading


def test_a_day_in_english_names_its_month() -> None:
    assert readable(LATE_IN_THE_EVENING, Words("en")) == "18 Nov 2026"


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        readable(datetime(2026, 11, 18, 12), Words())


@given(any_text)
def test_plain_text_can_be_stored_anywhere(text: str) -> None:
    clean = plain(text)
    assert clean.encode().decode() == clean
    assert not any(character < " " and character not in "\t\n" for character in clean)


@given(st.text(st.characters(exclude_categories=["C"])))
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert plain(text) == text


def test_lines_end_with_a_line_feed() -> None:
    assert plain("one\r\ntwo\rthree\n") == "one\ntwo\nthree\n"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@A1", "\tx", "\nx", "  =1", "\u200b\xa0=1", "\uff1d1", " \t x"])
def test_what_a_spreadsheet_might_run_is_recognised(text: str) -> None:
    assert looks_like_formula(text)


@pytest.mark.parametrize("text", ["", "Eiche", " Eiche", "1+1", "a=b", "'=1", "\u200b"])
def test_ordinary_text_is_not_taken_for_a_formula(text: str) -> None:
    assert not looks_like_formula(text)
