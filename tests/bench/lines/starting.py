"""What people wait for once: the first start of the demo, and reading a catalogue of 85 measures in."""

from collections.abc import Iterator
from statistics import median

from portal.demo.seeding import SLUG
from tests.bench.bench import Bench
from tests.bench.figures import Figure, Goal
from tests.bench.grounds import SQLITE
from tests.bench.running import portal

NEW = "catalogue-read"


def measure(bench: Bench) -> Iterator[Figure]:
    source = bench.grounds.demo()
    path = bench.folder / "catalogue.xlsx"
    portal(source.environment, "export", SLUG, "catalogue", "--format", "xlsx", "-o", str(path))
    times = []
    for _ in range(bench.rounds):
        target = bench.grounds.empty()
        portal(target.environment, "consultation", "create", NEW, "Read")
        times.append(portal(target.environment, "import", NEW, str(path)).seconds)
    yield Figure("import of 85 measures", bench.database, median(times), "s", _each(times), Goal(2.0))
    if bench.database == SQLITE:
        yield _first_start(bench)


def _first_start(bench: Bench) -> Figure:
    """Until everything is there and the server would begin to answer; the packages are installed already."""
    times = []
    for number in range(bench.rounds):
        folder = bench.folder / f"first-{number}"
        environment = {"PORTAL_DATA_DIR": str(folder), "PORTAL_DATABASE_URL": f"sqlite:///{folder / 'portal.db'}"}
        times.append(portal(environment, "demo", "--no-serve", "--data", str(folder)).seconds)
    return Figure("demo, first start after set-up", bench.database, median(times), "s", _each(times), Goal(5.0))


def _each(times: list[float]) -> str:
    return "rounds " + " ".join(f"{seconds:.2f}" for seconds in times)
