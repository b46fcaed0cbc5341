"""One click for an item, a field or everything, and its way back, over HTTP."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.comments.models import Comment, CommentState, Voice
from tests.support.world import World

PAGE = "/wir/no-objections"


def test_one_click_on_a_measure_is_one_comment(member: FlaskClient, world: World) -> None:
    answers = [member.post("/wir/measures/B 1.2/no-objection") for _ in range(2)]
    assert [answer.location for answer in answers] == [
        "/wir/measures/B%201.2?done=no-objection",
        "/wir/measures/B%201.2?done=said-already",
    ]
    assert len(world.all(Comment)) == 1
    assert "zurücknehmen" in member.get(answers[0].location).text


def test_one_click_on_a_goal_is_one_comment(member: FlaskClient, world: World) -> None:
    assert member.post("/wir/goals/B 1/no-objection").status_code == 303
    assert len(world.all(Comment)) == 1


@pytest.mark.parametrize(
    ("scope", "number"), [({"field": "B"}, 3), ({"all": "1"}, 3), ({"item": "B 1.2"}, 1)], ids=["field", "all", "item"]
)
def test_the_page_says_how_many_and_takes_them_back(
    member: FlaskClient, world: World, scope: dict[str, str], number: int
) -> None:
    assert member.post(PAGE, data=scope).location == f"{PAGE}?done=no-objections"
    noun = "Eintrag" if number == 1 else "Einträgen"
    said = " ".join(member.get(PAGE).text.split())
    assert re.search(rf"Bei {number} {noun} steht Ihr „Keine Einwände“\. (Zu|Sie)", said)
    assert member.post(f"{PAGE}/withdraw", data=scope).location == f"{PAGE}?done=no-objections-back"
    assert {comment.state for comment in world.all(Comment)} == {CommentState.WITHDRAWN}
    assert "steht Ihr „Keine Einwände“" not in member.get(PAGE).text


def test_a_releaser_says_it_for_the_organisation(app: Flask, world: World) -> None:
    client = world.client(app, "releaser")
    assert "Für Elternnetz" in client.get(PAGE).text
    client.post(PAGE, data={"field": "B", "voice": "organisation"})
    assert {comment.voice for comment in world.all(Comment)} == {Voice.ORGANISATION}


def test_a_member_does_not(member: FlaskClient, world: World) -> None:
    answer = member.post(PAGE, data={"field": "B", "voice": "organisation"})
    assert answer.status_code == 403
    assert world.all(Comment) == []


@pytest.mark.parametrize(
    "scope", [{}, {"field": "Z"}, {"item": "Z"}, {"field": "B", "all": "1"}, {"all": "1", "voice": "choir"}]
)
def test_it_takes_one_thing_to_speak_about(member: FlaskClient, world: World, scope: dict[str, str]) -> None:
    assert member.post(PAGE, data=scope).status_code == 422
    assert world.all(Comment) == []
