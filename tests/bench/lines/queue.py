"""The moderators' queue with 10,000 comments waiting beside the same with 100."""

from collections.abc import Iterator
from contextlib import ExitStack

from portal.demo.seeding import SLUG
from tests.bench import people, serving
from tests.bench.bench import Bench
from tests.bench.figures import Figure, Goal, compared, rounds
from tests.bench.grounds import SECRET, Ground

COMMENTS, FEW, MANY = 10_000, 100, 10_000
PATH = f"/{SLUG}/moderation/"


def measure(bench: Bench) -> Iterator[Figure]:
    with ExitStack() as stack:
        few = Asking(stack, bench.grounds.waiting(COMMENTS, FEW))
        many = Asking(stack, bench.grounds.waiting(COMMENTS, MANY))
        few(), many()
        found = rounds(bench.rounds, few=few, many=many)
    sizes = f"{FEW:,} and {MANY:,} waiting"
    yield compared("queue, first page", bench.database, found["few"], found["many"], sizes, Goal(1.5))


class Asking:
    """One server and its moderator; called, the seconds the queue takes."""

    def __init__(self, stack: ExitStack, ground: Ground) -> None:
        self._server = stack.enter_context(serving.portal(ground.environment))
        with ground.engine() as engine:
            self._cookie = people.signed_in(engine, SECRET, "moderation").headers

    def __call__(self) -> float:
        return self._server.seconds(PATH, self._cookie)
