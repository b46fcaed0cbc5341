"""Whatever goes wrong, the page says so in a sentence, shows a way on, and gives back what somebody wrote."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError
from wtforms import Form, PasswordField

from portal.catalogue.views import commenting
from portal.comments.models import Comment
from portal.consultations.models import Phase
from portal.web.errors import NEVER_SHOWN_AGAIN, page
from portal.web.limits import limiter
from tests.support.world import World

PAGE = "/wir/measures/B 1.2"
COMMENTS = f"{PAGE}/comments"
TEXT = "Mehr Eichen & weniger „Beton“"
SHOWN = "Mehr Eichen &amp; weniger „Beton“"
SAID = {"stance": "support", "body": TEXT, "save": "submit", "submission_key": "k"}


@pytest.fixture
def quiet(app: Flask) -> Flask:
    """As it runs: an exception is a page."""
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.logger.setLevel(logging.CRITICAL)
    return app


@contextmanager
def database_away(engine: Engine, *, only_for_writing: bool = False) -> Iterator[None]:
    def refuse(connection: Connection) -> None:
        if not (only_for_writing and connection.get_execution_options().get("read_only")):
            raise OperationalError("BEGIN", None, Exception("server closed the connection"))

    event.listen(engine, "begin", refuse)
    try:
        yield
    finally:
        event.remove(engine, "begin", refuse)


def assert_given_back(answer: Any, status: int) -> None:
    assert answer.status_code == status
    assert f"\n{SHOWN}</textarea>" in answer.text
    assert 'href="/' in answer.text


def test_signed_out_meanwhile(visitor: FlaskClient) -> None:
    answer = visitor.post(COMMENTS, data=SAID)
    assert_given_back(answer, 401)
    assert 'href="/sign-in"' in answer.text


def test_signed_out_meanwhile_and_signing_in_leads_back_to_the_form(visitor: FlaskClient) -> None:
    came_from = {"Referer": "http://localhost/wir/measures/B%201.2?lang=en"}
    answer = visitor.post(COMMENTS, data=SAID, headers=came_from)
    assert 'href="/sign-in?next=/wir/measures/B%25201.2?lang%3Den"' in answer.text
    elsewhere = visitor.post(COMMENTS, data=SAID, headers={"Referer": "http://evil.example/wir/measures/B%201.2"})
    assert 'href="/sign-in"' in elsewhere.text


def test_no_right_to_do_it(member: FlaskClient) -> None:
    assert_given_back(member.post(COMMENTS, data=SAID | {"save": "release"}), 403)


def test_the_wrong_moment(member: FlaskClient, world: World) -> None:
    world.phase(Phase.DECIDED)
    assert_given_back(member.post(COMMENTS, data=SAID), 403)


def test_there_is_no_such_thing(member: FlaskClient) -> None:
    assert_given_back(member.post("/wir/measures/B 99/comments", data=SAID), 404)


def test_no_such_address(member: FlaskClient) -> None:
    assert_given_back(member.post("/wir/no/such/address", data=SAID), 404)


def test_a_page_that_takes_no_form(member: FlaskClient) -> None:
    answer = member.post(PAGE, data=SAID)
    assert_given_back(answer, 405)
    assert "GET" in answer.headers["Allow"]


def test_something_changed_meanwhile(member: FlaskClient) -> None:
    assert member.post(COMMENTS, data=SAID | {"body": "Etwas anderes"}).status_code == 303
    assert_given_back(member.post(COMMENTS, data=SAID), 409)


def test_something_is_missing(member: FlaskClient) -> None:
    answer = member.post(COMMENTS, data=SAID | {"stance": ""})
    assert answer.status_code == 422
    assert SHOWN in answer.text


def test_somebody_was_too_quick(app: Flask, world: World) -> None:
    releaser, invited = world.client(app, "releaser"), {"email": "x@example.org", "name": TEXT}
    limiter.reset()
    try:
        answers = [releaser.post("/wir/organisation/invitations", data=invited) for _ in range(12)]
    finally:
        limiter.reset()
    assert_given_back(answers[-1], 429)


def test_an_error_of_ours(quiet: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(commenting, "submit_comment", fail)
    answer = world.client(quiet, "member").post(COMMENTS, data=SAID)
    assert_given_back(answer, 500)
    assert "secret detail" not in answer.text


@pytest.mark.parametrize("only_for_writing", [False, True])
def test_the_database_is_away(quiet: Flask, world: World, engine: Engine, only_for_writing: bool) -> None:
    member = world.client(quiet, "member")
    with database_away(engine, only_for_writing=only_for_writing):
        answer = member.post(COMMENTS, data=SAID)
    assert_given_back(answer, 503)
    assert int(answer.headers["Retry-After"]) > 0
    assert world.all(Comment) == []
    assert member.post(COMMENTS, data=SAID).status_code == 303


def test_a_page_while_the_database_is_away_is_503_and_back_at_once(quiet: Flask, world: World, engine: Engine) -> None:
    member = world.client(quiet, "member")
    with database_away(engine):
        assert member.get(PAGE).status_code == 503
    assert member.get(PAGE).status_code == 200


def test_what_is_too_large_is_told_so_and_not_repeated(member: FlaskClient) -> None:
    answer = member.post(COMMENTS, data=SAID | {"body": "x" * 1_100_000})
    assert answer.status_code == 413
    assert len(answer.data) < 20_000


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503, 418, 502])
def test_every_status_has_a_heading_and_a_sentence(app: Flask, status: int) -> None:
    with app.test_request_context("/wir/"):
        made = app.make_response(page(status))
    html = made.get_data(as_text=True)
    assert made.status_code == status
    assert "<h1" in html and 'class="lead">' in html and f"{status}" in html


def test_a_password_is_never_shown_again() -> None:
    def every(kind: type[Any]) -> Iterator[type[Any]]:
        below: list[type[Any]] = kind.__subclasses__()
        for one in below:
            yield one
            yield from every(one)

    fields = {
        name
        for form in every(Form)
        if form.__module__.startswith("portal.")
        for name in dir(form)
        if getattr(getattr(form, name), "field_class", None) is PasswordField
    }
    assert len(fields) >= 3
    assert fields <= NEVER_SHOWN_AGAIN


def test_the_way_on_leads_into_the_consultation(visitor: FlaskClient) -> None:
    assert '<a class="toolink" href="/wir/">' in visitor.get("/wir/measures/X").text
    assert '<a class="toolink" href="/">' in visitor.get("/no/such/address").text
