"""Who may sign in, and what is taken as a name."""

import pytest

from portal.accounts.policy import clean_name, may_sign_in
from portal.kernel.errors import Invalid


@pytest.mark.parametrize(
    ("email", "has_demo", "is_loopback", "allowed"),
    [
        ("admin@example.org", True, True, True),
        ("admin@example.org", True, False, False),
        ("admin@example.org", False, False, True),
        ("office@lindenfurt.example", True, False, True),
        ("admin@example.org.lindenfurt.example", True, False, True),
    ],
)
def test_the_accounts_of_a_demo_open_only_on_its_own_machine(
    email: str, has_demo: bool, is_loopback: bool, allowed: bool
) -> None:
    assert may_sign_in(email, has_demo=has_demo, is_loopback=is_loopback) is allowed


def test_a_name_is_one_line_without_invisible_signs() -> None:
    assert clean_name("  Mia\r\n\tÖztürk\u202e\u200b ") == "Mia Öztürk"


@pytest.mark.parametrize("text", ["", " \u200b ", "a" * 101])
def test_a_name_is_neither_empty_nor_endless(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        clean_name(text)
    assert refusal.value.field == "name"
