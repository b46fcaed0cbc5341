"""For those who run the portal: is it alive, is it ready, what does it count."""

from functools import cache
from ipaddress import ip_address
from time import perf_counter

from flask import Blueprint, Flask, Response, abort, current_app, g, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from portal.kernel.migrations import is_current
from portal.web.access import anyone

bp = Blueprint("operating", __name__)

REGISTRY = CollectorRegistry()
ANSWERS = Counter("portal_answers", "Answers by endpoint and status", ("endpoint", "status"), registry=REGISTRY)
SECONDS = Histogram("portal_seconds", "Seconds until the answer", ("endpoint",), registry=REGISTRY)


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    app.before_request(_begin)
    app.after_request(_count)


@bp.get("/healthz", access=anyone)
def healthz() -> ResponseReturnValue:
    return Response("alive\n", mimetype="text/plain")


@bp.get("/readyz", access=anyone)
def readyz() -> ResponseReturnValue:
    try:
        ready = is_current(current_app.extensions["engine"])
    except SQLAlchemyError:
        ready = False
    return Response("ready\n" if ready else "not ready\n", 200 if ready else 503, mimetype="text/plain")


@bp.get("/metrics", access=anyone)
def metrics() -> ResponseReturnValue:
    """For this machine only; what a proxy passes on comes from elsewhere, whether the proxy is trusted or not."""
    own = ip_address(request.remote_addr or "0.0.0.0").is_loopback  # noqa: S104 - an address to compare, not to bind
    if not own or "X-Forwarded-For" in request.headers:
        abort(404)
    return Response(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)


def _begin() -> None:
    g.began = perf_counter()


def count(endpoint: str, status: int, seconds: float) -> None:
    answers, durations = _metrics(endpoint, status)
    answers.inc()
    durations.observe(seconds)


@cache
def _metrics(endpoint: str, status: int) -> tuple[Counter, Histogram]:
    return ANSWERS.labels(endpoint, status), SECONDS.labels(endpoint)


def _count(response: Response) -> Response:
    count(request.endpoint or "none", response.status_code, perf_counter() - g.get("began", perf_counter()))
    return response
