"""A comment and those who check it, in German: on a telephone, by keys alone, and without JavaScript."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.steps import HERE
from tests.support.browser import Visit, axe

Open = Callable[..., Visit]
LOOKS = [
    pytest.param({"width": 1280, "keys": True}, id="keys alone"),
    pytest.param({"width": 360, "height": 740}, id="telephone"),
    pytest.param({"width": 360, "height": 740, "javascript": False, "keys": True}, id="keys without JavaScript"),
]
WHY = "Bitte schreiben Sie das freundlicher."


@pytest.fixture
def look(request: pytest.FixtureRequest) -> dict[str, Any]:
    return dict(request.param)


def checked(visit: Visit) -> None:
    """The page fits, complains about nothing, and axe finds nothing."""
    assert not steps.scrolls_sideways(visit.page), visit.page.url
    assert visit.complaints == []
    if visit.look.javascript:
        assert axe(visit) == [], visit.page.url


def submit(page: Page, code: str, text: str) -> str:
    steps.write(page, code, "Dafür mit Änderung", text)
    return steps.send(page)


def choose(page: Page, number: str, outcome: str, about: str = "") -> None:
    page.goto(f"{HERE}/moderation/?case={number}{about}")
    page.locator(".decision label.choice", has=page.get_by_text(outcome)).first.click()


def explain(page: Page) -> None:
    page.get_by_label("Grund").select_option(label="Ton verletzt die Spielregeln")
    page.get_by_label("Erklärung, die die Verfasser*innen lesen").fill(WHY)


@pytest.mark.parametrize("look", LOOKS, indirect=True)
def test_returned_with_a_suggestion_taken_and_approved(open_as: Open, look: dict[str, Any]) -> None:
    member, moderation = open_as("member", **look), open_as("moderation", **look)
    said = f"Das Amt schläft. Wir helfen gern mit, {look}."
    number = submit(member.page, "W 1.1", said)

    choose(moderation.page, number, "Zurückgeben")
    moderation.page.get_by_label("Um diese Stelle geht es").fill("Das Amt schläft.")
    moderation.page.get_by_label("Vorschlag für diese Stelle").fill("Es dauert uns zu lange.")
    explain(moderation.page)
    checked(moderation)
    moderation.page.get_by_role("button", name="Zurückgeben und weiter").click()
    expect(moderation.page.locator(".notice--good")).to_contain_text("zurückgegeben")

    member.page.goto(f"{HERE}/comments/{number}")
    expect(member.page.locator("mark")).to_have_text("Das Amt schläft.")
    checked(member)
    member.page.get_by_role("link", name="Vorschlag übernehmen").click()
    body = member.page.get_by_label("2. Was möchten Sie sagen?")
    expect(body).to_have_value(said.replace("Das Amt schläft.", "Es dauert uns zu lange."))
    member.page.get_by_role("button", name="Geändert einreichen").click()
    expect(member.page.get_by_role("heading", level=1)).to_have_text("Ihr Kommentar ist angekommen")

    choose(moderation.page, number, "Veröffentlichen")
    moderation.page.get_by_role("button", name="Veröffentlichen und weiter").click()
    expect(moderation.page.locator(".notice--good")).to_contain_text("veröffentlicht")


@pytest.mark.parametrize("look", LOOKS, indirect=True)
def test_reported_blackened_and_appealed_against(open_as: Open, look: dict[str, Any]) -> None:
    member, first, second, visitor = (
        open_as(name, **look) for name in ("member", "moderation", "moderation2", "visitor")
    )
    number = submit(member.page, "W 1.2", f"Der Hausmeister trödelt, {look}.")
    choose(first.page, number, "Veröffentlichen")
    first.page.get_by_role("button", name="Veröffentlichen und weiter").click()

    visitor.page.goto(f"{HERE}/measures/W 1.2")
    visitor.page.locator(f"#comment-{number}").get_by_role("link", name="Kommentar melden").click()
    visitor.page.get_by_text("Beleidigt oder bedroht jemanden").click()
    visitor.page.get_by_label("Worum geht es genau?").fill("Damit bin ich gemeint.")
    checked(visitor)
    visitor.page.get_by_role("button", name="Meldung absenden").click()
    expect(visitor.page.get_by_role("status")).to_contain_text("Danke für Ihre Meldung.")

    choose(first.page, number, "Stelle schwärzen", "&about=report")
    expect(first.page.get_by_text("Damit bin ich gemeint.")).to_be_visible()
    first.page.get_by_text("Stellen eintippen statt markieren").click()
    first.page.get_by_label("Weitere Stellen schwärzen").fill("Der Hausmeister")
    first.page.get_by_role("button", name="Diese Stellen schwärzen").click()
    explain(first.page)
    checked(first)
    first.page.get_by_role("button", name="Stelle schwärzen und weiter").click()
    expect(first.page.locator(".notice--good", has_text="mit Schwärzung")).to_be_visible()
    visitor.page.goto(f"{HERE}/comments/{number}")
    expect(visitor.page.locator(".comment")).to_contain_text("███████████████ trödelt")

    member.page.goto(f"{HERE}/comments/{number}")
    member.page.get_by_text("Dieser Entscheidung widersprechen").click()
    member.page.get_by_label("Warum sind Sie anderer Meinung?").fill("Ich meine das Amt, keine Person.")
    checked(member)
    member.page.get_by_role("button", name="Widerspruch einlegen").click()
    expect(member.page.get_by_role("status")).to_contain_text("Ihr Widerspruch ist eingegangen")

    first.page.goto(f"{HERE}/moderation/?about=appeal&case={number}")
    expect(first.page.get_by_text("Beim ersten Mal haben Sie entschieden.")).to_be_visible()
    choose(second.page, number, "Veröffentlichen", "&about=appeal")
    expect(second.page.get_by_text("Ich meine das Amt, keine Person.")).to_be_visible()
    checked(second)
    second.page.get_by_role("button", name="Veröffentlichen und weiter").click()
    visitor.page.goto(f"{HERE}/comments/{number}")
    expect(visitor.page.locator(".comment")).to_contain_text("Der Hausmeister trödelt")


def test_a_colleague_sees_at_once_who_is_looking(open_as: Open) -> None:
    """With JavaScript by itself, without by a button."""
    number = submit(open_as("member").page, "W 2.1", "Wer liest das gerade?")
    first, second = open_as("moderation"), open_as("moderation2", javascript=False)
    first.page.goto(f"{HERE}/moderation/?case={number}")
    expect(first.page.get_by_text("Andere sehen, dass Sie sich diesen Kommentar gerade ansehen.")).to_be_visible()
    second.page.goto(f"{HERE}/moderation/?case={number}")
    expect(second.page.locator(".presence")).to_contain_text("wird gerade von Prüfteam angesehen")
    assert first.complaints == second.complaints == []


def test_returned_by_keys_alone(open_as: Open) -> None:
    number = submit(open_as("member").page, "W 2.2", "Mit der Tastatur zurückgegeben.")
    page = open_as("moderation").page
    page.goto(f"{HERE}/moderation/?case={number}")
    page.keyboard.press("r")
    for words in ("Mit der Tastatur", "Von Hand"):
        page.keyboard.press("Tab")
        page.keyboard.type(words)
    page.keyboard.press("Tab")
    page.keyboard.type("Ton")
    page.keyboard.press("Tab")
    page.keyboard.type(WHY)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".notice--good")).to_contain_text("zurückgegeben")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_telephone_shows_the_first_comment_at_once(open_as: Open, javascript: bool) -> None:
    """The other lists are folded into one line that still says what must not wait; a wide screen shows them all."""
    phone = open_as("moderation", width=360, height=740, javascript=javascript)
    phone.page.goto(f"{HERE}/moderation/")
    text = phone.page.locator(".case__text").bounding_box()
    assert text is not None
    assert text["y"] + 30 < 740
    returned = phone.page.locator(".states").get_by_role("link", name=re.compile(r"^Zurückgegeben \d+$"))
    expect(returned).to_be_hidden()
    phone.page.locator("summary", has_text=re.compile(r"^Mehr")).click()
    checked(phone)
    returned.click()
    expect(phone.page.locator("summary", has_text=re.compile(r"^Zurückgegeben \d"))).to_be_visible()
    wide = open_as("moderation", javascript=javascript)
    wide.page.goto(f"{HERE}/moderation/")
    expect(wide.page.locator(".states").get_by_role("link", name=re.compile(r"^Zurückgegeben \d+$"))).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_keys_are_named_where_they_do_something(open_as: Open, javascript: bool) -> None:
    page = open_as("moderation", javascript=javascript).page
    page.goto(f"{HERE}/moderation/")
    expect(page.locator("#decision kbd").first).to_be_visible(visible=javascript)


def test_on_a_narrow_screen_too_the_keys_are_explained(open_as: Open) -> None:
    """A page enlarged fourfold is as narrow as a telephone and has a keyboard."""
    page = open_as("moderation", width=360, height=740).page
    page.goto(f"{HERE}/moderation/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Tastenkürzel")).to_be_visible()
