"""Forty waiting comments decided by keys alone: two key presses each, and no more requests than pages ask for."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.steps import HERE
from tests.support.browser import Visit
from tests.support.demo import PASSWORD, Demo
from tests.support.person import Person

Open = Callable[..., Visit]
FORTY = 40


def test_forty_waiting_comments_take_two_keys_each(open_as: Open, demo: Demo) -> None:
    """The next one comes by itself. Scripts and styles are asked for again or come from the browser's own store."""
    visit = open_as("moderation")
    page = visit.page
    _fill_up(demo, FORTY - _waiting(visit))
    page.goto(f"{HERE}/moderation/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.resource_type}"))
    pressed = 0
    for _ in range(FORTY):
        opened = _opened(page)
        for key in ("a", "Enter"):
            page.keyboard.press(key)
            pressed += 1
        expect(page.locator(".notice--good")).to_contain_text(f"{opened[:4]} {opened[4:]}")
    posts = sum(request.startswith("POST document") for request in asked)
    documents = sum(request.endswith("document") for request in asked)
    assert pressed == 2 * FORTY
    assert posts == FORTY
    assert documents == 2 * FORTY
    assert len(asked) < 12 * FORTY
    assert visit.complaints == []


def _opened(page: Page) -> str:
    """The number of the comment that is open, from the address of its form."""
    return (page.locator("#decision").get_attribute("action") or "").split("/moderation/")[1][:8]


def _waiting(visit: Visit) -> int:
    visit.page.goto(f"{HERE}/moderation/")
    return int(visit.page.locator(".states a").first.locator("b").inner_text())


def _fill_up(demo: Demo, missing: int) -> None:
    member = Person(demo.base_url)
    member.sign_in("stranger@example.org", PASSWORD)
    for number in range(missing):
        form = member.get(f"{HERE}/measures/S 1.1")
        said = f"Für die vierzig, Nummer {number}."
        assert member.send(form, "/comments", stance="question", body=said, save="submit").status == 200
