"""An address that comes in from outside never leads out of this site."""

import pytest

from portal.web.paths import own_path, path_within


@pytest.mark.parametrize(
    "path", ["/", "/wir/", "/wir/measures/B%201.2?version=1#steps", "/wir/?next=https://x.example"]
)
def test_a_path_of_this_site_stays_as_it_is(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "wir/",
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example/",
        "/\t/evil.example/",
        "/\n/evil.example/",
        "\t//evil.example/",
        " //evil.example/",
        "javascript:alert(1)",
        "/wir/\r\nSet-Cookie: a=b",
        "/\x00/evil.example",
    ],
)
def test_whatever_leads_away_leads_home(path: str | None) -> None:
    assert own_path(path) == "/"
    assert own_path(path, "/wir/") == "/wir/"


SITE = "https://beteiligung.example/"


@pytest.mark.parametrize(
    ("referrer", "path"),
    [
        ("https://beteiligung.example/wir/measures/B%201.2?lang=en#form", "/wir/measures/B%201.2?lang=en"),
        ("https://beteiligung.example/", "/"),
        ("https://evil.example/wir/", None),
        ("http://beteiligung.example/wir/", None),
        ("https://beteiligung.example.evil.example/", None),
        ("https://beteiligung.example//evil.example/", None),
        ("https://[beteiligung.example/", None),
        ("", None),
        (None, None),
    ],
)
def test_where_somebody_came_from_counts_only_within_the_site(referrer: str | None, path: str | None) -> None:
    assert path_within(SITE, referrer) == path
