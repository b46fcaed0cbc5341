"""The list of all 85 measures with their counts, for the public and signed in."""

from collections.abc import Iterator

from portal.demo.seeding import SLUG
from tests.bench import people, serving
from tests.bench.bench import Bench
from tests.bench.figures import Figure, Goal, of_bare, rounds
from tests.bench.grounds import SECRET
from tests.bench.lines.page import COMMENTS
from tests.bench.load import ask

PATH = f"/{SLUG}/measures/"
MEASURES = 85


def measure(bench: Bench) -> Iterator[Figure]:
    ground = bench.grounds.filled(COMMENTS)
    with serving.portal(ground.environment) as portal, ground.engine() as engine:
        shown = portal.get(PATH).text.count(f'href="/{SLUG}/measures/')
        assert shown >= MEASURES, f"the list shows {shown} measures"
        member = people.signed_in(engine, SECRET, "member").headers
        found = rounds(
            bench.rounds,
            bare=lambda: ask(bench.bare.address("/"), bench.seconds, bench.folder),
            public=lambda: ask(portal.address(PATH), bench.seconds, bench.folder),
            signed_in=lambda: ask(portal.address(PATH), bench.seconds, bench.folder, member),
        )
    bare, goal = found["bare"], Goal(0.50, at_least=True)
    yield of_bare(f"list of {MEASURES} measures with counts, public", bench.database, found["public"], bare, goal)
    yield of_bare("the same, signed in", bench.database, found["signed_in"], bare)
