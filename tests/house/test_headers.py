"""What every answer carries, whatever its status, and what cookies and hosts are let through."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal.app import create_app
from portal.kernel.settings import Settings
from tests.support.world import World

PAGE = "/wir/measures/B 1.2"


def answers(app: Flask, world: World) -> dict[int, object]:
    visitor, member = app.test_client(), world.client(app, "member")
    first = visitor.get(PAGE)
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
    }


def test_every_status_is_protected(app: Flask, world: World) -> None:
    for status, answer in answers(app, world).items():
        assert answer.status_code == status  # type: ignore[attr-defined]
        headers = answer.headers  # type: ignore[attr-defined]
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


def test_without_a_token_nothing_is_done_and_the_text_comes_back(
    world: World, settings: Settings, engine: Engine
) -> None:
    app = create_app(settings, engine, TESTING=True)
    try:
        answer = world.client(app, "member").post(f"{PAGE}/comments", data={"stance": "support", "body": "Mehr Eichen"})
        assert answer.status_code == 400
        assert "Mehr Eichen" in answer.text
    finally:
        app.extensions["look"].dispose()
