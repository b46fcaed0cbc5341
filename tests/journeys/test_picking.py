"""Selecting words of the sheet leads into the form; whoever may not comment is offered nothing."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys import steps
from tests.journeys.steps import HERE
from tests.support.browser import Visit

Open = Callable[..., Visit]
MEASURE = f"{HERE}/measures/S 2.1"
EDGES = """text => {
  const range = document.createRange();
  range.selectNodeContents(text);
  const { left, top, bottom } = range.getClientRects()[0];
  return [left + 2, (top + bottom) / 2];
}"""


def text_of_a_section(page: Page) -> Locator:
    page.goto(MEASURE)
    text = page.locator("#description [data-words] p").first
    text.scroll_into_view_if_needed()
    return text


def offer(page: Page) -> Locator:
    return page.get_by_role("button", name="Dazu kommentieren")


def expect_filled(page: Page, begins: str) -> str:
    """The words that now stand in the form; its text has the focus."""
    expect(page.get_by_label("2. Was möchten Sie sagen?")).to_be_focused()
    expect(page.get_by_label("Um welchen Abschnitt geht es?")).to_have_value("description")
    expect(page.get_by_label("Um welche Stelle genau?")).to_have_value(re.compile(rf"^{re.escape(begins)}"))
    return page.get_by_label("Um welche Stelle genau?").input_value()


@pytest.mark.parametrize("width", [1280, 360])
def test_selected_words_become_the_passage_of_a_comment(open_as: Open, width: int) -> None:
    opened = open_as("member", width=width)
    page = opened.page
    text = text_of_a_section(page)
    expect(offer(page)).to_be_hidden()
    begin, middle = text.evaluate(EDGES)
    page.mouse.move(begin, middle)
    page.mouse.down()
    page.mouse.move(begin + 150, middle, steps=5)
    page.mouse.up()
    expect(offer(page)).to_be_in_viewport(ratio=1)
    assert not steps.scrolls_sideways(page)
    offer(page).click()
    quote = expect_filled(page, text.inner_text()[:8])
    expect(offer(page)).to_be_hidden()
    steps.choose_stance(page, "Dafür")
    page.get_by_label("2. Was möchten Sie sagen?").fill(f"Diese Wörter sind uns wichtig, bei {width}.")
    steps.send(page)
    expect(page.get_by_role("main")).to_contain_text(quote)
    assert opened.complaints == []


def test_words_selected_by_keys_are_followed_by_the_button(open_as: Open) -> None:
    """The browser moves the caret here as its caret browsing does, which has no keys without a window."""
    page = open_as("member").page
    text = text_of_a_section(page)
    page.mouse.click(*text.evaluate(EDGES))
    for _ in range(3):
        page.evaluate("getSelection().modify('extend', 'forward', 'word')")
    expect(offer(page)).to_be_visible()
    page.keyboard.press("Tab")
    expect(offer(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect_filled(page, text.inner_text()[:8])


def test_words_across_two_sections_are_no_passage(open_as: Open) -> None:
    page = open_as("member").page
    text_of_a_section(page).select_text()
    expect(offer(page)).to_be_visible()
    page.evaluate("""() => {
      const apart = [...document.querySelectorAll("[data-words]")].map((text) => text.querySelector("p, li"));
      document.getSelection().setBaseAndExtent(apart[0], 0, apart[1], 0);
    }""")
    expect(offer(page)).to_be_hidden()


def test_who_cannot_comment_is_offered_nothing(open_as: Open) -> None:
    for name in ("visitor", "steering"):
        page = open_as(name).page
        text_of_a_section(page).select_text()
        page.wait_for_timeout(400)
        expect(offer(page)).to_have_count(0)
