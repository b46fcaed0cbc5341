"""What everybody reads of decisions, and that nobody reads it early."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.consultations.models import Phase
from portal.decisions.models import Answer, DecisionOutcome, Publication
from portal.outbox.models import Letter
from tests.decisions.sayings import answered, decide, spoken, theme
from tests.support.world import World

SECRETS = ("Begründung vom Dezember", "Antwort vom Dezember", "Zeit gibt es künftig genug", "Dauer der Begleitung")
PAGES = ("", "measures/", "measures/B 1.2", "measures/B 1.2?version=1", "feed.atom", "catalogue.csv", "catalogue.json")


def prepared(world: World) -> str:
    """A comment in an answered theme on a measure that is decided with changes; its public id."""
    public_id = spoken(world)
    made = theme(world, "Dauer der Begleitung", public_id)
    answered(world, made, Answer.PARTLY_FOLLOWED, "Antwort vom Dezember")
    decide(
        world,
        DecisionOutcome.ADOPT_WITH_CHANGES,
        reason="Begründung vom Dezember",
        wordings={"situation": "Zeit gibt es künftig genug."},
        conflicts="Befangen war der Mieterrat",
    )
    return public_id


def text(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_nothing_shows_before_the_publication_and_everything_after(world: World, app: Flask) -> None:
    """Pages kept for visitors change with the publication too."""
    public_id = prepared(world)
    clients = {name: world.client(app, name) for name in ("visitor", "member", "moderator", "admin")}
    pages = (*PAGES, f"comments/{public_id}")
    for client in clients.values():
        for page in pages:
            found = client.get(f"/wir/{page}").text
            assert not [secret for secret in SECRETS if secret in found], page
    assert world.client(app, "chair").post("/wir/board/publish").status_code == 303
    for name, client in clients.items():
        for page in (f"comments/{public_id}", "measures/B 1.2"):
            found = text(client.get(f"/wir/{page}").text)
            for secret in ("Begründung vom Dezember", "Antwort vom Dezember", "Dauer der Begleitung", "künftig"):
                assert secret in found, (name, page, secret)
            assert "Befangen" not in found
        assert "Mit Änderungen angenommen" in client.get("/wir/measures/").text
        overview = text(client.get("/wir/").text)
        assert "Neueste Beschlüsse" in overview
        assert "Sprachbrücken an Grundschulen Mit Änderungen angenommen" in overview
        assert "Begründung vom Dezember" in client.get("/wir/feed.atom").text


def test_the_way_of_a_comment_leads_from_theme_to_decision_to_wording(world: World, app: Flask) -> None:
    public_id = prepared(world)
    world.client(app, "chair").post("/wir/board/publish")
    page = world.client(app, "member").get(f"/wir/comments/{public_id}").text
    way = re.findall(r"<h3>(.*?)</h3>", page[page.index('class="trace"') :])
    assert way == [
        "Eingegangen",
        "Gehört zum Thema „Dauer der Begleitung“",
        "Die Lenkungsgruppe hat entschieden: Mit Änderungen angenommen",
        "Neuer Wortlaut in „Ausgangslage“",
        "Beschluss des Rates",
    ]
    assert "<del>An</del>" in page or "<ins>" in page


def test_a_comment_whose_measure_was_left_open_says_what_is_still_to_come(world: World, app: Flask) -> None:
    decided_on = prepared(world)
    left = spoken(world, "stranger", code="B 1.10")
    visitor, words = world.client(app, "visitor"), "steht hier noch aus"
    assert words not in text(visitor.get(f"/wir/comments/{left}").text)
    assert world.client(app, "chair").post("/wir/board/publish").status_code == 303
    assert words in text(visitor.get(f"/wir/comments/{left}").text)
    assert words not in text(visitor.get(f"/wir/comments/{decided_on}").text)


def test_the_new_text_is_the_newest_version_with_the_groups_note(world: World, app: Flask) -> None:
    prepared(world)
    world.client(app, "chair").post("/wir/board/publish")
    visitor = app.test_client()
    assert "Zeit gibt es künftig genug." in visitor.get("/wir/measures/B 1.2").text
    assert "An vielen Schulen fehlt es an Zeit." in visitor.get("/wir/measures/B 1.2?version=1").text
    assert "Beschluss der Lenkungsgruppe" in visitor.get("/wir/measures/B 1.2?compare=1").text


def test_the_chair_sees_first_what_becomes_visible_and_who_gets_a_letter(world: World, app: Flask) -> None:
    prepared(world)
    spoken(world, "private", "Noch etwas")
    before = len(world.all(Letter))
    chair = world.client(app, "chair")
    page = text(chair.get("/wir/board/publish").text)
    for words in (
        "1 Beschluss, 1 Antwort, 2 Briefe.",
        "Begründung vom Dezember",
        "Zum Thema „Dauer der Begleitung“: Wir folgen dem zum Teil",
        "1 Maßnahme ist noch ohne Beschluss",
        "Kommentieren ist noch möglich.",
    ):
        assert words in page
    assert chair.post("/wir/board/publish").headers["Location"].startswith("/wir/board/?done=published")
    assert len(world.all(Letter)) == before + 2
    assert chair.post("/wir/board/publish").status_code == 409
    assert "Es gibt nichts Neues zu veröffentlichen." in chair.get("/wir/board/publish").text


def test_what_was_recorded_after_the_list_was_opened_is_not_published_with_it(world: World, app: Flask) -> None:
    decide(world)
    chair = world.client(app, "chair")
    fields = dict(
        re.findall(r'name="(decisions|responses)" type="hidden" value="(\d+)"', chair.get("/wir/board/publish").text)
    )
    assert set(fields) == {"decisions", "responses"}
    decide(world, code="B 1.10")
    assert chair.post("/wir/board/publish", data=fields).status_code == 409
    assert world.all(Publication) == []


@pytest.mark.parametrize("phase", [Phase.ADOPTED, Phase.ARCHIVED])
def test_after_the_council_publishing_is_refused_with_a_sentence(world: World, app: Flask, phase: Phase) -> None:
    decide(world)
    world.phase(phase)
    chair = world.client(app, "chair")
    answer = chair.post("/wir/board/publish")
    assert answer.status_code == 403
    assert "keine Beschlüsse mehr veröffentlicht" in answer.text
    assert 'method="post" action="/wir/board/publish"' not in chair.get("/wir/board/publish").text


def test_comments_are_refused_once_decisions_are_published(world: World, app: Flask, member: FlaskClient) -> None:
    decide(world)
    world.client(app, "chair").post("/wir/board/publish")
    fields = {"stance": "support", "body": "Zu spät", "save": "submit", "submission_key": "x"}
    assert member.post("/wir/measures/B 1.2/comments", data=fields).status_code == 403
