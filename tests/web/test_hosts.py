"""Clients are who they are: a header is believed from a known proxy only, and another host is turned away."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine

from portal.app import create_app
from portal.kernel.settings import Settings
from portal.web.hosts import BehindProxies

PUBLIC = "https://mitreden.example"


def seen(networks: tuple[str, ...], **environ: str) -> tuple[str, str]:
    """Address and scheme as the application sees them."""
    found: dict[str, Any] = {}
    given = {"REMOTE_ADDR": "10.0.0.9", "wsgi.url_scheme": "http"} | environ
    BehindProxies(lambda environ, start: found.update(environ), networks)(given, None)
    return found["REMOTE_ADDR"], found["wsgi.url_scheme"]


@pytest.mark.parametrize(
    ("networks", "remote", "chain", "address"),
    [
        ((), "10.0.0.9", "203.0.113.7", "10.0.0.9"),
        (("192.0.2.0/24",), "10.0.0.9", "203.0.113.7", "10.0.0.9"),
        (("10.0.0.0/8",), "10.0.0.9", "203.0.113.7", "203.0.113.7"),
        (("10.0.0.0/8",), "10.0.0.9", "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (("10.0.0.0/8",), "10.0.0.9", "198.51.100.1, 203.0.113.7, 10.1.2.3", "203.0.113.7"),
        (("10.0.0.0/8",), "10.0.0.9", "10.1.2.3", "10.1.2.3"),
        (("10.0.0.0/8",), "10.0.0.9", "unknown, 10.1.2.3", "10.1.2.3"),
        (("10.0.0.0/8",), "10.0.0.9", "127.0.0.1; DROP", "10.0.0.9"),
        (("10.0.0.0/8",), "10.0.0.9", " , ,", "10.0.0.9"),
        (("::1/128",), "::1", "2001:db8::7", "2001:db8::7"),
        (("10.0.0.0/8",), "", "203.0.113.7", ""),
    ],
)
def test_the_address_is_the_first_that_no_known_proxy_has(
    networks: tuple[str, ...], remote: str, chain: str, address: str
) -> None:
    assert seen(networks, REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=chain)[0] == address


@pytest.mark.parametrize(
    ("remote", "said", "scheme"),
    [("10.0.0.9", "https", "https"), ("10.0.0.9", "gopher", "http"), ("203.0.113.7", "https", "http")],
)
def test_the_scheme_is_what_a_known_proxy_says(remote: str, said: str, scheme: str) -> None:
    assert seen(("10.0.0.0/8",), REMOTE_ADDR=remote, HTTP_X_FORWARDED_PROTO=said)[1] == scheme


@pytest.fixture
def build(engine: Engine, database_url: str) -> Iterator[Callable[..., Flask]]:
    made: list[Flask] = []

    def build(**changes: Any) -> Flask:
        settings = Settings(database_url=database_url, secret_key="x" * 40, **changes)
        made.append(create_app(settings, engine, TESTING=True))
        return made[-1]

    yield build
    for app in made:
        app.extensions["look"].dispose()


def test_another_host_is_refused_once_the_address_is_public(build: Callable[..., Flask]) -> None:
    visitor = build(base_url=PUBLIC).test_client()
    assert visitor.get("/wir/", base_url=PUBLIC).status_code == 200
    for host in ("https://evil.example", "https://mitreden.example.evil.example", "https://mitreden.example:444"):
        answer = visitor.get("/wir/", base_url=host)
        assert answer.status_code == 400
        assert "evil" not in answer.text


def test_a_kept_page_is_not_shown_on_another_host(build: Callable[..., Flask]) -> None:
    visitor = build(base_url=PUBLIC).test_client()
    for _ in range(3):
        assert visitor.get("/wir/", base_url=PUBLIC).status_code == 200
        assert visitor.get("/wir/", base_url="https://evil.example").status_code == 400


def test_a_host_that_a_proxy_forwards_is_not_believed(build: Callable[..., Flask]) -> None:
    visitor = build(base_url=PUBLIC, trusted_proxies=("127.0.0.1",)).test_client()
    forwarded = {"X-Forwarded-Host": "mitreden.example"}
    assert visitor.get("/wir/", base_url="https://evil.example", headers=forwarded).status_code == 400


def test_on_loopback_every_name_of_the_machine_is_answered(build: Callable[..., Flask]) -> None:
    visitor = build().test_client()
    for host in ("http://127.0.0.1:8000", "http://localhost", "http://[::1]:8000"):
        assert visitor.get("/wir/", base_url=host).status_code == 200


def test_operators_are_answered_under_any_name(build: Callable[..., Flask]) -> None:
    visitor = build(base_url=PUBLIC).test_client()
    for path in ("/healthz", "/readyz", "/metrics"):
        assert visitor.get(path, base_url="http://10.0.0.1:8000").status_code == 200


def test_figures_are_for_this_machine_only(build: Callable[..., Flask]) -> None:
    for networks in ((), ("127.0.0.1",)):
        visitor = build(trusted_proxies=networks).test_client()
        assert visitor.get("/metrics").status_code == 200
        assert visitor.get("/metrics").content_type.count("charset") == 1
        assert visitor.get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 404
        assert visitor.get("/metrics", environ_base={"REMOTE_ADDR": "203.0.113.7"}).status_code == 404


@pytest.mark.parametrize("host", ["a..b", "a" * 64, f"{'a' * 70}.example", ".", "\xe9" * 60])
def test_a_host_that_cannot_be_one_is_refused_like_another(build: Callable[..., Flask], host: str) -> None:
    answer = build(base_url=PUBLIC).test_client().get("/wir/", headers={"Host": host})
    assert (answer.status_code, "<main" in answer.text) == (400, True)
    assert build().test_client().get("/wir/", headers={"Host": host}).status_code == 200
