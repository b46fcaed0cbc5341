"""Deciding and answering from the page of a measure."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.consultations.models import Phase
from portal.decisions.models import Decision, DecisionOutcome, Response, ResponseText
from tests.board.voices import Wish, say
from tests.decisions.sayings import answered, decide, theme
from tests.support.world import World

MEASURE = "/wir/board/measures/B 1.2"


def said_on(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.parametrize("address", [MEASURE, "/wir/board/goals/B 1"])
def test_a_decision_is_recorded_with_three_fields_and_shown_on_the_board(
    world: World, steering: FlaskClient, address: str
) -> None:
    answer = steering.post(f"{address}/decision", data={"outcome": "reject", "reason": "Das gibt es schon."})
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("done=decided#decision")
    page = said_on(steering.get(address).text)
    assert "Abgelehnt" in page
    assert "Das gibt es schon." in page


def test_a_decision_with_everything_is_kept_as_it_was_said(world: World, editor: FlaskClient) -> None:
    fields = {
        "outcome": "adopt_with_changes",
        "reason": "Wir folgen der Verwaltung.",
        "section": "situation",
        "wording": "Zeit gibt es genug.",
        "votes_for": "17",
        "votes_against": "3",
        "votes_abstained": "2",
        "conflicts": "Elternnetz",
        "unanswered_reason": "",
        "sitting": "",
        "version": "1",
    }
    assert editor.post(f"{MEASURE}/decision", data=fields).status_code == 303
    decision = world.one(Decision)
    assert (decision.votes_for, decision.votes_against, decision.votes_abstained) == (17, 3, 2)
    page = said_on(editor.get(MEASURE).text)
    for words in ("17 Ja, 3 Nein, 2 Enthaltungen", "Befangen: Elternnetz", "Zeit gibt es genug."):
        assert words in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Bitte wählen Sie ein Ergebnis."),
        ({"outcome": "maybe"}, "Bitte wählen Sie ein Ergebnis."),
        ({"outcome": "reject"}, "Bitte schreiben Sie, warum so entschieden wird."),
        ({"outcome": "recommend", "reason": "x"}, "an wen sich die Empfehlung richtet"),
        ({"outcome": "adopt", "votes_for": "-1"}, "Bitte geben Sie eine ganze Zahl ab 0 ein."),
        ({"outcome": "adopt", "votes_against": "drei"}, "Bitte geben Sie eine ganze Zahl ab 0 ein."),
        ({"outcome": "adopt", "sitting": "9"}, "Diese Sitzung gibt es nicht."),
    ],
)
def test_a_refused_decision_keeps_what_was_written(
    world: World, steering: FlaskClient, fields: dict[str, str], sentence: str
) -> None:
    kept = {"conflicts": "Der Mieterrat", "wording": "Ein sehr langer neuer Wortlaut"}
    answer = steering.post(f"{MEASURE}/decision", data=kept | fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert all(words in answer.text for words in kept.values())
    assert world.all(Decision) == []


def test_a_decision_on_an_older_text_is_a_conflict_that_keeps_the_form(world: World, steering: FlaskClient) -> None:
    fields = {"outcome": "reject", "reason": "Meine Begründung", "version": "7"}
    answer = steering.post(f"{MEASURE}/decision", data=fields)
    assert answer.status_code == 409
    assert "Meine Begründung" in answer.text
    assert world.all(Decision) == []


def test_after_the_council_there_is_no_form_and_a_post_says_why(world: World, steering: FlaskClient) -> None:
    world.phase(Phase.ADOPTED)
    assert 'name="outcome"' not in steering.get(MEASURE).text
    answer = steering.post(f"{MEASURE}/decision", data={"outcome": "adopt"})
    assert answer.status_code == 403
    assert "keine Beschlüsse mehr" in answer.text


def test_a_theme_is_answered_from_the_page_and_then_lets_decide(world: World, steering: FlaskClient) -> None:
    made = theme(world, "Dauer der Begleitung", say(world, Wish()))
    decision = {"outcome": "adopt"}
    answer = steering.post(f"{MEASURE}/decision", data=decision)
    assert answer.status_code == 422
    assert "Ohne Antwort ist noch: Dauer der Begleitung" in answer.text
    fields = {"answer": "partly_followed", "reason": "Ein halbes Jahr länger.", "item": "B 1.2"}
    answer = steering.post(f"/wir/board/themes/{made.public_id}/response", data=fields)
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/measures/B%201.2?done=answered#themes")
    assert "Ein halbes Jahr länger." in steering.get(MEASURE).text
    assert steering.post(f"{MEASURE}/decision", data=decision).status_code == 303


def test_one_comment_is_answered_if_everybody_may_read_it(world: World, editor: FlaskClient) -> None:
    seen, unseen = say(world, Wish()), say(world, Wish(body="Anders"), "declined")
    fields = {"answer": "noted", "reason": "Danke."}
    assert editor.post(f"/wir/board/comments/{seen}/response", data=fields).status_code == 303
    assert editor.post(f"/wir/board/comments/{unseen}/response", data=fields).status_code == 404
    assert len(world.all(Response)) == 1


def test_the_page_to_answer_one_comment_is_linked_and_holds_what_was_answered(
    world: World, steering: FlaskClient, editor: FlaskClient
) -> None:
    seen, unseen = say(world, Wish()), say(world, Wish(body="Anders"), "declined")
    address = f"/wir/board/comments/{seen}/response"
    assert f'href="{address}"' in steering.get(MEASURE).text
    for reader in (steering, editor):
        assert reader.get(f"/wir/board/comments/{unseen}/response").status_code == 404
    empty = steering.get(address).text
    assert 'name="item" type="hidden" value="B 1.2"' in empty and " checked" not in empty
    fields = {"answer": "noted", "reason": "Danke für den Hinweis.", "item": "B 1.2"}
    answer = steering.post(address, data=fields)
    assert answer.headers["Location"].endswith("/measures/B%201.2?done=answered#themes")
    assert "Danke für den Hinweis." in steering.get(address).text


@pytest.mark.parametrize("fields", [{"reason": "Meine Antwort"}, {"answer": "noted", "item": "B 1.2"}])
def test_a_refused_answer_keeps_what_was_written(world: World, editor: FlaskClient, fields: dict[str, str]) -> None:
    made = theme(world, "Dauer", say(world, Wish()))
    answer = editor.post(f"/wir/board/themes/{made.public_id}/response", data=fields)
    assert answer.status_code == 422
    assert fields.get("reason", "Begründung") in answer.text
    assert world.all(Response) == []


def test_text_blocks_are_kept_offered_and_dropped(world: World, editor: FlaskClient) -> None:
    fields = {"answer": "noted", "reason": "Das prüft die Verwaltung."}
    assert editor.post("/wir/board/response-texts", data=fields).status_code == 303
    assert editor.post("/wir/board/response-texts", data=fields).status_code == 422
    theme(world, "Dauer", say(world, Wish()))
    assert "Das prüft die Verwaltung." in editor.get(MEASURE).text
    number = world.one(ResponseText).id
    assert editor.post(f"/wir/board/response-texts/{number}/drop").status_code == 303
    assert editor.post(f"/wir/board/response-texts/{number}/drop").status_code == 404
    assert world.all(ResponseText) == []


def test_moderators_and_members_neither_decide_nor_answer(app: Flask, world: World) -> None:
    made = theme(world, "Dauer", say(world, Wish()))
    for name in ("moderator", "member", "releaser", "admin"):
        client = world.client(app, name)
        assert client.post(f"{MEASURE}/decision", data={"outcome": "adopt"}).status_code == 404
        answer = client.post(f"/wir/board/themes/{made.public_id}/response", data={"answer": "noted", "reason": "x"})
        assert answer.status_code == 404
    assert world.all(Decision) == []


def test_what_is_recorded_shows_on_the_board_and_on_no_public_page(world: World, app: Flask) -> None:
    public_id = say(world, Wish())
    made = theme(world, "Dauer", public_id)
    answered(world, made, reason="KANARIENVOGEL Antwort")
    decide(world, DecisionOutcome.REJECT, reason="KANARIENVOGEL Grund")
    for name in ("visitor", "member", "releaser", "moderator"):
        client = world.client(app, name)
        for address in (
            "/wir/",
            "/wir/measures/",
            "/wir/measures/B 1.2",
            f"/wir/comments/{public_id}",
            "/wir/feed.atom",
        ):
            assert "KANARIENVOGEL" not in client.get(f"/wir/{address}").text, (name, address)
    assert world.client(app, "steering").get(MEASURE).text.count("KANARIENVOGEL") >= 2
