"""Comments of 400 characters, submitted by eight signed-in members at once through the form."""

from collections.abc import Iterator
from statistics import median
from urllib.parse import quote, urlencode
from uuid import uuid4

from sqlalchemy import func, select

from portal.comments.models import Comment
from portal.consultations.models import Item, ItemType
from portal.demo.seeding import SLUG
from tests.bench import people, serving
from tests.bench.bench import Bench
from tests.bench.figures import Figure, Goal, of_bare, rounds
from tests.bench.grounds import SECRET, Ground
from tests.bench.load import Form, Load, ask, send

LENGTH = 400
SENTENCE = "Zwei Termine im Jahr reichen nicht aus, weil viele hier im **Schichtdienst** arbeiten. "
AT_ONCE = 150.0
"""Milliseconds within which 99 of 100 are answered."""


def measure(bench: Bench) -> Iterator[Figure]:
    ground = bench.grounds.demo()
    forms = _forms(ground)
    before = _stored(ground)
    with serving.portal(ground.environment) as portal:
        send(portal.address("/"), 1, bench.folder, forms, uuid4().hex)
        warm = _stored(ground) - before
        found = rounds(
            bench.rounds,
            bare=lambda: ask(bench.bare.address("/"), bench.seconds, bench.folder),
            submit=lambda: send(portal.address("/"), 2 * bench.seconds, bench.folder, forms, uuid4().hex),
        )
    submits = found["submit"]
    stored, answered = _stored(ground) - before - warm, sum(load.requests for load in submits)
    assert stored >= answered, f"{answered} comments were acknowledged and {stored} stored"
    goal = Goal(0.12 if bench.is_sqlite else 0.10, at_least=True)
    yield of_bare("submit a comment, 8 writers at once", bench.database, submits, found["bare"], goal)
    yield _slowest(bench, submits)


def _slowest(bench: Bench, submits: list[Load]) -> Figure:
    half = 1000 * median(load.half for load in submits)
    each = " ".join(f"{1000 * load.slowest:.0f}" for load in submits)
    worst = 1000 * median(load.slowest for load in submits)
    return Figure(
        "the same, 99 of 100 answered within",
        bench.database,
        worst,
        "ms",
        f"p50 {half:.1f} ms; p99 {each}",
        Goal(AT_ONCE),
    )


def _forms(ground: Ground) -> list[Form]:
    """Everybody who may comment, each on measures of their own in turn."""
    with ground.work() as work:
        codes = work.session.scalars(select(Item.code).where(Item.type == ItemType.MEASURE).order_by(Item.id)).all()
    with ground.engine() as engine:
        writers = people.writers(engine, SECRET)
    body = (SENTENCE * 5)[:LENGTH]
    return [
        Form(
            path=f"/{SLUG}/measures/{quote(codes[number % len(codes)])}/comments",
            cookie=writer.cookie,
            body=urlencode({"stance": "support", "body": body, "save": "submit", "csrf_token": writer.csrf_token}),
        )
        for number, writer in enumerate(writers)
    ]


def _stored(ground: Ground) -> int:
    with ground.work() as work:
        return work.session.scalar(select(func.count()).select_from(Comment)) or 0
