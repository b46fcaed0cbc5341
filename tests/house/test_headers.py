"""What every answer carries, whatever its status, and what cookies and hosts are let through."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError
from werkzeug import Response

from portal.app import create_app
from portal.consultations.models import Field
from portal.kernel.settings import Settings
from tests.house.matrix import MATRIX
from tests.house.things import Caller, make_things
from tests.support.world import World

PAGE = "/wir/measures/B 1.2"
SENT = {"save": "submit", "stance": "support", "submission_key": "the same"}
GIVES_A_COOKIE = {
    "accounts.sign_in",
    "accounts.password",
    "accounts.new_password",
    "moderation.report",
    "stakeholders.invitation",
    "stakeholders.take_part",
}
"""Where somebody who is not signed in fills in a form."""
PROTECTED = {
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Permissions-Policy",
    "Cross-Origin-Opener-Policy",
    "Cache-Control",
}


@pytest.fixture
def guarded(settings: Settings, engine: Engine) -> Iterator[Flask]:
    """As it runs: forms have a token, and the token is in a cookie."""
    app = create_app(settings, engine, TESTING=True)
    yield app
    app.extensions["look"].dispose()


def answers(app: Flask, world: World) -> dict[int, Response]:
    visitor, member = app.test_client(), world.client(app, "member")
    first, field = visitor.get(PAGE), world.all(Field)[0].id
    return {
        200: first,
        304: visitor.get(PAGE, headers={"If-None-Match": first.headers["ETag"]}),
        303: visitor.get("/wir/moderation/"),
        401: visitor.post(f"{PAGE}/comments"),
        404: visitor.get("/wir/measures/X"),
        405: visitor.post("/wir/"),
        413: member.post(f"{PAGE}/comments", data={"body": "x" * 1_100_000}),
        422: member.post(f"{PAGE}/comments", data={"save": "submit"}),
        403: member.post(f"{PAGE}/comments", data={"save": "release", "stance": "support", "body": "x"}),
        409: [member.post(f"{PAGE}/comments", data=SENT | {"body": body}) for body in ("one", "two")][1],
        410: visitor.get("/password/over"),
        400: world.client(app, "editor").post(f"/wir/office/fields/{field}/move", data={"move": "aside"}),
    }


def test_every_status_is_protected(app: Flask, world: World) -> None:
    for status, answer in answers(app, world).items():
        assert answer.status_code == status
        headers = answer.headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        assert "Strict-Transport-Security" not in headers


def test_an_error_inside_is_a_protected_page_too(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: object) -> str:
        raise RuntimeError

    app.testing = False
    app.view_functions["catalogue.mine"] = broken
    answer = world.client(app, "member").get("/wir/mine")
    assert answer.status_code == 500
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "Bei uns ist etwas schiefgegangen" in answer.text


def test_a_database_that_is_away_is_a_protected_page_too(app: Flask, world: World, engine: Engine) -> None:
    def away(_: object) -> None:
        raise OperationalError("BEGIN", None, Exception("away"))

    member = world.client(app, "member")
    event.listen(engine, "begin", away)
    try:
        answer = member.get("/wir/mine")
    finally:
        event.remove(engine, "begin", away)
    assert answer.status_code == 503
    assert set(answer.headers.keys()) >= PROTECTED


@pytest.mark.parametrize("name", ["visitor", "member", "editor", "admin"])
def test_every_answer_of_every_address_is_protected_and_kept_by_nobody_it_is_not_meant_for(
    guarded: Flask, world: World, name: str
) -> None:
    """Whoever is signed in leaves nothing in a cache; whoever is not gets no cookie, but for the forms."""
    things = make_things(world)
    caller = Caller.of(world, guarded, name)
    wrong = []
    for rule in guarded.url_map.iter_rules():
        who = MATRIX[rule.endpoint]
        if "GET" not in (rule.methods or ()) or rule.endpoint.startswith("operating"):
            continue
        address = things.address(guarded, rule, next(iter(who)) if isinstance(who, dict) else "")
        for form in (".csv", ".xlsx", ".docx") if address.endswith(".csv") else ("",):
            with caller.get(address.replace(".csv", form)) as answer:
                if not is_in_order(answer, name, gives_a_cookie=rule.endpoint in GIVES_A_COOKIE):
                    wrong.append((rule.endpoint, answer.status_code, dict(answer.headers)))
    assert wrong == []


def is_in_order(answer: Response, name: str, *, gives_a_cookie: bool) -> bool:
    headers, cache = answer.headers, answer.headers["Cache-Control"]
    protected = set(headers.keys()) >= PROTECTED and "unsafe" not in headers["Content-Security-Policy"]
    if name == "visitor":
        return protected and "private" not in cache and ("Set-Cookie" in headers) == gives_a_cookie
    return protected and cache == "private, no-store" and "ETag" not in headers and "Set-Cookie" not in headers


def test_pages_of_somebody_signed_in_are_kept_nowhere(app: Flask, world: World) -> None:
    for address in ("/wir/", PAGE, "/wir/mine"):
        answer = world.client(app, "member").get(address)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "ETag" not in answer.headers


def test_public_pages_are_asked_for_again_each_time(visitor: FlaskClient) -> None:
    answer = visitor.get(PAGE)
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert answer.headers["Vary"] == "Accept-Language"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("address", ["/", "/wir/", "/wir/measures/", PAGE, "/pages/imprint", "/wir/moderation/ledger"])
def test_nobody_gets_a_cookie_before_signing_in(visitor: FlaskClient, address: str) -> None:
    assert "Set-Cookie" not in visitor.get(address).headers


def test_over_https_cookies_and_transport_are_locked(engine: Engine, database_url: str) -> None:
    settings = Settings(database_url=database_url, secret_key="x" * 32, base_url="https://wir.example.org")
    app = create_app(settings, engine, TESTING=True)
    try:
        answer = app.test_client().get("/sign-in", base_url="https://wir.example.org")
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("__Host-session=")
        assert "Secure" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
        assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
        assert app.test_client().get("/wir/", base_url="https://evil.example.org").status_code == 400
        assert app.test_client().get("/healthz", base_url="http://10.0.0.1").status_code == 200
    finally:
        app.extensions["look"].dispose()
