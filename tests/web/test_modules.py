"""The modules keep, count and queue in a real browser; without them every page works as well."""

import json
import mimetypes

import pytest
from playwright.sync_api import Page, Route

from portal.kernel.places import STATIC
from tests.support.browser import OpenPage

FORM = """
<form data-keep="b12">
  <div data-keep-offer hidden><button type="button" data-keep-take>Nehmen</button>
    <button type="button" data-keep-drop>Verwerfen</button></div>
  <input type="hidden" name="submission_key" value="secret">
  <input type="password" name="password">
  <label><input type="radio" name="stance" value="support">Dafür</label>
  <textarea name="body" data-max="5000" aria-describedby="hint"></textarea>
  <p id="hint"><span data-count="{n} von {max} Zeichen">Höchstens 5.000 Zeichen</span></p>
  <span data-keep-when="gesichert um {time} Uhr"></span>
</form>"""
QUEUE = """
<input type="search" name="q">
<label><input type="radio" name="action" value="approve">a</label>
<label><input type="radio" name="action" value="redact">x</label>
<a rel="next" href="/next">weiter</a><a rel="prev" href="/previous">zurück</a>
<form><textarea name="redacted_body">
Ruf
0000 55 😀</textarea><p data-cover hidden><button type="button">Auswahl schwärzen</button></p></form>
<div style="block-size: 60px; overflow: auto" class="queue"><p style="block-size: 900px">viele</p>
<a href="/here" aria-current="true">dieser</a></div>
<dialog data-help><button>Schließen</button></dialog>"""
PAGES = {
    "/form": FORM,
    "/sign-out": "<p>Abgemeldet</p>",
    "/signed-in": FORM + '<form action="/sign-out?lang=en"><button>Abmelden</button></form>',
    "/elsewhere": "<p>Nichts</p>",
    "/done": '<p data-kept-done="b12">Angekommen</p>',
    "/queue": QUEUE,
    "/next": QUEUE,
    "/previous": QUEUE,
}


def answer(route: Route) -> None:
    """The pages above with all three modules, and the modules from static/."""
    path = "/" + route.request.url.split("/", 3)[3].split("?")[0]
    if path in PAGES:
        modules = "".join(f'<script type="module" src="/js/{name}.js"></script>' for name in ("keep", "count", "queue"))
        body = f'<!doctype html><html lang="de"><title>x</title>{PAGES[path]}{modules}'
        route.fulfill(body=body, content_type="text/html; charset=utf-8")
    elif path.startswith("/js/"):
        route.fulfill(path=STATIC / path[1:], content_type=mimetypes.types_map[".js"])
    else:
        route.fulfill(status=204)


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A browser on a site that never leaves this process."""
    page: Page = open_page("about:blank").page
    page.route("http://localhost:1/**", answer)
    return page


def go(page: Page, path: str) -> None:
    page.goto(f"http://localhost:1{path}")


def kept(page: Page) -> dict[str, str] | None:
    text = page.evaluate("localStorage.getItem('kept:b12')")
    return json.loads(text)["fields"] if text else None


def test_typed_text_is_offered_again_and_put_back_only_when_asked(page: Page) -> None:
    go(page, "/form")
    page.check("[value=support]")
    page.fill("textarea", "Ein Jahr ist zu kurz.")
    go(page, "/form")
    assert page.input_value("textarea") == ""
    page.click("[data-keep-take]")
    assert page.input_value("textarea") == "Ein Jahr ist zu kurz."
    assert page.is_checked("[value=support]")
    assert not page.is_visible("[data-keep-offer]")


def test_passwords_and_hidden_fields_are_never_kept(page: Page) -> None:
    go(page, "/form")
    page.fill("[name=password]", "geheim")
    page.fill("textarea", "Text")
    go(page, "/elsewhere")
    assert kept(page) == {"body": "Text"}


def test_a_dropped_text_is_gone(page: Page) -> None:
    go(page, "/form")
    page.fill("textarea", "Text")
    go(page, "/form")
    page.click("[data-keep-drop]")
    go(page, "/form")
    assert not page.is_visible("[data-keep-offer]")
    assert kept(page) is None


def test_the_receipt_lets_the_text_go(page: Page) -> None:
    go(page, "/form")
    page.fill("textarea", "Text")
    go(page, "/done")
    assert kept(page) is None


def test_the_receipt_lets_go_what_each_account_has_begun_there_and_nothing_else(page: Page) -> None:
    go(page, "/elsewhere")
    text = "JSON.stringify({at: Date.now(), fields: {}})"
    page.evaluate(f"for (const key of ['b12/7', 'b12/8', 'b123/7']) localStorage.setItem('kept:' + key, {text})")
    go(page, "/done")
    assert page.evaluate("Object.keys(localStorage)") == ["kept:b123/7"]


def test_signing_out_lets_all_texts_go(page: Page) -> None:
    go(page, "/signed-in")
    page.fill("textarea", "Text")
    page.evaluate("localStorage.setItem('kept:another', JSON.stringify({at: Date.now(), fields: {}}))")
    page.click("text=Abmelden")
    page.wait_for_url("**/sign-out**")
    assert page.evaluate("Object.keys(localStorage)") == []


def test_a_text_older_than_thirty_days_goes_by_itself(page: Page) -> None:
    go(page, "/elsewhere")
    page.evaluate(
        "localStorage.setItem('kept:b12', JSON.stringify({at: Date.now() - 31 * 864e5, fields: {body: 'alt'}}))"
    )
    go(page, "/form")
    assert kept(page) is None
    assert not page.is_visible("[data-keep-offer]")


def test_a_spoilt_shelf_breaks_nothing(page: Page) -> None:
    go(page, "/elsewhere")
    page.evaluate("localStorage.setItem('kept:b12', '{broken')")
    go(page, "/form")
    page.fill("textarea", "Text")
    go(page, "/elsewhere")
    assert kept(page) == {"body": "Text"}


def test_the_counter_counts_what_people_see_as_characters(page: Page) -> None:
    go(page, "/form")
    assert page.inner_text("[data-count]") == "0 von 5.000 Zeichen"
    page.fill("textarea", "Grüße 😀")
    assert page.inner_text("[data-count]") == "7 von 5.000 Zeichen"


def test_keys_choose_but_do_not_send_and_lead_on(page: Page) -> None:
    go(page, "/queue")
    page.keyboard.press("x")
    assert page.is_checked("[value=redact]")
    page.keyboard.press("a")
    assert page.is_checked("[value=approve]")
    page.keyboard.press("j")
    page.wait_for_url("**/next")
    page.keyboard.press("k")
    page.wait_for_url("**/previous")


def test_keys_are_letters_while_somebody_types(page: Page) -> None:
    go(page, "/queue")
    page.keyboard.press("/")
    page.keyboard.press("x")
    assert page.input_value("[name=q]") == "x"
    assert not page.is_checked("[value=redact]")


def test_the_help_opens_and_holds_the_keys_back(page: Page) -> None:
    go(page, "/queue")
    page.keyboard.press("?")
    assert page.is_visible("dialog")
    page.keyboard.press("x")
    assert not page.is_checked("[value=redact]")
    page.keyboard.press("Escape")
    assert not page.is_visible("dialog")


def test_what_is_selected_is_blackened_but_for_line_breaks(page: Page) -> None:
    go(page, "/queue")
    page.evaluate("document.querySelector('textarea').setSelectionRange(1, 8)")
    page.click("[data-cover] button")
    assert page.input_value("textarea") == "R██\n████ 55 😀"
    page.evaluate("document.querySelector('textarea').setSelectionRange(9, 14)")
    page.click("[data-cover] button")
    assert page.input_value("textarea") == "R██\n████ ████"


def test_the_opened_row_is_in_sight_and_the_page_stays_where_it_is(page: Page) -> None:
    go(page, "/queue")
    assert page.evaluate("document.querySelector('.queue').scrollTop") > 0
    assert page.evaluate("scrollY") == 0
