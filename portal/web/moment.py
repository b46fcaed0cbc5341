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
    if "work" not in g:
        g.work = Work(g.session, _actor(), arrived())
    work: Work = g.work
    return work


@contextmanager
def reading() -> Iterator[Work]:
    """A short look without the write lock; rows seen in it are read again when they are next used."""
    begin_reading(g.session)
    yield current_work()
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
