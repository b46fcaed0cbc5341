"""Browsers are known by two words, not by what they send."""

import pytest

from portal.web.browsers import browser_name

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Safari/604.1"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (CHROME, "Chrome, Windows"),
        (f"{CHROME} Edg/142.0", "Edge, Windows"),
        (SAFARI, "Safari, iPhone"),
        ("Mozilla/5.0 (Android 16; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", "Firefox, Android"),
        ("curl/8.5 (Linux)", "Linux"),
        ("<script>", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_by_program_and_system(user_agent: str, name: str) -> None:
    assert browser_name(user_agent) == name
