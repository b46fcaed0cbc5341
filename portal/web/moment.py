"""The moment a request acts in: its session, its actor, and when it arrived."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from flask import current_app, g, request, session
from sqlalchemy.orm import Session

from portal.kernel.actor import VISITOR, Actor
from portal.kernel.database import begin_reading
from portal.kernel.work import Work

FindActor = Callable[[Session, str, datetime], Actor]


def arrived() -> datetime:
    """When the request arrived: waiting for a lock makes nobody late."""
    moment: datetime = g.setdefault("arrived", datetime.now(UTC))
    return moment


def current_work() -> Work:
    """In an unsafe request this takes the write lock, so a view does its slow work before it asks."""
    if g.pop("has_looked", False):
        _stop_looking()
    if "work" not in g:
        g.work = Work(g.session, _actor(), arrived())
    work: Work = g.work
    return work


def look() -> Work:
    """Begin to read without the write lock; `reading` goes on with it, and `current_work` ends it."""
    begin_reading(g.session)
    work = current_work()
    g.has_looked = True
    return work


@contextmanager
def reading() -> Iterator[Work]:
    """A short look without the write lock; rows seen in it are read again when they are next used."""
    if not g.pop("has_looked", False):
        begin_reading(g.session)
    yield current_work()
    _stop_looking()


def _stop_looking() -> None:
    g.pop("work").session.rollback()


def has_cookie() -> bool:
    """Whether the browser sent our cookie; without it the request is a visitor's and touches no session."""
    return current_app.config["SESSION_COOKIE_NAME"] in request.cookies


def _actor() -> Actor:
    token = session.get("_user_id") if has_cookie() else None
    find_actor: FindActor = current_app.extensions["find_actor"]
    actor = VISITOR if token is None else find_actor(g.session, token, arrived())
    g.account_language = actor.language
    return actor
