"""The office's catalogue: its tree, fields, sections and origins."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal.audit.models import AuditLine
from portal.consultations import operations, queries
from portal.consultations.models import Field, ItemType, Origin, Phase, Section
from portal.consultations.operations import Rendered
from tests.support.statements import counted
from tests.support.world import World, consultation_in

OFFICE = "/wir/office"
PAGES = ("/catalogue", "/fields/new", "/fields/1", "/sections/new", "/sections/1", "/origins/new", "/origins/1")
POSTS = (
    "/fields/new",
    "/fields/1",
    "/fields/1/move",
    "/sections/new",
    "/sections/1",
    "/sections/1/move",
    "/origins/new",
    "/origins/1",
)


@pytest.fixture
def origin(world: World) -> Origin:
    with world.work("editor") as work:
        return operations.add_origin(work, consultation_in(work), "AG Bildung")


def add_fields(world: World, *codes: str) -> None:
    with world.work("editor") as work:
        for code in codes:
            operations.add_field(work, consultation_in(work), code, f"Feld {code}")


def own(world: World, kind: type[Field] | type[Section]) -> list[Field] | list[Section]:
    return [row for row in world.all(kind) if row.consultation_id == 1]  # type: ignore[return-value]


def codes(page: str) -> list[str]:
    return re.findall(r'plate--field" aria-hidden="true">([^<]+)<', page)


# Who may come in


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("name", "status"), [("editor", 200), ("admin", 200), ("moderator", 404), ("outsider", 404)])
def test_only_editors_see_these_pages(
    world: World, app: Flask, origin: Origin, page: str, name: str, status: int
) -> None:
    assert world.client(app, name).get(OFFICE + page).status_code == status


@pytest.mark.parametrize("page", POSTS)
@pytest.mark.parametrize(("name", "status"), [("visitor", 401), ("member", 404), ("steering", 404), ("outsider", 404)])
def test_nobody_else_changes_anything(
    world: World, app: Flask, origin: Origin, page: str, name: str, status: int
) -> None:
    before = len(world.all(AuditLine))
    form = {"move": "down", "code": "X", "title": "X", "label": "X", "key": "x", "name": "X"}
    assert world.client(app, name).post(OFFICE + page, data=form).status_code == status
    assert len(world.all(AuditLine)) == before


@pytest.mark.parametrize("page", ["/fields/2", "/sections/11", "/fields/99", "/origins/99"])
def test_parts_of_another_consultation_are_missing(editor: FlaskClient, page: str) -> None:
    assert editor.get(OFFICE + page).status_code == 404
    assert editor.post(OFFICE + page, data={"code": "X", "title": "X", "label": "X", "name": "X"}).status_code == 404


@pytest.mark.parametrize("page", ["/fields/2/move", "/sections/11/move"])
def test_what_another_consultation_has_is_not_moved(editor: FlaskClient, page: str) -> None:
    assert editor.post(OFFICE + page, data={"move": "up"}).status_code == 404


# The tree


def test_measures_stand_under_the_first_goal_they_serve(world: World, editor: FlaskClient) -> None:
    with world.work("editor") as work:
        here = consultation_in(work)
        field = queries.structure(work, here).fields[0]
        second = operations.add_item(work, here, ItemType.GOAL, "B 2", field.id, Rendered.of("Zweites Ziel", {}))
        first = queries.item(work, here, ItemType.GOAL, "B 1")
        assert first is not None
        goals = (second.id, first.id)
        operations.add_item(work, here, ItemType.MEASURE, "B 9", field.id, Rendered.of("Beides", {}), goal_ids=goals)
        operations.add_item(work, here, ItemType.MEASURE, "B 0", field.id, Rendered.of("Ohne alles", {}))
    page = editor.get(f"{OFFICE}/catalogue").text
    places = [page.index(title) for title in ("Sprachbrücken", "Zweites Ziel", "Beides", "Ohne Ziel", "Ohne alles")]
    assert places == sorted(places)
    assert page.count("Beides") == 1
    assert "dient 2 Zielen" in page


def test_the_catalogue_takes_few_statements_whatever_its_size(
    world: World, editor: FlaskClient, engine: Engine
) -> None:
    editor.get(f"{OFFICE}/catalogue")
    with counted(engine) as few:
        editor.get(f"{OFFICE}/catalogue")
    add_fields(world, *"CDEFGH")
    editor.get(f"{OFFICE}/catalogue")
    with counted(engine) as many:
        editor.get(f"{OFFICE}/catalogue")
    assert len(many) == len(few) == 2


def test_a_title_is_text_and_never_markup(world: World, editor: FlaskClient) -> None:
    editor.post(f"{OFFICE}/fields/new", data={"code": "<b>", "title": "<script>alert(1)</script>"})
    page = editor.get(f"{OFFICE}/catalogue").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_an_archived_catalogue_offers_no_change(world: World, editor: FlaskClient) -> None:
    world.phase(Phase.ARCHIVED)
    page = editor.get(f"{OFFICE}/catalogue")
    assert "archiviert" in page.text
    assert 'name="move"' not in page.text
    assert editor.post(f"{OFFICE}/fields/1/move", data={"move": "down"}).status_code == 403


# Fields


def test_a_field_is_added_renamed_and_moved_by_buttons(world: World, editor: FlaskClient) -> None:
    answer = editor.post(f"{OFFICE}/fields/new", data={"code": "S", "title": "Soziales", "summary": "Für alle"})
    assert answer.status_code == 303
    number = own(world, Field)[-1].id
    assert answer.location.endswith(f"done=added#field-{number}")
    editor.post(f"{OFFICE}/fields/{number}", data={"code": "SO", "title": "Sozialer Ort", "summary": ""})
    assert editor.post(f"{OFFICE}/fields/{number}/move", data={"move": "up"}).status_code == 303
    page = editor.get(f"{OFFICE}/catalogue").text
    assert codes(page) == ["SO", "B"]
    assert "Sozialer Ort" in page


def test_the_ends_of_the_list_have_one_button_each(world: World, editor: FlaskClient) -> None:
    add_fields(world, "S", "W")
    parts = editor.get(f"{OFFICE}/catalogue").text.split('class="tree"')[1:]
    moves = [re.findall(r'name="move" value="(\w+)"', part) for part in parts]
    assert moves[0] == ["down"]
    assert moves[1] == ["up", "down"]
    assert moves[2][0] == "up"


def test_moving_nowhere_is_no_request_we_understand(editor: FlaskClient) -> None:
    assert editor.post(f"{OFFICE}/fields/1/move", data={"move": "sideways"}).status_code == 400


@pytest.mark.parametrize(
    "form", [{"code": "B", "title": "Neu"}, {"code": "Z/1", "title": "Neu"}, {"code": "Z", "title": " "}]
)
def test_a_refused_field_keeps_what_was_typed(world: World, editor: FlaskClient, form: dict[str, str]) -> None:
    answer = editor.post(f"{OFFICE}/fields/new", data={**form, "summary": "Mein langer Text"})
    assert answer.status_code == 422
    assert "Mein langer Text" in answer.text
    assert 'id="errors"' in answer.text
    assert len(own(world, Field)) == 1


def test_a_field_does_not_take_the_code_of_another(world: World, editor: FlaskClient) -> None:
    add_fields(world, "S")
    answer = editor.post(f"{OFFICE}/fields/1", data={"code": "S", "title": "Bildung", "summary": "bleibt"})
    assert answer.status_code == 422
    assert "gibt es schon" in answer.text and "bleibt" in answer.text


# Sections and origins


def test_a_section_is_added_with_a_key_made_of_its_heading(world: World, editor: FlaskClient) -> None:
    assert editor.post(f"{OFFICE}/sections/new", data={"label": "Größte Risiken"}).status_code == 303
    assert world.one(Section, label="Größte Risiken").key == "grosste_risiken"


def test_a_section_is_renamed_and_moved_but_keeps_its_key(world: World, editor: FlaskClient) -> None:
    editor.post(f"{OFFICE}/sections/2", data={"label": "Was geplant ist", "label_en": "The plan", "key": "anders"})
    editor.post(f"{OFFICE}/sections/2/move", data={"move": "up"})
    with world.work() as work:
        first = queries.structure(work, consultation_in(work)).sections[0]
    assert (first.key, first.label, first.label_en) == ("description", "Was geplant ist", "The plan")
    public = editor.get("/wir/measures/B 1.2").text
    assert public.index("Was geplant ist") < public.index("Ausgangslage")


def test_a_taken_key_is_refused_and_the_heading_kept(editor: FlaskClient) -> None:
    answer = editor.post(f"{OFFICE}/sections/new", data={"label": "Noch ein Titel", "key": "title"})
    assert answer.status_code == 422
    assert 'value="Noch ein Titel"' in answer.text


def test_origins_are_added_and_renamed(world: World, editor: FlaskClient, origin: Origin) -> None:
    assert editor.post(f"{OFFICE}/origins/new", data={"name": "Jugendgruppe"}).status_code == 303
    assert editor.post(f"{OFFICE}/origins/{origin.id}", data={"name": "Jugendgruppe"}).status_code == 422
    assert editor.post(f"{OFFICE}/origins/{origin.id}", data={"name": "AG Schule"}).status_code == 303
    assert [row.name for row in world.all(Origin)] == ["AG Schule", "Jugendgruppe"]


# Deleting


def test_what_is_empty_is_offered_for_deletion_and_goes(editor: FlaskClient, world: World) -> None:
    add_fields(world, "X")
    with world.work("editor") as work:
        operations.add_origin(work, consultation_in(work), "AG Leer")
        operations.add_section(work, consultation_in(work), "leer", "Leer")
    for part, number in (
        ("fields", world.one(Field, code="X").id),
        ("sections", world.one(Section, key="leer").id),
        ("origins", world.one(Origin).id),
    ):
        address = f"{OFFICE}/{part}/{number}"
        assert f'action="{address}/remove"' in editor.get(address).text
        answer = editor.post(f"{address}/remove", follow_redirects=True)
        assert "Gelöscht." in answer.text and editor.get(address).status_code == 404


def test_what_is_full_is_not_offered_and_is_refused(editor: FlaskClient, world: World) -> None:
    field = world.one(Field, consultation_id=1)
    section = world.one(Section, consultation_id=1, key="description")
    for part, number in (("fields", field.id), ("sections", section.id)):
        assert "/remove" not in editor.get(f"{OFFICE}/{part}/{number}").text
        answer = editor.post(f"{OFFICE}/{part}/{number}/remove")
        assert answer.status_code == 403 and "weil schon etwas daran hängt" in answer.text
        assert editor.get(f"{OFFICE}/{part}/{number}").status_code == 200


def test_a_measure_can_be_deleted_until_the_first_outsider_may_read_it(editor: FlaskClient, world: World) -> None:
    address = f"{OFFICE}/items/B 1.2"
    assert "/remove" not in editor.get(address).text
    refused = editor.post(f"{address}/remove")
    assert refused.status_code == 403 and "war schon öffentlich" in refused.text
    with world.work("editor") as work:
        here = consultation_in(work)
        here.stage, here.published_at = Phase.PREPARATION, None
    assert "B%201.2/remove" in editor.get(address).text
    assert editor.post(f"{address}/remove", follow_redirects=True).status_code == 200
    assert editor.get(address).status_code == 404
