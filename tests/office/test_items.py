"""Editing goals and measures: attributes and text in one form, changed text as a new version."""

import re
from html import unescape
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from portal.audit.models import AuditLine
from portal.consultations import operations, queries
from portal.consultations.models import (
    FormerCode,
    GoalLink,
    Item,
    ItemVersion,
    Kind,
    Origin,
    Passage,
    Phase,
)
from tests.support.statements import counted
from tests.support.world import DESCRIPTION, World, consultation_in, item_named

MEASURE = "/wir/office/items/B 1.2"
GOAL = "/wir/office/items/B 1"
NEW = "/wir/office/new-item"


def typed(page: str) -> dict[str, str]:
    """Every field of the form as a browser would send it back."""
    fields = {}
    for tag in re.findall(r"<input[^>]*>", page):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        is_choice = attributes.get("type") in ("radio", "checkbox")
        if "name" in attributes and (not is_choice or " checked" in tag):
            fields[attributes["name"]] = unescape(attributes.get("value", "y"))
    for name, text in re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>\r?\n?(.*?)</textarea>', page, re.S):
        fields[name] = unescape(text)
    for name, options in re.findall(r'<select[^>]* name="(\w+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option[^>]*selected[^>]*value="([^"]*)"', options)
        fields[name] = unescape(chosen[1]) if chosen else ""
    return fields


def change(editor: FlaskClient, address: str = MEASURE, **changed: str) -> TestResponse:
    """Open the page, change some fields, and save."""
    form = {**typed(editor.get(address).text), "action": "save", **changed}
    return editor.post(address, data={name: text for name, text in form.items() if text is not None})


def newest(world: World, code: str = "B 1.2") -> tuple[Item, ItemVersion, dict[str, str]]:
    item = item_named(world, code)
    version = world.one(ItemVersion, item_id=item.id, number=item.version)
    with world.work() as work:
        keys = {section.id: section.key for section in queries.structure(work, consultation_in(work)).sections}
    passages = [passage for passage in world.all(Passage) if passage.version_id == version.id]
    return item, version, {keys[passage.section_id]: passage.source for passage in passages}


# Who may come in


@pytest.mark.parametrize("address", [MEASURE, GOAL, NEW, f"{NEW}?type=goal"])
@pytest.mark.parametrize(("name", "status"), [("editor", 200), ("admin", 200), ("steering", 404), ("outsider", 404)])
def test_only_editors_open_the_form(world: World, app: Flask, address: str, name: str, status: int) -> None:
    assert world.client(app, name).get(address).status_code == status


@pytest.mark.parametrize("address", [MEASURE, NEW])
@pytest.mark.parametrize(("name", "status"), [("visitor", 401), ("member", 404), ("moderator", 404), ("outsider", 404)])
def test_nobody_else_saves(world: World, app: Flask, address: str, name: str, status: int) -> None:
    before = len(world.all(ItemVersion))
    form = {"title": "Neu", "code": "X", "note": "Darum", "action": "save"}
    assert world.client(app, name).post(address, data=form).status_code == status
    assert len(world.all(ItemVersion)) == before


def test_an_unknown_code_is_missing(editor: FlaskClient) -> None:
    assert editor.get("/wir/office/items/Z 99").status_code == 404


# A new version


def test_changed_text_makes_a_new_version_with_its_note(world: World, editor: FlaskClient) -> None:
    answer = change(editor, text_description="Neuer **Text**", note="Auf Wunsch der Schulen")
    assert answer.status_code == 303 and "done=version" in answer.location
    item, version, texts = newest(world)
    assert (item.version, version.note, version.title) == (2, "Auf Wunsch der Schulen", "Sprachbrücken an Grundschulen")
    assert texts == {"situation": "An vielen Schulen fehlt es an Zeit.", "description": "Neuer **Text**"}
    public = editor.get("/wir/measures/B 1.2").text
    assert "<strong>Text</strong>" in public
    assert DESCRIPTION in editor.get("/wir/measures/B 1.2?version=1").text


def test_changed_text_without_a_note_is_refused_and_kept(world: World, editor: FlaskClient) -> None:
    answer = change(editor, text_description="Mein neuer Text")
    assert answer.status_code == 422
    assert "Mein neuer Text" in answer.text and 'href="#note"' in answer.text
    assert item_named(world).version == 1


def test_a_preview_shows_the_difference_and_saves_nothing(world: World, editor: FlaskClient) -> None:
    answer = change(editor, text_situation="An vielen Schulen fehlt es an Geld.", action="preview")
    assert answer.status_code == 200
    assert "<del>Zeit</del>" in answer.text and "<ins>Geld</ins>" in answer.text
    assert typed(answer.text)["text_situation"] == "An vielen Schulen fehlt es an Geld."
    assert item_named(world).version == 1


def test_what_was_not_changed_makes_no_version(world: World, editor: FlaskClient) -> None:
    answer = change(editor, note="Einfach so")
    assert answer.status_code == 422 and "nichts geändert" in answer.text
    assert item_named(world).version == 1


def test_other_line_ends_are_no_change(world: World, editor: FlaskClient) -> None:
    change(editor, text_description="Eins\r\n\r\nZwei", note="Absatz")
    assert newest(world)[2]["description"] == "Eins\n\nZwei"
    assert change(editor, text_description="Eins\r\n\r\nZwei", note="Noch einmal").status_code == 422


def test_an_emptied_section_is_gone_from_the_new_version(world: World, editor: FlaskClient) -> None:
    change(editor, text_situation="  ", note="Entfällt")
    assert "situation" not in newest(world)[2]


def test_an_empty_title_is_refused(world: World, editor: FlaskClient) -> None:
    answer = change(editor, title="", text_description="Bleibt hier", note="Warum")
    assert answer.status_code == 422 and "Bleibt hier" in answer.text


def test_a_goal_has_text_and_a_field_but_no_kind(world: World, editor: FlaskClient) -> None:
    page = editor.get(GOAL).text
    assert 'name="kind"' not in page and 'name="goal_' not in page
    assert change(editor, GOAL, text_description="Alle lernen früh.", note="Genauer").status_code == 303
    assert newest(world, "B 1")[2]["description"] == "Alle lernen früh."


def test_typed_markup_is_shown_as_text(editor: FlaskClient) -> None:
    answer = change(editor, title='"><script>alert(1)</script>', action="preview")
    assert "<script>alert" not in answer.text


# Somebody else was faster


def test_a_text_saved_meanwhile_is_a_conflict_that_keeps_what_was_typed(world: World, editor: FlaskClient) -> None:
    mine = {**typed(editor.get(MEASURE).text), "text_description": "Meine Fassung", "note": "Meins", "action": "save"}
    change(editor, text_situation="An allen Schulen fehlt es an Zeit.", note="Genauer gezählt")
    answer = editor.post(MEASURE, data=mine)
    assert answer.status_code == 409
    assert "Meine Fassung" in answer.text and "Genauer gezählt" in answer.text
    assert "<del>vielen</del>" in answer.text and "<ins>allen</ins>" in answer.text
    assert item_named(world).version == 2
    again = editor.post(MEASURE, data={**typed(answer.text), "action": "save"})
    assert again.status_code == 303
    assert newest(world)[2]["description"] == "Meine Fassung"


def test_attributes_changed_meanwhile_are_a_conflict_too(world: World, editor: FlaskClient) -> None:
    mine = {**typed(editor.get(MEASURE).text), "kind": "recommendation", "action": "save"}
    change(editor, kind="administration")
    assert editor.post(MEASURE, data=mine).status_code == 409
    assert item_named(world).kind is Kind.ADMINISTRATION


def test_a_code_changed_meanwhile_does_not_lose_the_text(world: World, editor: FlaskClient) -> None:
    mine = {**typed(editor.get(MEASURE).text), "text_description": "Meine Fassung", "note": "Meins", "action": "save"}
    change(editor, code="B 7")
    answer = editor.post(MEASURE, data=mine)
    assert answer.status_code == 409 and "Meine Fassung" in answer.text


@pytest.mark.parametrize("seen", ["", "1", "1-000000000000", "x" * 99])
def test_a_page_that_does_not_say_what_it_saw_is_stale(editor: FlaskClient, seen: str) -> None:
    assert change(editor, seen=seen, text_description="Neu", note="Warum").status_code == 409


# Attributes


def test_attributes_change_without_a_new_version(world: World, editor: FlaskClient) -> None:
    answer = change(editor, kind="recommendation", recommended_to="das Land", new_origin="AG  Bildung")
    assert answer.status_code == 303 and "done=saved" in answer.location
    item = item_named(world)
    assert (item.version, item.kind, item.recommended_to) == (1, Kind.RECOMMENDATION, "das Land")
    assert world.one(Origin).name == "AG Bildung" and item.origin_id == world.one(Origin).id
    assert "Empfehlung an das Land" in editor.get("/wir/measures/B 1.2").text


def test_a_changed_code_leads_to_the_new_one(world: World, editor: FlaskClient) -> None:
    answer = change(editor, code=" B  2.1 ")
    assert unquote(answer.location).startswith("/wir/office/items/B 2.1")
    assert world.one(FormerCode).code == "B 1.2"
    assert unquote(editor.get(MEASURE).location) == "/wir/office/items/B 2.1"
    moved = editor.get("/wir/measures/B 1.2")
    assert (moved.status_code, unquote(moved.location)) == (301, "/wir/measures/B 2.1")


@pytest.mark.parametrize("code", ["B 1.10", "B 1", "B/1", "", "x" * 41])
def test_a_taken_or_bad_code_is_refused_and_all_text_kept(world: World, editor: FlaskClient, code: str) -> None:
    answer = change(editor, code=code, text_description="Mein Text", note="Warum", new_origin="AG Neu")
    assert answer.status_code == 422 and "Mein Text" in answer.text
    item = item_named(world)
    assert (item.code, item.version) == ("B 1.2", 1)
    assert world.all(Origin) == []


def test_goals_are_ticked(world: World, editor: FlaskClient) -> None:
    number = item_named(world, "B 1").id
    form = {**typed(editor.get(MEASURE).text), "action": "save"}
    assert form.pop(f"goal_{number}") == "y"
    assert editor.post(MEASURE, data=form).status_code == 303
    assert item_named(world).id not in {link.measure_id for link in world.all(GoalLink)}
    change(editor, **{f"goal_{number}": "y"})
    assert item_named(world).id in {link.measure_id for link in world.all(GoalLink)}


def test_a_goal_of_another_consultation_is_no_choice(world: World, editor: FlaskClient) -> None:
    strange = next(item for item in world.all(Item) if item.consultation_id == 2)
    change(editor, **{f"goal_{strange.id}": "y", "kind": "administration"})
    assert strange.id not in {link.goal_id for link in world.all(GoalLink) if link.measure_id == item_named(world).id}
    assert change(editor, field="2").status_code == 422


def test_text_and_attributes_are_saved_together_or_not_at_all(world: World, editor: FlaskClient) -> None:
    assert change(editor, code="B 8", text_description="Beides", note="Warum").status_code == 303
    _, version, texts = newest(world, "B 8")
    assert (version.number, texts["description"]) == (2, "Beides")
    events = [line.event for line in world.all(AuditLine)][-3:]
    assert events == ["item.code", "item.changed", "item.version"]


# A new item


def test_a_new_measure_stands_in_the_catalogue(world: World, editor: FlaskClient) -> None:
    form = {
        "code": "Üneu1",
        "field": "1",
        "kind": "lighthouse",
        "title": "Ein Café für alle",
        "text_description": "Mit *Kuchen*",
        "new_origin": "Jugendgruppe",
        f"goal_{item_named(world, 'B 1').id}": "y",
        "action": "save",
    }
    answer = editor.post(f"{NEW}?type=measure", data=form)
    assert answer.status_code == 303
    item, version, texts = newest(world, "Üneu1")
    assert (item.kind, version.number, texts) == (Kind.LIGHTHOUSE, 1, {"description": "Mit *Kuchen*"})
    assert "Ein Café für alle" in editor.get("/wir/measures/?q=cafe").text
    assert editor.get(answer.location).status_code == 200


def test_a_new_item_begins_in_the_field_it_was_asked_for_in(world: World, editor: FlaskClient) -> None:
    with world.work("editor") as work:
        operations.add_field(work, consultation_in(work), "S", "Soziales")
    assert re.search(r'<option selected value="3">S Soziales', editor.get(f"{NEW}?type=goal&field=S").text)


def test_a_refused_new_item_keeps_everything_and_leaves_nothing(world: World, editor: FlaskClient) -> None:
    form = {"code": "B 1.2", "field": "1", "kind": "lighthouse", "title": "Neu", "new_origin": "AG Neu"}
    answer = editor.post(f"{NEW}?type=measure", data={**form, "text_steps": "Mein langer Plan"})
    assert answer.status_code == 422
    assert "Mein langer Plan" in answer.text and "gibt es schon" in answer.text
    assert world.all(Origin) == []


def test_a_preview_of_a_new_item_saves_nothing(world: World, editor: FlaskClient) -> None:
    form = {"code": "B 5", "field": "1", "kind": "lighthouse", "title": "Neu", "text_steps": "**Erst** dies"}
    answer = editor.post(f"{NEW}?type=measure", data={**form, "action": "preview"})
    assert answer.status_code == 200 and "<strong>Erst</strong>" in answer.text
    assert len(world.all(Item)) == 6


def test_a_goal_is_added_too(world: World, editor: FlaskClient) -> None:
    answer = editor.post(f"{NEW}?type=goal", data={"code": "B 2", "field": "1", "title": "Zweites Ziel"})
    assert answer.status_code == 303
    assert item_named(world, "B 2").kind is None


# When it is over, and how much it costs


def test_an_archived_item_is_not_saved_and_the_text_is_shown(world: World, editor: FlaskClient) -> None:
    form = {**typed(editor.get(MEASURE).text), "text_description": "Zu spät", "note": "Warum", "action": "save"}
    world.phase(Phase.ARCHIVED)
    answer = editor.post(MEASURE, data=form)
    assert answer.status_code == 403 and "Zu spät" in answer.text
    assert 'name="action"' not in editor.get(MEASURE).text


def test_the_form_takes_few_statements(editor: FlaskClient, engine: Engine) -> None:
    editor.get(MEASURE)
    with counted(engine) as sent:
        editor.get(MEASURE)
    assert len(sent) == 3


def test_a_long_text_is_taken_and_a_very_long_one_refused(world: World, editor: FlaskClient) -> None:
    assert change(editor, text_steps="Schritt " * 2_000, note="Lang").status_code == 303
    answer = change(editor, text_steps="Schritt " * 3_000, note="Zu lang")
    assert answer.status_code == 422 and "Schritt Schritt" in answer.text


def test_an_item_may_be_called_new_and_is_opened_like_every_other(world: World, editor: FlaskClient) -> None:
    form = typed(editor.get(f"{NEW}?field=B").text) | {"code": "new", "title": "Neues", "action": "save"}
    added = editor.post(NEW, data=form)
    assert added.status_code == 303, added.text
    assert 'value="Neues"' in editor.get("/wir/office/items/new").text
