"""Everything can be done with keys alone, and one always sees where one is."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.steps import HERE
from tests.support.browser import Visit
from tests.support.by_keys import HAS_RING

Open = Callable[..., Visit]
MOST_TABS = 200


def test_the_first_key_leads_past_the_navigation(open_as: Open) -> None:
    page = open_as().page
    page.goto(f"{HERE}/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Zum Inhalt springen")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("main").get_by_role("link").first).to_be_focused()


def test_whatever_is_focused_is_seen_to_be(open_as: Open) -> None:
    page = open_as("member").page
    page.goto(f"{HERE}/measures/B 1.2")
    page.keyboard.press("Tab")
    stops = 0
    while page.evaluate("document.activeElement !== document.body") and stops < MOST_TABS:
        stops += 1
        assert page.evaluate(f"({HAS_RING})(document.activeElement)"), page.evaluate("document.activeElement.outerHTML")
        page.keyboard.press("Tab")
    assert 50 < stops < MOST_TABS


def test_a_comment_is_written_and_sent_by_keys_alone(open_as: Open) -> None:
    said = "Mit der Tastatur geschrieben."
    page = open_as("member").page
    page.goto(f"{HERE}/measures/B 6.1")
    _tab_to(page, "a[href='#comment-here']")
    page.keyboard.press("Enter")
    _tab_to(page, "input[name=stance]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Dafür mit Änderung")).to_be_checked()
    _tab_to(page, "textarea[name=body]")
    page.keyboard.type(said)
    _tab_to(page, "button[name=save][value=submit]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihr Kommentar ist angekommen")
    expect(steps.said(page, said)).to_be_visible()


def test_the_queue_is_gone_through_and_decided_by_keys(open_as: Open) -> None:
    said = "Für das Prüfteam mit der Tastatur."
    member, page = open_as("member").page, open_as("moderation").page
    steps.write(member, "B 6.2", "Frage", said)
    number = steps.send(member)

    page.goto(f"{HERE}/moderation/")
    opened = page.locator(".queue [aria-current]")
    first = opened.get_attribute("href")
    page.keyboard.press("j")
    expect(opened).not_to_have_attribute("href", first or "")
    page.keyboard.press("k")
    expect(opened).to_have_attribute("href", first or "")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Suchen")).to_be_focused()
    page.keyboard.type(said)
    page.keyboard.press("Enter")
    expect(page.locator(".case__text")).to_contain_text(said)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(page.get_by_role("radio", name="Veröffentlichen", exact=False).first).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator(".notice--good")).to_contain_text(f"{number[:4]} {number[4:]}")


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on that element."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")
