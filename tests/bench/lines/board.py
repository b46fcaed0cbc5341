"""The board at more and more comments, and its search beside the engine's own full-text query."""

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from statistics import median
from time import perf_counter
from urllib.parse import urlencode

from sqlalchemy import text

from portal.demo.seeding import SLUG
from portal.search.engine import terms
from tests.bench import people, serving
from tests.bench.bench import Bench
from tests.bench.figures import Figure, Goal, compared, rounds
from tests.bench.grounds import SECRET, Ground

SMALL, LARGE, HUGE = 10_000, 100_000, 1_000_000
NO_LONGER = Goal(1.3)
VIEWS = {
    "board, matrix": f"/{SLUG}/board/",
    "board, comments, first page": f"/{SLUG}/board/?view=comments",
}
QUESTIONS = {"one in six": "Sprachmittlung", "one in 216": "Schichtdienst Vorstand Räume"}
ENGINE = {
    "SQLite": "SELECT rowid FROM search_index WHERE search_index MATCH :asked",
    "PostgreSQL": "SELECT rowid FROM search_index WHERE vector @@ to_tsquery('simple', :asked)",
}


def measure(bench: Bench) -> Iterator[Figure]:
    sizes = [SMALL, LARGE, *([HUGE] if bench.has_million else [])]
    with ExitStack() as stack:
        grounds = {size: bench.grounds.filled(size) for size in sizes}
        servers = {size: stack.enter_context(serving.portal(grounds[size].environment)) for size in sizes}
        cookies = {size: _steering(ground) for size, ground in grounds.items()}

        for what, path in VIEWS.items():
            runners = {str(size): partial(servers[size].seconds, path, cookies[size]) for size in sizes}
            found = rounds(bench.rounds, **runners)
            for size in sizes[1:]:
                ratio = found[str(SMALL)], found[str(size)]
                yield compared(what, bench.database, *ratio, f"{SMALL:,} and {size:,} comments", NO_LONGER)
        yield from _searches(bench, grounds[LARGE], servers[LARGE], cookies[LARGE])


def _searches(bench: Bench, ground: Ground, server: serving.Server, cookie: dict[str, str]) -> Iterator[Figure]:
    for often, question in QUESTIONS.items():
        path = f"/{SLUG}/board/?{urlencode({'view': 'comments', 'q': question})}"
        found = rounds(
            bench.rounds,
            engine=partial(_engine_seconds, ground, bench.database, question),
            page=partial(server.seconds, path, cookie, times=7),
        )
        what = f"search in {LARGE:,} comments, first page, {often}"
        yield compared(what, bench.database, found["engine"], found["page"], "engine's own query and page", Goal(3.0))


def _engine_seconds(ground: Ground, database: str, question: str) -> float:
    """The engine's own query for the same words, all rows fetched."""
    asked = " ".join(f'"{word}"*' for word in terms(question))
    if database != "SQLite":
        asked = " & ".join(f"{word}:*" for word in terms(question))
    times = []
    with ground.engine() as engine, engine.connect() as connection:
        for _ in range(7):
            begun = perf_counter()
            connection.execute(text(ENGINE[database]), {"asked": asked}).all()
            times.append(perf_counter() - begun)
    return median(times)


def _steering(ground: Ground) -> dict[str, str]:
    with ground.engine() as engine:
        return people.signed_in(engine, SECRET, "steering").headers
