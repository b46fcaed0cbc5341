"""Writing the fixed pages of the site."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal.consultations import operations
from portal.consultations.models import Page
from portal.kernel.markup import render_sheet
from tests.support.statements import counted
from tests.support.world import World

PAGES = "/wir/office/pages"
IMPRINT = f"{PAGES}/imprint/de"


def write(world: World, key: str = "imprint", language: str = "de", source: str = "Alt") -> None:
    with world.work("editor") as work:
        operations.write_page(work, key, language, "Impressum", source, render_sheet(source))


def seen(page: str) -> str:
    found = re.search(r'name="seen"[^>]*value="([^"]*)"', page)
    assert found
    return unescape(found[1])


@pytest.mark.parametrize("page", [PAGES, IMPRINT, f"{PAGES}/netiquette/en"])
@pytest.mark.parametrize(("name", "status"), [("editor", 200), ("admin", 200), ("moderator", 404), ("outsider", 404)])
def test_only_editors_see_the_list_and_the_form(world: World, app: Flask, page: str, name: str, status: int) -> None:
    assert world.client(app, name).get(page).status_code == status


@pytest.mark.parametrize(("name", "status"), [("visitor", 401), ("member", 404), ("steering", 404), ("outsider", 404)])
def test_nobody_else_writes_a_page(world: World, app: Flask, name: str, status: int) -> None:
    form = {"title": "Neu", "source": "Neu", "seen": ""}
    assert world.client(app, name).post(IMPRINT, data=form).status_code == status
    assert world.all(Page) == []


@pytest.mark.parametrize("page", ["unknown/de", "imprint/fr", "imprint/xx"])
def test_there_are_five_pages_in_the_languages_of_the_portal(editor: FlaskClient, page: str) -> None:
    assert editor.get(f"{PAGES}/{page}").status_code == 404
    assert editor.post(f"{PAGES}/{page}", data={"title": "X", "source": "X"}).status_code == 404


def test_the_list_says_what_is_written_and_what_is_not(world: World, editor: FlaskClient, engine: Engine) -> None:
    write(world)
    with counted(engine) as sent:
        page = editor.get(PAGES).text
    assert page.count("fehlt noch") == 9 and page.count("Stand: ") == 1
    assert len(sent) == 3


def test_a_page_is_written_and_read_by_everybody(editor: FlaskClient, visitor: FlaskClient) -> None:
    visitor.get("/pages/imprint")
    form = {"title": "Impressum der Stadt", "source": "## Anschrift\n\nRathaus", "seen": ""}
    assert editor.post(IMPRINT, data=form).status_code == 303
    page = visitor.get("/pages/imprint").text
    assert "Impressum der Stadt" in page and "<h2>Anschrift</h2>" in page


def test_a_preview_is_rendered_and_not_saved(world: World, editor: FlaskClient) -> None:
    form = {"title": "Neu", "source": "**Fett** <script>alert(1)</script>", "seen": "", "action": "preview"}
    answer = editor.post(IMPRINT, data=form)
    assert answer.status_code == 200
    assert "<strong>Fett</strong>" in answer.text and "<script>alert" not in answer.text
    assert "**Fett**" in answer.text
    assert world.all(Page) == []


@pytest.mark.parametrize("form", [{"title": "", "source": "Mein Text"}, {"title": "Mein Text", "source": " "}])
def test_a_page_needs_title_and_text_and_keeps_what_there_is(
    world: World, editor: FlaskClient, form: dict[str, str]
) -> None:
    answer = editor.post(IMPRINT, data={**form, "seen": ""})
    assert answer.status_code == 422 and "Mein Text" in answer.text
    assert world.all(Page) == []


def test_a_page_saved_meanwhile_is_a_conflict_that_shows_both(world: World, editor: FlaskClient) -> None:
    write(world)
    stale = seen(editor.get(IMPRINT).text)
    write(world, source="Von jemand anderem")
    answer = editor.post(IMPRINT, data={"title": "Meins", "source": "Mein Text", "seen": stale})
    assert answer.status_code == 409
    assert "Von jemand anderem" in answer.text and "Mein Text" in answer.text
    assert world.one(Page).source == "Von jemand anderem"
    again = {"title": "Meins", "source": "Mein Text", "seen": seen(answer.text)}
    assert editor.post(IMPRINT, data=again).status_code == 303
    assert world.one(Page).source == "Mein Text"


@pytest.mark.parametrize("stale", ["", "gestern", "2020-01-01T00:00:00"])
def test_a_form_that_does_not_say_what_it_saw_overwrites_nothing(world: World, editor: FlaskClient, stale: str) -> None:
    write(world)
    answer = editor.post(IMPRINT, data={"title": "Meins", "source": "Mein Text", "seen": stale})
    assert answer.status_code == 409
    assert world.one(Page).source == "Alt"


def test_each_language_is_a_page_of_its_own(world: World, editor: FlaskClient, visitor: FlaskClient) -> None:
    write(world)
    form = {"title": "Imprint", "source": "Town hall", "seen": ""}
    assert editor.post(f"{PAGES}/imprint/en", data=form).status_code == 303
    assert "Town hall" in visitor.get("/pages/imprint?lang=en").text
    assert "Alt" in visitor.get("/pages/imprint").text
