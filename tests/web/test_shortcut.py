"""The short way for visitors: the same answers as the long one, without Flask."""

from dataclasses import replace

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal.app import create_app
from portal.comments.models import Comment, CommentState
from portal.comments.operations import settle
from portal.kernel.settings import Settings
from portal.web.door import GuardedFlask
from portal.web.kept_pages import KeptPages
from portal.web.shortcut import MOST, Shortcut
from tests.support.world import World, consultation_in

PAGE = "/wir/measures/B 1.2"


@pytest.fixture
def long_ways(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The methods of requests that reached Flask."""
    seen: list[str] = []
    real = GuardedFlask.full_dispatch_request

    def note(self: GuardedFlask) -> object:
        seen.append(request.method)
        return real(self)

    monkeypatch.setattr(GuardedFlask, "full_dispatch_request", note)
    return seen


def test_a_page_asked_for_again_never_reaches_flask(visitor: FlaskClient, long_ways: list[str]) -> None:
    first, second = visitor.get(PAGE), visitor.get(PAGE)
    assert len(long_ways) == 1
    assert (second.status, second.data) == (first.status, first.data)
    assert sorted(second.headers) == sorted(first.headers)


def test_a_change_is_seen_at_once(visitor: FlaskClient, world: World) -> None:
    visitor.get(PAGE), visitor.get(PAGE)
    comment = world.comment(body="Mehr Eichen")
    with world.work() as work:
        settle(work, consultation_in(work), work.session.get_one(Comment, comment.id), CommentState.APPROVED)
    assert "Mehr Eichen" in visitor.get(PAGE).text


def test_what_a_browser_has_already_is_not_sent_again(visitor: FlaskClient, long_ways: list[str]) -> None:
    tag = visitor.get(PAGE).headers["ETag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = visitor.get(PAGE, headers={"If-None-Match": known})
        assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", tag)
        assert "Content-Type" not in answer.headers and "Content-Security-Policy" in answer.headers
    assert visitor.get(PAGE, headers={"If-None-Match": '"other"'}).status_code == 200
    assert len(long_ways) == 1


def test_a_head_request_gets_no_body(visitor: FlaskClient) -> None:
    whole = visitor.get(PAGE)
    for _ in range(2):
        answer = visitor.head(PAGE)
        assert (answer.data, answer.headers["Content-Length"]) == (b"", str(len(whole.data)))


def test_whoever_sends_a_cookie_goes_the_long_way(app: Flask, world: World, long_ways: list[str]) -> None:
    visitor, member = app.test_client(), world.client(app, "member")
    for browser in (visitor, visitor, member, member):
        browser.get(PAGE)
    assert len(long_ways) == 3
    assert "Abmelden" in member.get(PAGE).text and "Abmelden" not in visitor.get(PAGE).text


def test_every_language_has_its_own_way(visitor: FlaskClient) -> None:
    for _ in range(2):
        assert '<html lang="de"' in visitor.get(PAGE).text
        assert '<html lang="en"' in visitor.get(PAGE, headers={"Accept-Language": "en"}).text
        assert '<html lang="en"' in visitor.get(f"{PAGE}?lang=en").text


def test_an_unknown_host_is_turned_away_on_the_short_way_too(settings: Settings, engine: Engine) -> None:
    app = create_app(replace(settings, base_url="https://portal.example", secret_key="s" * 32), engine)
    visitor = app.test_client()
    for _ in range(2):
        assert visitor.get(PAGE, base_url="https://portal.example").status_code == 200
        assert visitor.get(PAGE, base_url="https://elsewhere.example").status_code == 400
    app.extensions["look"].dispose()


def test_answers_of_the_short_way_are_counted(visitor: FlaskClient) -> None:
    def counted() -> float:
        line = next(
            line
            for line in visitor.get("/metrics").text.splitlines()
            if 'answers_total{endpoint="catalogue.measure",status="200"}' in line
        )
        return float(line.split()[-1])

    visitor.get(PAGE)
    before = counted()
    visitor.get(PAGE)
    assert counted() == before + 1


def test_a_process_remembers_a_bounded_number_of_addresses(app: Flask, visitor: FlaskClient) -> None:
    shortcut: Shortcut = app.extensions["shortcut"]
    visitor.get(PAGE)
    known = next(iter(shortcut._known.values()))
    for number in range(2 * MOST):
        shortcut.remember({"PATH_INFO": str(number)}, known)
    assert len(shortcut._known) <= MOST
    assert visitor.get(PAGE).status_code == 200


def test_a_page_made_anew_is_looked_up_once(app: Flask, visitor: FlaskClient, world: World) -> None:
    looks: list[str] = []
    look = app.extensions["look"]
    pages = KeptPages(look, "test")
    real = pages.find_stamp
    app.extensions |= {"kept_pages": pages, "shortcut": Shortcut(pages)}
    pages.find_stamp = lambda asked, now: looks.append(asked.address) or real(asked, now)  # type: ignore[method-assign,func-returns-value]
    visitor.get(PAGE)
    comment = world.comment(body="Mehr Eichen")
    with world.work() as work:
        settle(work, consultation_in(work), work.session.get_one(Comment, comment.id), CommentState.APPROVED)
    looks.clear()
    assert "Mehr Eichen" in visitor.get(PAGE).text
    assert len(looks) == 1
