"""Views of the board that somebody keeps: theirs alone, and they ask for what was shown."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.belongings import everything
from portal.app import BELONGINGS
from portal.board.models import SavedView
from portal.board.operations import MOST_VIEWS
from tests.support.world import World


def test_a_view_is_kept_without_its_page_and_found_again(world: World, steering: FlaskClient) -> None:
    sent = {"name": "  Streit  in B ", "query": "field=B&sort=catalogue&page=3&nonsense=1&lang=en"}
    answer = steering.post("/wir/board/views", data=sent)
    (view,) = world.all(SavedView)
    assert (view.name, view.query) == ("Streit in B", "sort=catalogue&field=B")
    assert answer.location == "/wir/board/?sort=catalogue&field=B&done=saved"
    assert '<a href="/wir/board/?sort=catalogue&amp;field=B">Streit in B</a>' in steering.get("/wir/board/").text


def test_the_same_name_means_the_new_view(world: World, steering: FlaskClient) -> None:
    for query in ("field=B", "view=comments"):
        steering.post("/wir/board/views", data={"name": "Meine", "query": query})
    assert [view.query for view in world.all(SavedView)] == ["view=comments"]


def test_a_view_is_its_keepers_alone(app: Flask, world: World, steering: FlaskClient) -> None:
    steering.post("/wir/board/views", data={"name": "Nur für mich", "query": "field=B"})
    (view,) = world.all(SavedView)
    chair = world.client(app, "chair")
    assert "Nur für mich" not in chair.get("/wir/board/").text
    assert chair.post(f"/wir/board/views/{view.id}/remove").status_code == 404
    assert steering.post(f"/wir/board/views/{view.id}/remove", data={"query": "field=B"}).status_code == 303
    assert world.all(SavedView) == []
    assert steering.post(f"/wir/board/views/{view.id}/remove").status_code == 404


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_view_without_a_fitting_name_is_refused_where_one_was(world: World, steering: FlaskClient, name: str) -> None:
    answer = steering.post("/wir/board/views", data={"name": name, "query": "view=organisations&field=B"})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert "Still: 2 Organisationen" in answer.text or "Nichts in dieser Auswahl" in answer.text
    assert world.all(SavedView) == []


def test_nobody_keeps_views_without_end(world: World, steering: FlaskClient) -> None:
    for number in range(MOST_VIEWS + 1):
        answer = steering.post("/wir/board/views", data={"name": f"Nummer {number}", "query": ""})
    assert answer.status_code == 422
    assert len(world.all(SavedView)) == MOST_VIEWS


def test_kept_views_are_told_and_forgotten_with_their_keeper(world: World, steering: FlaskClient) -> None:
    steering.post("/wir/board/views", data={"name": "Nur für mich", "query": "field=B"})
    with world.work("steering") as work:
        assert "Nur für mich" in json.dumps(everything(work, BELONGINGS), ensure_ascii=False)
    with world.work("chair") as work:
        assert "Nur für mich" not in json.dumps(everything(work, BELONGINGS), ensure_ascii=False)
