"""Planning sittings, voting on several measures together, and fetching packs."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal.comments.models import Stance
from portal.decisions.jobs import JOBS
from portal.decisions.models import Decision, Pack, Sitting
from portal.outbox.jobs import run_due_jobs
from tests.board.voices import Wish, crowd, say
from tests.support.statements import counted
from tests.support.world import World

SESSION = "/wir/board/sessions/1"


@pytest.fixture
def planned(steering: FlaskClient) -> FlaskClient:
    answer = steering.post("/wir/board/sessions/", data={"held_on": "2027-01-21", "title": "Bildung"})
    assert answer.headers["Location"] == f"{SESSION}?done=added"
    assert steering.post(f"{SESSION}/agenda", data={"field": "B"}).status_code == 303
    return steering


def order(client: FlaskClient) -> list[str]:
    return re.findall(r'id="point-\d+">.*?class="plate[^>]*>([^<]+)<', client.get(SESSION).text, re.S)


def test_a_field_is_put_on_the_agenda_at_once_and_points_move_and_leave(planned: FlaskClient) -> None:
    assert order(planned) == ["B 1.2", "B 1.10"]
    planned.post(f"{SESSION}/agenda", data={"item": "B 1"})
    planned.post(f"{SESSION}/point", data={"item": "B 1", "move": "up"})
    assert order(planned) == ["B 1.2", "B 1", "B 1.10"]
    planned.post(f"{SESSION}/point", data={"item": "B 1.2", "move": "off"})
    assert order(planned) == ["B 1", "B 1.10"]


@pytest.mark.parametrize("code", ["XX 9", ""])
def test_a_code_nobody_knows_is_said_and_kept_instead_of_saved(planned: FlaskClient, code: str) -> None:
    answer = planned.post(f"{SESSION}/agenda", data={"item": code})
    assert answer.status_code == 422
    assert 'href="#item"' in answer.text
    assert f'value="{code}"' in answer.text
    assert order(planned) == ["B 1.2", "B 1.10"]


@pytest.mark.parametrize("fields", [{}, {"held_on": "gestern"}, {"held_on": "2027-01-21", "number": "0"}])
def test_a_refused_sitting_keeps_what_was_written(steering: FlaskClient, world: World, fields: dict[str, str]) -> None:
    answer = steering.post("/wir/board/sessions/", data={"title": "Soziales"} | fields)
    assert answer.status_code == 422
    assert "Soziales" in answer.text
    assert world.all(Sitting) == []


def test_what_nobody_objects_to_is_proposed_for_one_vote_and_adopted_by_it(world: World, planned: FlaskClient) -> None:
    say(world, Wish(stance=Stance.OBJECT, code="B 1.10"))
    ticked = re.findall(r'name="item" value="([^"]+)" checked', planned.get(SESSION).text)
    assert ticked == ["B 1.2"]
    assert planned.post(f"{SESSION}/vote").status_code == 422
    planned.post(f"{SESSION}/block", data={"item": ["B 1.2", "B 1.10"]})
    assert planned.post(f"{SESSION}/vote", data={"votes_for": "viele"}).status_code == 422
    assert planned.post(f"{SESSION}/vote", data={"votes_for": "20", "votes_abstained": "2"}).status_code == 303
    assert {(one.in_block, one.votes_for) for one in world.all(Decision)} == {(True, 20)}
    assert planned.post(f"{SESSION}/vote").status_code == 422
    assert len(world.all(Decision)) == 2
    assert "Über alle Punkte ist entschieden." in planned.get(SESSION).text


def test_a_pack_is_fetched_by_its_readers_once_it_is_made(world: World, app: Flask, planned: FlaskClient) -> None:
    assert planned.post(f"{SESSION}/packs").headers["Location"] == f"{SESSION}?done=frozen"
    pack = world.one(Pack)
    address = f"/wir/board/packs/{pack.public_id}.docx"
    assert planned.get(address).status_code == 403
    run_due_jobs(world.engine, JOBS)
    digest = world.one(Pack).docx_digest
    assert digest in planned.get(SESSION).text
    for name, status in (("chair", 200), ("editor", 200), ("moderator", 404), ("member", 404), ("admin", 404)):
        assert world.client(app, name).get(address).status_code == status
    answer = planned.get(address)
    assert answer.data.startswith(b"PK")
    assert "wir-sitzung-1-mappe-1.docx" in answer.headers["Content-Disposition"]
    assert planned.get(address.replace(".docx", ".exe")).status_code == 404


def test_later_comments_are_named_on_the_board_and_at_the_sitting(world: World, planned: FlaskClient) -> None:
    planned.post(f"{SESSION}/packs")
    assert "ist nichts dazugekommen" in planned.get("/wir/board/measures/B 1.2").text
    later = say(world, Wish(body="Noch etwas"))
    page = planned.get("/wir/board/measures/B 1.2").text
    assert "ist ein Kommentar dazugekommen" in page
    assert f"/comments/{later}" in page
    assert "1 Kommentar seit der Mappe" in planned.get(SESSION).text


def test_statements_of_a_sitting_do_not_grow(world: World, planned: FlaskClient, engine: Engine) -> None:
    planned.post(f"{SESSION}/packs")
    numbers = []
    for seed in (1, 2):
        planned.get(SESSION)
        with counted(engine) as sent:
            planned.get(SESSION)
        numbers.append(len(sent))
        if seed == 1:
            planned.post(f"{SESSION}/agenda", data={"item": "B 1"})
            crowd(world, 20)
    assert numbers[0] == numbers[1], "\n".join(sent)


def test_a_sitting_is_changed_on_its_page_and_found_under_its_new_number(world: World, planned: FlaskClient) -> None:
    assert f'href="{SESSION}/edit"' in planned.get(SESSION).text
    form = planned.get(f"{SESSION}/edit").text
    assert 'value="2027-01-21"' in form and 'value="Bildung"' in form
    answer = planned.post(f"{SESSION}/edit", data={"held_on": "2027-02-04", "title": "Soziales", "number": "7"})
    assert answer.headers["Location"] == "/wir/board/sessions/7?done=saved"
    page = planned.get("/wir/board/sessions/7").text
    assert "Soziales" in page and "4.\N{NO-BREAK SPACE}Februar 2027" in page
    assert planned.get(SESSION).status_code == 404


@pytest.mark.parametrize("fields", [{}, {"held_on": "gestern"}, {"held_on": "2027-01-21", "number": "viele"}])
def test_a_refused_change_keeps_what_was_written(world: World, planned: FlaskClient, fields: dict[str, str]) -> None:
    answer = planned.post(f"{SESSION}/edit", data={"title": "Soziales"} | fields)
    assert answer.status_code == 422
    assert 'value="Soziales"' in answer.text
    assert world.one(Sitting).title == "Bildung"


def test_a_sitting_is_deleted_by_one_button(world: World, planned: FlaskClient) -> None:
    assert f'action="{SESSION}/delete"' in planned.get(f"{SESSION}/edit").text
    answer = planned.post(f"{SESSION}/delete")
    assert answer.headers["Location"] == "/wir/board/sessions/?done=session-gone"
    assert "Die Sitzung ist gelöscht." in planned.get(answer.headers["Location"]).text
    assert world.all(Sitting) == []


def test_once_there_is_a_pack_nothing_is_offered_and_the_page_says_why(world: World, planned: FlaskClient) -> None:
    planned.post(f"{SESSION}/packs")
    assert f"{SESSION}/edit" not in planned.get(SESSION).text
    for answer in (
        planned.get(f"{SESSION}/edit"),
        planned.post(f"{SESSION}/edit", data={"held_on": "2027-02-04"}),
        planned.post(f"{SESSION}/delete"),
    ):
        assert answer.status_code == 403
        assert "schon eine Mappe oder einen Beschluss" in answer.text
    assert world.one(Sitting).title == "Bildung"


def test_the_chair_tells_a_sitting_from_one_there_is_not(planned: FlaskClient) -> None:
    for address in ("/wir/board/sessions/9/edit", "/wir/board/sessions/9/delete"):
        assert planned.post(address, data={"held_on": "2027-01-21"}).status_code == 404
