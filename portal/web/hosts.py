"""Who asks, and for which host: proxies are believed only from known networks, unknown hosts are turned away."""

from collections.abc import Iterable
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request

from portal.kernel.settings import Settings

NO_HOST = "unknown.invalid"
"""Stands in place of a host that cannot be one, such as `a..b`: no address could be made for the page that says so."""
ALWAYS_ANSWERED = {"/healthz", "/readyz", "/metrics"}


def init_app(app: Flask, settings: Settings) -> None:
    app.wsgi_app = BehindProxies(app.wsgi_app, settings.trusted_proxies)  # type: ignore[method-assign]
    app.config["KNOWN_HOST"] = None if settings.is_loopback else urlsplit(settings.base_url).netloc
    app.before_request(_refuse_unknown_hosts)


def is_known_host() -> bool:
    """Any host while the portal runs on loopback, else only that of `BASE_URL`."""
    return current_app.config["KNOWN_HOST"] in (None, request.host)


def _refuse_unknown_hosts() -> None:
    if not is_known_host() and request.path not in ALWAYS_ANSWERED:
        abort(400)


class BehindProxies:
    """Takes the client's address and scheme from `X-Forwarded-For` and `-Proto` when a trusted proxy says them."""

    def __init__(self, app: Any, networks: Iterable[str]) -> None:
        self._app = app
        self._networks = [ip_network(network) for network in networks]

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if self._networks and self._trusts(environ.get("REMOTE_ADDR", "")):
            self._believe(environ)
        if not _is_name(environ.get("HTTP_HOST", "")):
            environ["HTTP_HOST"] = NO_HOST
        return self._app(environ, start_response)

    def _believe(self, environ: dict[str, Any]) -> None:
        chain = [part.strip() for part in environ.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        for address in reversed(chain):
            if not _is_address(address):
                break
            environ["REMOTE_ADDR"] = address
            if not self._trusts(address):
                break
        if environ.get("HTTP_X_FORWARDED_PROTO") in ("http", "https"):
            environ["wsgi.url_scheme"] = environ["HTTP_X_FORWARDED_PROTO"]

    def _trusts(self, address: str) -> bool:
        return _is_address(address) and any(ip_address(address) in network for network in self._networks)


def _is_name(host: str) -> bool:
    try:
        host.encode("idna")
    except UnicodeError:
        return False
    return True


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
