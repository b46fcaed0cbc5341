"""The language follows the address, then the account, then the browser, then the city; and no cookie remembers it."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from portal.accounts.models import Account
from tests.support.world import World, address_of

PAGES = ("/wir/", "/wir/measures/", "/wir/measures/B 1.2", "/wir/moderation/ledger", "/pages/imprint", "/sign-in")
ENGLISH = {"Accept-Language": "en-GB,en;q=0.9,de;q=0.5"}


def language_of(page: str) -> str:
    found = re.search(r'<html lang="([a-z]+)"', page)
    assert found is not None
    return found[1]


def speaks(world: World, name: str, language: str | None) -> None:
    with world.work() as work:
        work.session.execute(update(Account).where(Account.email == address_of(name)).values(language=language))


@pytest.mark.parametrize("page", PAGES)
def test_the_address_comes_before_the_browser(visitor: FlaskClient, page: str) -> None:
    assert language_of(visitor.get(page).text) == "de"
    assert language_of(visitor.get(page, headers=ENGLISH).text) == "en"
    assert language_of(visitor.get(f"{page}?lang=de", headers=ENGLISH).text) == "de"
    assert language_of(visitor.get(f"{page}?lang=en").text) == "en"


def test_the_account_comes_before_the_browser_and_after_the_address(app: Flask, world: World) -> None:
    speaks(world, "member", "en")
    member = world.client(app, "member")
    assert language_of(member.get("/wir/", headers={"Accept-Language": "de"}).text) == "en"
    assert language_of(member.get("/wir/?lang=de").text) == "de"
    speaks(world, "member", None)
    assert language_of(member.get("/wir/", headers=ENGLISH).text) == "en"


@pytest.mark.parametrize("asked", ["", "fr", "EN", "../en", "de,en"])
def test_a_language_there_is_not_is_german(visitor: FlaskClient, asked: str) -> None:
    assert language_of(visitor.get(f"/wir/?lang={asked}").text) == "de"


def test_only_languages_of_this_deployment_are_offered(app: Flask) -> None:
    app.config["LANGUAGES"] = ("de",)
    page = app.test_client().get("/wir/?lang=en", headers=ENGLISH).text
    assert language_of(page) == "de"
    assert "hreflang" not in page


def test_an_asked_for_language_is_carried_on_in_every_link(visitor: FlaskClient) -> None:
    page = visitor.get("/wir/measures/?lang=en").text
    ours = [link for link in re.findall(r'<a[^>]* href="(/[^"]*)"', page) if not link.startswith("/static")]
    assert len(ours) > 5
    assert [link for link in ours if "lang=" not in link] == []


def test_without_asking_no_link_carries_a_language(visitor: FlaskClient) -> None:
    page = visitor.get("/wir/measures/", headers=ENGLISH).text
    assert re.findall(r'href="([^"]*lang=[^"]*)"', page) == ["/wir/measures/?lang=de"]


def test_the_same_page_in_another_language_keeps_what_was_asked(visitor: FlaskClient) -> None:
    page = visitor.get("/wir/measures/?q=Sprache&stance=object&stance=question").text
    assert 'href="/wir/measures/?q=Sprache&amp;stance=object&amp;stance=question&amp;lang=en"' in page


def test_being_sent_to_sign_in_keeps_the_language(visitor: FlaskClient) -> None:
    there = visitor.get("/wir/moderation/?lang=en").headers["Location"]
    assert language_of(visitor.get(there).text) == "en"


def test_no_cookie_remembers_a_language(visitor: FlaskClient) -> None:
    for page in PAGES[:-1]:
        assert "Set-Cookie" not in visitor.get(f"{page}?lang=en").headers


def test_an_error_speaks_the_readers_language(visitor: FlaskClient) -> None:
    answer = visitor.get("/wir/measures/X?lang=en")
    assert (answer.status_code, language_of(answer.text)) == (404, "en")
    assert language_of(visitor.get("/wir/measures/X").text) == "de"


def test_a_word_alone_begins_with_a_capital_and_stays_small_after_a_number(visitor: FlaskClient, world: World) -> None:
    header = visitor.get("/wir/catalogue.csv?lang=en").text.splitlines()[0].split(";")
    assert [name for name in header if name[:1].islower()] == []
    assert {"Comment", "Organisation"} <= set(header)
    assert re.search(r"2\s+(<[^>]+>\s*)*measures", visitor.get("/wir/?lang=en").text)
    assert visitor.get("/wir/catalogue.csv").content_type == "text/csv; charset=utf-8"
