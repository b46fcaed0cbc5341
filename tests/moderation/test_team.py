"""Several moderators at once: who is looking, what they tell each other, and many approved together."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from portal.comments.models import Comment, CommentState, Stance
from portal.kernel.actor import Role
from portal.moderation.models import Claim, ModerationDecision, ModeratorNote, Outcome
from portal.outbox.models import Letter
from tests.moderation.deciding import join, now_is, revise, send, settle_as
from tests.support.statements import counted
from tests.support.world import World

HX = {"HX-Request": "true"}


@pytest.fixture
def second(world: World, app: Flask) -> FlaskClient:
    return world.client(app, "moderator2")


def claim(client: FlaskClient, comment: Comment, **headers: str) -> TestResponse:
    return client.post(f"/wir/moderation/{comment.public_id}/claim", headers=headers)


def expire(world: World) -> None:
    with world.work() as work:
        work.session.execute(update(Claim).values(until=datetime.now(UTC) - timedelta(seconds=1)))


def test_a_claim_is_seen_by_colleagues_and_goes_with_the_decision(
    world: World, moderator: FlaskClient, second: FlaskClient
) -> None:
    first, other = world.comment(), world.comment("stranger")
    assert claim(moderator, first).status_code == 303
    text = second.get(f"/wir/moderation/?case={first.public_id}").text
    assert text.count("wird gerade von Moderator angesehen") == 2
    assert 'name="anyway"' in text
    own = moderator.get(f"/wir/moderation/?case={first.public_id}").text
    assert "Andere sehen, dass Sie sich diesen Kommentar gerade ansehen." in own and 'name="anyway"' not in own
    assert f"{other.public_id}#decision" in second.get("/wir/moderation/").text
    assert send(moderator, first, "approve").status_code == 303
    assert world.all(Claim) == []


def test_a_claim_lasts_three_minutes_and_is_renewed(world: World, moderator: FlaskClient, second: FlaskClient) -> None:
    comment = world.comment()
    claim(moderator, comment)
    until = world.one(Claim).until
    assert timedelta(seconds=170) < until - datetime.now(UTC) <= timedelta(minutes=3)
    assert claim(moderator, comment).status_code == 303
    assert world.one(Claim).until > until
    assert claim(second, comment).status_code == 409
    expire(world)
    assert "wird gerade von" not in second.get("/wir/moderation/").text
    assert claim(second, comment).status_code == 303
    assert world.one(Claim).moderator_label == "Moderator2"


def test_opening_the_next_one_frees_the_one_before(world: World, moderator: FlaskClient, second: FlaskClient) -> None:
    first, other = world.comment(), world.comment("stranger")
    claim(moderator, first)
    claim(moderator, other)
    assert claim(second, first).status_code == 303
    assert {row.comment_id for row in world.all(Claim)} == {first.id, other.id}


def test_an_open_page_is_answered_with_who_is_looking(
    world: World, moderator: FlaskClient, second: FlaskClient
) -> None:
    comment = world.comment()
    mine, theirs = claim(moderator, comment, **HX), claim(second, comment, **HX)
    assert (mine.status_code, theirs.status_code) == (200, 409)
    assert 'hx-trigger="every 60s"' in mine.text and "<html" not in mine.text
    assert "wird gerade von Moderator angesehen" in theirs.text
    send(moderator, comment, "approve")
    late = claim(moderator, comment, **HX)
    assert (late.status_code, late.text) == (204, "")


def test_while_a_colleague_is_looking_one_decides_only_on_purpose(
    world: World, moderator: FlaskClient, second: FlaskClient
) -> None:
    comment = world.comment()
    claim(moderator, comment)
    answer = send(second, comment, "decline", explanation="Mein Text")
    assert answer.status_code == 409
    assert "Diesen Kommentar sieht sich gerade Moderator an." in answer.text and "Mein Text" in answer.text
    assert world.all(ModerationDecision) == []
    assert send(second, comment, "decline", anyway="1").status_code == 303


def test_nobody_is_held_up_by_an_expired_claim(world: World, moderator: FlaskClient, second: FlaskClient) -> None:
    comment = world.comment()
    claim(moderator, comment)
    expire(world)
    assert send(second, comment, "approve").status_code == 303


def test_only_what_can_be_decided_is_claimed(world: World, app: Flask, moderator: FlaskClient) -> None:
    comment, own = world.comment(), world.comment("member", key="own")
    settle_as(world, comment, Outcome.DECLINE)
    assert claim(moderator, comment).status_code == 409
    join(world, "releaser")
    assert claim(world.client(app, "releaser"), own).status_code == 403


def test_what_a_colleague_looks_at_is_not_the_next_one(
    world: World, moderator: FlaskClient, second: FlaskClient
) -> None:
    first, middle, last = (world.comment(name) for name in ("member", "stranger", "private"))
    claim(second, middle)
    assert f"case={last.public_id}" in send(moderator, first, "approve").location


def test_notes_stay_in_the_team(world: World, app: Flask, moderator: FlaskClient, second: FlaskClient) -> None:
    comment = world.comment()
    path = f"/wir/moderation/{comment.public_id}/notes"
    assert moderator.post(path, data={"body": " "}).status_code == 422
    assert moderator.post(path, data={"body": "x" * 4001}).status_code == 422
    assert moderator.post(path, data={"body": "Bitte Frau <b>K</b> fragen"}).status_code == 303
    assert "Bitte Frau &lt;b&gt;K&lt;/b&gt; fragen" in second.get("/wir/moderation/").text
    settle_as(world, comment, Outcome.APPROVE)
    for name in ("visitor", "member", "steering", "editor", "admin"):
        client = world.client(app, name)
        for address in (f"/wir/comments/{comment.public_id}", "/wir/measures/B 1.2", "/wir/catalogue.json"):
            assert "Bitte Frau" not in client.get(address).text
    assert not any("Bitte Frau" in letter.text + letter.html for letter in world.all(Letter))


def test_a_note_about_ones_own_organisation_is_neither_read_nor_written(
    world: World, app: Flask, moderator: FlaskClient
) -> None:
    comment = world.comment()
    moderator.post(f"/wir/moderation/{comment.public_id}/notes", data={"body": "Nur für uns"})
    join(world, "releaser")
    insider = world.client(app, "releaser")
    assert "Nur für uns" not in insider.get(f"/wir/moderation/?case={comment.public_id}").text
    assert insider.post(f"/wir/moderation/{comment.public_id}/notes", data={"body": "Ich"}).status_code == 403
    assert len(world.all(ModeratorNote)) == 1


def waiting(world: World) -> dict[str, Comment]:
    """One comment without words, one with, and one without words from somebody who says something first."""
    world.comment("member", "Etwas davor")
    return {
        "silent": world.comment("member", "", stance=Stance.NO_OBJECTION, code="B 1.10"),
        "first": world.comment("stranger", "", stance=Stance.NO_OBJECTION),
        "said": world.comment("member", "Mit Worten", key="said"),
        "held": world.comment("member", "Rufen Sie 0000 55 51 23", key="held"),
    }


def chosen(text: str) -> list[str]:
    return re.findall(r'name="chosen" value="(\w{8})\.1" checked', text)


def test_only_what_says_nothing_and_has_no_finding_is_chosen_already(world: World, moderator: FlaskClient) -> None:
    made = waiting(world)
    text = moderator.get("/wir/moderation/bulk").text
    assert chosen(text) == [made["silent"].public_id]
    assert all(comment.public_id in text for comment in made.values())


def test_many_are_approved_after_a_preview_each_tied_to_its_revision(world: World, moderator: FlaskClient) -> None:
    made = waiting(world)
    wanted = [f"{made[name].public_id}.1" for name in ("silent", "said")]
    preview = moderator.post("/wir/moderation/bulk", data={"chosen": wanted})
    assert preview.status_code == 200
    assert "Diese 2 Kommentare veröffentlichen?" in preview.text and "Mit Worten" in preview.text
    assert world.all(ModerationDecision) == []
    answer = moderator.post("/wir/moderation/bulk", data={"chosen": wanted, "confirmed": "1"})
    assert answer.status_code == 303
    states = {name: now_is(world, comment).state for name, comment in made.items()}
    assert states == dict.fromkeys(made, CommentState.SUBMITTED) | dict.fromkeys(("silent", "said"), "approved")
    assert len(world.all(ModerationDecision)) == 2


def test_what_has_changed_meanwhile_is_skipped_and_named(
    world: World, moderator: FlaskClient, second: FlaskClient
) -> None:
    made = waiting(world)
    revise(world, made["said"], "Anders")
    settle_as(world, made["held"], Outcome.DECLINE, "moderator2")
    claim(second, made["first"])
    wanted = [f"{comment.public_id}.1" for comment in made.values()] + ["NOTHERE0.1", "x", ".1"]
    answer = moderator.post("/wir/moderation/bulk", data={"chosen": wanted, "confirmed": "1"})
    assert answer.status_code == 200
    assert "1 Kommentar ist veröffentlicht" in answer.text
    for name in ("said", "held", "first"):
        assert f"{made[name].public_id[:4]} {made[name].public_id[4:]}" in answer.text
    assert now_is(world, made["silent"]).state is CommentState.APPROVED
    assert [now_is(world, made[name]).visible for name in ("said", "held", "first")] == [None] * 3


def test_nothing_chosen_is_said(world: World, moderator: FlaskClient) -> None:
    waiting(world)
    answer = moderator.post("/wir/moderation/bulk", data={"confirmed": "1"})
    assert answer.status_code == 422
    assert "Bitte wählen Sie mindestens einen Kommentar." in answer.text


def test_what_is_reported_or_of_ones_own_organisation_is_not_offered(world: World, app: Flask) -> None:
    own, other = world.comment("member"), world.comment("stranger")
    join(world, "releaser", Role.MODERATOR)
    insider = world.client(app, "releaser")
    text = insider.get("/wir/moderation/bulk").text
    assert (own.public_id in text, other.public_id in text) == (False, True)
    sent = {"chosen": [f"{own.public_id}.1"], "confirmed": "1"}
    assert "0 Kommentare sind" in insider.post("/wir/moderation/bulk", data=sent).text
    assert now_is(world, own).state is CommentState.SUBMITTED


def test_the_page_for_many_has_a_constant_number_of_statements(world: World, moderator: FlaskClient) -> None:
    def statements() -> int:
        with counted(world.engine) as sent:
            assert moderator.get("/wir/moderation/bulk").status_code == 200
        return len(sent)

    world.comment()
    moderator.get("/wir/moderation/bulk")
    few = statements()
    for number in range(10):
        world.comment("stranger", key=str(number))
    assert statements() == few
