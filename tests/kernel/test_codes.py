"""Codes sort as people count and compare as people read."""

from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.codes import fold, is_code, normal_code, sort_key

LETTERS = st.sampled_from("ABDKSVWIÜ")
NUMBERS = st.lists(st.integers(0, 999_999), min_size=1, max_size=4).map(tuple)


def code(letter: str, numbers: tuple[int, ...]) -> str:
    return f"{letter} {'.'.join(map(str, numbers))}"


@given(LETTERS, st.lists(NUMBERS, max_size=12))
def test_numbers_in_codes_sort_by_their_value(letter: str, numbers: list[tuple[int, ...]]) -> None:
    by_key = sorted((code(letter, one) for one in numbers), key=sort_key)
    assert by_key == [code(letter, one) for one in sorted(numbers)]


@given(NUMBERS)
def test_blanks_and_case_have_no_weight(numbers: tuple[int, ...]) -> None:
    written = code("B", numbers)
    assert sort_key(written) == sort_key(written.replace(" ", "")) == sort_key(written.lower())


@given(st.text(max_size=40))
def test_a_normal_code_stays_the_same(text: str) -> None:
    assert normal_code(normal_code(text)) == normal_code(text)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_the_order_people_expect() -> None:
    mixed = ["V 1", "Üneu1", "B 10", "B 1.10", "B 2", "U 1", "B 1", "I.1", "B5+6", "B 1.2"]
    assert sorted(mixed, key=sort_key) == [
        *("B 1", "B 1.2", "B 1.10", "B 2", "B5+6", "B 10", "I.1", "U 1", "Üneu1", "V 1"),
    ]


def test_words_are_found_however_they_are_written() -> None:
    assert fold("Straße") == fold("STRASSE") == "strasse"
    assert fold("Bürger*innen") == fold("Bürgerinnen") == fold("BÜRGER:INNEN") == "burgerinnen"
    assert fold("Expert_in") == "expertin"
    assert fold("3*4") == "3*4"
    assert fold("№ 5") == fold("No 5")


def test_codes_are_text_that_may_stand_in_an_address() -> None:
    for fine in ("B 1.2", "B5+6", "Üneu1", "I.1", "ö" * 40):
        assert is_code(fine)
    for bad in ("", ".", "..", "a/b", "a?", "a#b", "a\\b", "a\x00", "a\x85", "x" * 41):
        assert not is_code(bad)


def test_a_code_is_composed_and_its_blanks_are_one() -> None:
    assert normal_code("  U\u0308neu1 \t 2 ") == "Üneu1 2"
