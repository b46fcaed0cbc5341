"""What is taken as a password, and that only the right one fits its hash."""

import pytest

from portal.accounts.passwords import (
    LIKE_ADDRESS,
    TOO_LONG,
    TOO_SHORT,
    TOO_SIMPLE,
    faults,
    hash_password,
    is_outdated,
    verify,
)

pytestmark = pytest.mark.usefixtures("earnest_passwords")
ADDRESS = "vorstand@elternnetz.example"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("kurz", TOO_SHORT),
        ("neun Zeic", TOO_SHORT),
        ("l" * 201, TOO_LONG),
        ("aaaaaaaaaaaa", TOO_SIMPLE),
        ("Passwort2026", TOO_SIMPLE),
        ("1234567890", TOO_SIMPLE),
        ("Kommentarschleife", TOO_SIMPLE),
        ("elternnetz.example", LIKE_ADDRESS),
        ("vorstand@elternnetz.example1", LIKE_ADDRESS),
    ],
)
def test_a_bad_password_is_answered_with_a_sentence(text: str, sentence: str) -> None:
    assert faults(text, ADDRESS) == [sentence]


@pytest.mark.parametrize("text", ["mein altes blaues Fahrrad", "ß" * 3 + "äöü-xyz", "zehn Zeich"])
def test_a_good_password_has_no_faults(text: str) -> None:
    assert faults(text, ADDRESS) == []


def test_only_the_right_password_fits() -> None:
    stored = hash_password("mein altes blaues Fahrrad")
    assert verify(stored, "mein altes blaues Fahrrad")
    assert not verify(stored, "mein altes blaues fahrrad")
    assert stored != hash_password("mein altes blaues Fahrrad")
    assert not is_outdated(stored)


@pytest.mark.parametrize("stored", [None, "", "no hash at all"])
def test_nothing_fits_where_there_is_no_password(stored: str | None) -> None:
    assert not verify(stored, "nobody has this password")
    assert not verify(stored, "")
