"""Anybody reports a visible comment; the team leaves it or decides anew, and the address is forgotten."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.comments.models import Comment, CommentState
from portal.consultations.models import Phase
from portal.kernel.actor import Role
from portal.moderation.models import Complaint, Outcome, VisitorReport
from portal.outbox.models import Letter
from portal.web.limits import limiter
from tests.moderation.deciding import WHY, join, now_is, revise, send, settle_as, text_of, undo_as
from tests.support.world import EVERYBODY, World

SAID = {"complaint": "insult", "explanation": "Der zweite Satz meint mich.", "email": "Jemand@Example.net"}


@pytest.fixture(autouse=True)
def _patient(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "enabled", False)


def report(client: FlaskClient, comment: Comment, **changes: str) -> TestResponse:
    return client.post(f"/wir/comments/{comment.public_id}/report", data=SAID | changes)


def leave(client: FlaskClient, comment: Comment, answer: str = "Das ist eine Meinung.", revision: str = "1") -> int:
    sent = {"answer": answer, "revision": revision}
    return client.post(f"/wir/moderation/{comment.public_id}/leave", data=sent).status_code


def visible(world: World, outcome: Outcome = Outcome.APPROVE) -> Comment:
    comment = world.comment(key=f"visible {outcome}")
    settle_as(world, comment, outcome)
    return comment


def letters(world: World) -> list[Letter]:
    return [letter for letter in world.all(Letter) if letter.address == "jemand@example.net"]


def test_everybody_reports_what_everybody_sees(world: World, app: Flask) -> None:
    comment = visible(world)
    for name in EVERYBODY:
        client = world.client(app, name)
        page = client.get(f"/wir/comments/{comment.public_id}/report")
        assert page.status_code == 200
        assert all(f'value="{complaint}"' in page.text for complaint in Complaint)
        assert report(client, comment).status_code == 303
    assert len(world.all(VisitorReport)) == len(EVERYBODY)


@pytest.mark.parametrize("outcome", [None, Outcome.RETURN, Outcome.DECLINE])
def test_what_is_not_visible_cannot_be_reported(
    world: World, app: Flask, visitor: FlaskClient, outcome: Outcome | None
) -> None:
    comment = world.comment()
    if outcome is not None:
        settle_as(world, comment, outcome)
    for client in (visitor, world.client(app, "member"), world.client(app, "moderator")):
        assert client.get(f"/wir/comments/{comment.public_id}/report").status_code == 404
        assert report(client, comment).status_code == 404
    assert world.all(VisitorReport) == []


def test_what_is_missing_is_said_and_the_rest_is_kept(world: World, visitor: FlaskClient) -> None:
    comment = visible(world)
    for missing in ({"complaint": ""}, {"complaint": "else"}, {"explanation": " "}, {"email": "jemand"}):
        answer = report(visitor, comment, **missing)
        assert answer.status_code == 422, missing
        assert 'role="alert"' in answer.text
        assert ("Der zweite Satz meint mich." in answer.text) is ("explanation" not in missing)
    assert world.all(VisitorReport) == []
    assert report(visitor, comment, email="").status_code == 303


def test_an_archive_sends_reports_to_the_office(world: World, visitor: FlaskClient) -> None:
    comment = visible(world)
    world.phase(Phase.ARCHIVED)
    page = visitor.get(f"/wir/comments/{comment.public_id}/report")
    assert "office@example.org" in page.text and "<textarea" not in page.text
    assert report(visitor, comment).status_code == 403


def test_every_visible_comment_has_the_link(world: World, visitor: FlaskClient) -> None:
    comment = visible(world)
    link = f'href="/wir/comments/{comment.public_id}/report"'
    assert link in visitor.get("/wir/measures/B 1.2").text
    assert link in visitor.get(f"/wir/comments/{comment.public_id}").text


def test_one_address_reports_ten_times_and_is_then_slowed_down(
    world: World, visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    comment = visible(world)
    monkeypatch.setattr(limiter, "enabled", True)
    limiter.reset()
    answers = [report(visitor, comment).status_code for _ in range(11)]
    limiter.reset()
    assert answers == [303] * 10 + [429]


def test_leaving_it_answers_every_report_and_forgets_the_address(
    world: World, visitor: FlaskClient, moderator: FlaskClient
) -> None:
    comment = visible(world)
    report(visitor, comment)
    report(visitor, comment, email="", complaint="other")
    text = moderator.get("/wir/moderation/?about=report").text
    assert 'aria-current="true">Meldungen <b>1</b>' in text
    assert "Beleidigt oder bedroht jemanden" in text and "Der zweite Satz meint mich." in text
    assert "example.net" not in text
    assert leave(moderator, comment, " ") == 422
    assert leave(moderator, comment, revision="2") == 409
    assert leave(moderator, comment) == 303
    assert leave(moderator, comment) == 409
    assert now_is(world, comment).state is CommentState.APPROVED
    assert [(row.email, row.answer, row.moderator_label) for row in world.all(VisitorReport)] == [
        ("", "Das ist eine Meinung.", "Moderator")
    ] * 2
    received, answered = letters(world)
    assert "eingegangen" in received.subject
    assert "Der Kommentar bleibt, wie er ist." in answered.text and "Das ist eine Meinung." in answered.text
    assert "Moderator" not in answered.text + answered.html
    assert "Keine Meldung ist offen." in moderator.get("/wir/moderation/?about=report").text


@pytest.mark.parametrize("before", [Outcome.APPROVE, Outcome.REDACT])
@pytest.mark.parametrize("after", [Outcome.RETURN, Outcome.REDACT, Outcome.DECLINE])
def test_a_reported_comment_is_decided_anew(
    world: World, visitor: FlaskClient, before: Outcome, after: Outcome
) -> None:
    comment = visible(world, before)
    report(visitor, comment)
    decision = settle_as(world, comment, after)
    assert decision.report_id == world.one(VisitorReport).id
    assert now_is(world, comment).state.startswith(after.value)
    assert "Der Kommentar" in letters(world)[-1].text or "geschwärzt" in letters(world)[-1].text
    told = world.all(Letter)[-1]
    assert told.address == "member@example.org" and "jemand hat Ihren Kommentar gemeldet" in told.text
    assert SAID["explanation"] not in told.text + told.html


def test_approving_what_is_visible_is_no_answer(world: World, visitor: FlaskClient, moderator: FlaskClient) -> None:
    comment = visible(world)
    report(visitor, comment)
    assert send(moderator, comment, "approve").status_code == 409
    page = moderator.get(f"/wir/moderation/?about=report&case={comment.public_id}").text
    assert 'name="action" value="approve"' not in page
    assert 'name="action" value="decline"' in page


def test_a_visible_comment_without_an_open_report_stays_decided(
    world: World, visitor: FlaskClient, moderator: FlaskClient
) -> None:
    comment = visible(world)
    assert send(moderator, comment, "decline").status_code == 409
    report(visitor, comment)
    assert send(moderator, comment, "decline", revision="2").status_code == 409
    assert leave(moderator, comment) == 303
    assert send(moderator, comment, "decline").status_code == 409


def test_a_newer_revision_that_waits_is_what_is_decided_on(
    world: World, visitor: FlaskClient, moderator: FlaskClient
) -> None:
    comment = visible(world)
    report(visitor, comment)
    revise(world, comment, "Ohne den zweiten Satz")
    assert "zum 1. Stand" in moderator.get("/wir/moderation/?about=report").text
    assert send(moderator, comment, "decline").status_code == 409
    assert send(moderator, comment, "approve", revision="2", answer="Er ist jetzt geändert.").status_code == 303
    assert "neuen Fassung" in letters(world)[-1].text and "Er ist jetzt geändert." in letters(world)[-1].text


def test_undoing_what_followed_a_report_shows_the_comment_again_but_never_what_was_blackened(
    world: World, visitor: FlaskClient
) -> None:
    for before, shown in ((Outcome.APPROVE, 1), (Outcome.REDACT, None)):
        comment = visible(world, before)
        report(visitor, comment)
        settle_as(world, comment, Outcome.DECLINE)
        undo_as(world, comment)
        assert (now_is(world, comment).state, now_is(world, comment).visible) == (CommentState.SUBMITTED, shown)


def test_a_second_redaction_begins_with_the_first(world: World, visitor: FlaskClient, moderator: FlaskClient) -> None:
    comment = visible(world, Outcome.REDACT)
    report(visitor, comment)
    page = moderator.get("/wir/moderation/?about=report").text
    covered = text_of(world, comment)[1:]
    assert f"█{covered}</textarea>" in page


def test_nobody_answers_a_report_about_their_own_organisation(world: World, visitor: FlaskClient, app: Flask) -> None:

    comment = visible(world)
    report(visitor, comment)
    join(world, "releaser", Role.MODERATOR)
    insider = world.client(app, "releaser")
    assert leave(insider, comment) == 403
    assert send(insider, comment, "decline").status_code == 403
    assert 'id="leave"' not in insider.get(f"/wir/moderation/?case={comment.public_id}").text


def test_the_author_reads_that_it_was_reported_and_nobody_reads_by_whom(
    world: World, visitor: FlaskClient, member: FlaskClient
) -> None:
    comment = visible(world)
    report(visitor, comment)
    settle_as(world, comment, Outcome.REDACT)
    own = member.get(f"/wir/comments/{comment.public_id}").text
    public = visitor.get(f"/wir/comments/{comment.public_id}").text
    for words in ("Jemand hat den Kommentar gemeldet", "Nach einer Meldung geprüft: geschwärzt", WHY):
        assert words in own
        assert words not in public
    for text in (own, public):
        assert SAID["explanation"] not in text and "example.net" not in text
