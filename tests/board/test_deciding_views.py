"""Deciding and answering from the page of a measure."""

import re
from io import BytesIO

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient

from portal.consultations.models import Phase
from portal.consultations.operations import Rendered, add_version
from portal.decisions.models import Decision, DecisionOutcome, Response, ResponseText
from tests.board.voices import Wish, say
from tests.decisions.sayings import answered, decide, theme
from tests.support.world import DESCRIPTION, World, consultation_in, item_named

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


SITUATION = "An vielen Schulen fehlt es an Zeit."


def fields_of(page: str) -> dict[str, str]:
    """The wording of every section as the form shows it, of those that say anything."""
    found = re.findall(r'<textarea[^>]* name="wording_(\w+)"[^>]*>\s*(.*?)</textarea>', page, re.S)
    return {key: text.replace("&#34;", '"') for key, text in found if text}


def test_every_section_has_its_field_with_what_the_administration_advises(
    world: World, moderator: FlaskClient, steering: FlaskClient
) -> None:
    assert fields_of(steering.get(MEASURE).text) == {"situation": SITUATION, "description": DESCRIPTION}
    advice = {"body": "Wir folgen dem.", "section": "situation", "wording": "Zeit ist knapp.", "release": "1"}
    moderator.post(f"{MEASURE}/advice", data=advice)
    page = steering.get(MEASURE).text
    assert fields_of(page) == {"situation": "Zeit ist knapp.", "description": DESCRIPTION}
    opened = re.findall(r'<details class="wording-part" id="part-\w+"( open)?><summary>([^<]*)', page)
    assert [(name.strip(), bool(is_open)) for is_open, name in opened][:2] == [
        ("Ausgangslage", True),
        ("Beschreibung", False),
    ]


def test_several_sections_are_decided_published_and_shown_each_with_its_changes(
    world: World, app: Flask, steering: FlaskClient
) -> None:
    public_id = say(world, Wish())
    new = {"wording_situation": "An manchen Schulen fehlt es an Zeit.", "wording_description": "Eltern lernen."}
    sent = {"outcome": "adopt_with_changes", "reason": "Gut", "version": "1"} | new
    assert steering.post(f"{MEASURE}/decision", data=sent).status_code == 303
    shown = said_on(steering.get(MEASURE).text)
    for words in ("Neuer Wortlaut in „Ausgangslage“", "Neuer Wortlaut in „Beschreibung“", *new.values()):
        assert words in shown
    chair = world.client(app, "chair")
    preview = chair.get("/wir/board/publish").text
    assert "<del>vielen</del>" in preview and "<ins>lernen</ins>" in preview
    assert chair.post("/wir/board/publish").status_code == 303
    for page in ("measures/B 1.2", f"comments/{public_id}"):
        found = world.client(app, "visitor").get(f"/wir/{page}").text
        assert "Neuer Wortlaut in „Ausgangslage“" in found and "Neuer Wortlaut in „Beschreibung“" in found, page
        assert "<del>vielen</del>" in found and "<ins>manchen</ins>" in found, page
    paper = Document(BytesIO(steering.get("/wir/board/council-paper.docx").data))
    (wording,) = [row.cells[3].text for row in paper.tables[0].rows[1:]]
    assert wording.split("\n\n") == [
        "Ausgangslage: An manchen Schulen fehlt es an Zeit.",
        "Beschreibung: Eltern lernen.",
    ]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "mindestens einem Abschnitt"),
        ({"wording_situation": " ", "wording_description": "Neu"}, "Bitte schreiben Sie den neuen Wortlaut."),
        ({"section": "nothing", "wording": "Neu"}, "Bitte wählen Sie den Abschnitt"),
    ],
)
def test_refused_wordings_keep_what_was_written(
    world: World, steering: FlaskClient, fields: dict[str, str], sentence: str
) -> None:
    sent = {"outcome": "adopt_with_changes", "reason": "Gut"} | fields
    answer = steering.post(f"{MEASURE}/decision", data=sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    kept = fields.get("wording_description") or fields.get("wording") or DESCRIPTION
    assert fields_of(answer.text)["description"] == kept
    assert world.all(Decision) == []


def test_after_a_conflict_untouched_sections_read_as_they_do_now(world: World, steering: FlaskClient) -> None:
    row = item_named(world)
    with world.work("editor") as work:
        text = Rendered.of("Sprachbrücken", {"situation": "Inzwischen neu.", "description": DESCRIPTION})
        add_version(work, consultation_in(work), work.session.merge(row), text, "Verschoben")
    sent = {"outcome": "adopt_with_changes", "reason": "Gut", "version": "1"}
    sent |= {"wording_situation": SITUATION, "wording_description": "Mein neuer Text"}
    answer = steering.post(f"{MEASURE}/decision", data=sent)
    assert answer.status_code == 409
    assert fields_of(answer.text) == {"situation": "Inzwischen neu.", "description": "Mein neuer Text"}


def test_the_preview_says_to_whom_and_on_which_measure(world: World, app: Flask, steering: FlaskClient) -> None:
    said = say(world, Wish())
    answered(world, theme(world, "Dauer", said))
    answered(world, said)
    sent = {"outcome": "recommend", "reason": "Nicht unsere Sache", "recommended_to": "das Land", "version": "1"}
    assert steering.post(f"{MEASURE}/decision", data=sent).status_code == 303
    preview = world.client(app, "chair").get("/wir/board/publish").text
    assert "(an das Land)" in preview
    answers = preview.partition('id="answers"')[2].partition("</section>")[0]
    assert answers.count("B 1.2") == 2
