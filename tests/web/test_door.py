"""The way in: nobody passes who may not, a token is asked for behind the guard, and the way back is kept."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Blueprint, Flask
from sqlalchemy import Engine

from portal.app import create_app
from portal.kernel.settings import Settings
from portal.web.paths import own_path
from tests.support.world import World

COMMENTS = "/wir/measures/B 1.2/comments"
SAID = {"stance": "support", "body": "Mehr Eichen"}


@pytest.fixture
def guarded(settings: Settings, engine: Engine) -> Iterator[Flask]:
    """As it runs: a token is asked for."""
    app = create_app(settings, engine, TESTING=True)
    yield app
    app.extensions["look"].dispose()


def test_a_route_that_does_not_say_who_may_call_it_cannot_be_registered(guarded: Flask) -> None:
    part = Blueprint("part", __name__)
    part.get("/part")(lambda: "open to everybody")
    guarded._got_first_request = False
    with pytest.raises(TypeError, match="does not say who may call it"):
        guarded.register_blueprint(part)


def test_without_a_token_a_form_is_refused_and_the_text_comes_back(guarded: Flask, world: World) -> None:
    answer = world.client(guarded, "member").post(COMMENTS, data=SAID)
    assert (answer.status_code, "Mehr Eichen" in answer.text) == (400, True)


@pytest.mark.parametrize(("name", "status"), [("visitor", 401), ("moderator", 404), ("outsider", 404)])
def test_who_may_not_come_in_is_not_asked_for_a_token(guarded: Flask, world: World, name: str, status: int) -> None:
    answer = world.client(guarded, name).post(COMMENTS, data=SAID)
    assert (answer.status_code, "Mehr Eichen" in answer.text) == (status, True)


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/password", "/invitations/x", "/password/x"])
def test_what_everybody_may_send_needs_a_token_too(guarded: Flask, path: str) -> None:
    assert guarded.test_client().post(path, data={"email": "member@example.org"}).status_code == 400


def test_a_token_of_another_browser_is_none(guarded: Flask, world: World) -> None:
    visitor = guarded.test_client()
    visitor.get("/sign-in")
    with visitor.session_transaction() as cookie:
        theirs = cookie["csrf_token"]
    answer = world.client(guarded, "member").post(COMMENTS, data=SAID | {"csrf_token": theirs})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "address", ["/wir/board/measures/B%201.2", "/wir/moderation/?q=%C3%BC&state=declined&page=2", "/account/"]
)
def test_the_way_back_after_signing_in_is_the_address_that_was_asked_for(app: Flask, address: str) -> None:
    location = app.test_client().get(address).headers["Location"]
    (onward,) = parse_qs(urlsplit(location).query)["next"]
    assert own_path(onward) == address


def test_a_head_request_needs_the_same_right(app: Flask, world: World) -> None:
    assert app.test_client().head("/wir/board/").status_code == 303
    assert world.client(app, "member").head("/wir/board/").status_code == 404
    assert world.client(app, "steering").head("/wir/board/").status_code == 200
