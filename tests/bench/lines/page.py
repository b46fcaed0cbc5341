"""The page of a measure with 200 visible comments: kept, not modified, signed in, and made anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any
from urllib.parse import quote

from sqlalchemy import func, select

from portal.app import create_app
from portal.comments.models import Comment
from portal.comments.policy import is_visible
from portal.comments.queries import PER_PAGE
from portal.consultations import operations as consultations
from portal.consultations.models import Item, ItemType
from portal.demo.seeding import SLUG
from portal.kernel.database import Look
from portal.kernel.settings import Settings
from portal.web.kept_pages import KeptPages
from portal.web.shortcut import Shortcut
from tests.bench import people, serving
from tests.bench.bench import Bench
from tests.bench.figures import Figure, Goal, of_bare, rounds
from tests.bench.grounds import SECRET, Ground
from tests.bench.load import ask
from tests.support.statements import counted

COMMENTS = 36_000
"""Enough for 200 visible ones on some measure."""
MARK = '<article class="comment'
COLD = 20


@dataclass(frozen=True, slots=True)
class Place:
    item_id: int
    path: str


def measure(bench: Bench) -> Iterator[Figure]:
    ground = bench.grounds.filled(COMMENTS)
    place = fullest_measure(ground)
    with serving.portal(ground.environment) as portal, ground.engine() as engine:
        first = portal.get(place.path)
        assert first.text.count(MARK) >= PER_PAGE, f"{place.path} shows {first.text.count(MARK)} comments"
        asks_again = {"If-None-Match": first.headers["ETag"]}
        portal.get(place.path, asks_again, status=304)
        member = people.signed_in(engine, SECRET, "member").headers
        assert portal.get(place.path, member).text.count(MARK) >= PER_PAGE
        address, folder, seconds = portal.address(place.path), bench.folder, bench.seconds
        found = rounds(
            bench.rounds,
            bare=lambda: ask(bench.bare.address("/"), seconds, folder),
            kept=lambda: ask(address, seconds, folder),
            unchanged=lambda: ask(address, seconds, folder, asks_again),
            signed_in=lambda: ask(address, seconds, folder, member),
        )
        bare, name = found["bare"], bench.database
        whole = Goal(0.60, at_least=True, floor=0.40) if bench.is_sqlite else Goal(0.40, at_least=True, floor=0.30)
        personal = Goal(0.15 if bench.is_sqlite else 0.12, at_least=True)
        yield of_bare("measure page, 200 comments, public", name, found["kept"], bare, whole)
        yield of_bare("the same, If-None-Match (304)", name, found["unchanged"], bare, whole)
        yield of_bare("the same, signed in", name, found["signed_in"], bare, personal)
        yield _made_anew(bench, ground, place, portal)
    yield from _statements(bench, ground, place)


def fullest_measure(ground: Ground) -> Place:
    with ground.work() as work:
        item_id, code = (
            work.session.execute(
                select(Item.id, Item.code)
                .join(Comment, Comment.item_id == Item.id)
                .where(Item.type == ItemType.MEASURE, is_visible())
                .group_by(Item.id, Item.code)
                .order_by(func.count().desc())
                .limit(1)
            )
            .tuples()
            .one()
        )
    return Place(item_id, f"/{SLUG}/measures/{quote(code)}")


def _made_anew(bench: Bench, ground: Ground, place: Place, portal: serving.Server) -> Figure:
    """One request after the other, each after a change of the measure."""
    pages, constants = portal.answers(place.path), bench.bare.answers("/")
    cold, bare = [], []
    for _ in range(COLD):
        with ground.work() as work:
            consultations.touch_item(work, place.item_id)
        cold.append(next(pages).seconds)
        bare.append(next(constants).seconds)
    numbers = f"1 of 1 connection, {COLD} times: {1000 * median(cold):.1f} ms, bare {1000 * median(bare):.2f} ms"
    return Figure(
        "the same, made anew for each visitor", bench.database, median(bare) / median(cold), "of bare", numbers
    )


class _CountedLook(Look):
    """Counts how often a cursor is asked for."""

    def __init__(self, real: Look) -> None:
        self.real = real
        self.times = 0

    @contextmanager
    def __call__(self) -> Iterator[Any]:
        self.times += 1
        with self.real() as cursor:
            yield cursor


def _statements(bench: Bench, ground: Ground, place: Place) -> Iterator[Figure]:
    settings = Settings(database_url=ground.url, secret_key=SECRET, data_dir=ground.folder)
    with ground.engine() as engine:
        app = create_app(settings, engine)
        look = _CountedLook(app.extensions["look"])
        pages = app.extensions["kept_pages"] = KeptPages(look, "bench")
        app.extensions["shortcut"] = Shortcut(pages)
        client = app.test_client()
        client.get(place.path)
        with ground.work() as work:
            consultations.touch_item(work, place.item_id)
        for what, most in (("after a change", 3.0), ("kept", 1.0)):
            look.times = 0
            with counted(engine) as sent:
                assert client.get(place.path).status_code == 200
            number = look.times + len(sent)
            numbers = f"{look.times} by the driver, {len(sent)} by SQLAlchemy"
            yield Figure(f"statements of the public page, {what}", bench.database, number, "", numbers, Goal(most))
        look.real.dispose()
