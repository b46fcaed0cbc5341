"""What people wait for once: the first start of the demo, and reading a catalogue of 85 measures in."""

from collections.abc import Iterator
from statistics import median

from portal.demo.seeding import SLUG
from tests.bench.bench import Bench
from tests.bench.figures import Figure, Goal
from tests.bench.grounds import SQLITE
from tests.bench.running import Run, portal

NEW = "catalogue-read"


def measure(bench: Bench) -> Iterator[Figure]:
    source = bench.grounds.demo()
    path = bench.folder / "catalogue.xlsx"
    portal(source.environment, "export", SLUG, "catalogue", "--format", "xlsx", "-o", str(path))
    runs = []
    for _ in range(bench.rounds):
        target = bench.grounds.empty()
        portal(target.environment, "consultation", "create", NEW, "Read")
        runs.append(portal(target.environment, "import", NEW, str(path)))
    yield _figure("import of 85 measures", bench, runs, Goal(2.0))
    if bench.database == SQLITE:
        yield _first_start(bench)


def _first_start(bench: Bench) -> Figure:
    """Until everything is there and the server would begin to answer; the packages are installed already."""
    runs = []
    for number in range(bench.rounds):
        folder = bench.folder / f"first-{number}"
        environment = {"PORTAL_DATA_DIR": str(folder), "PORTAL_DATABASE_URL": f"sqlite:///{folder / 'portal.db'}"}
        runs.append(portal(environment, "demo", "--no-serve", "--data", str(folder)))
    return _figure("demo, first start after set-up", bench, runs, Goal(5.0))


def _figure(what: str, bench: Bench, runs: list[Run], goal: Goal) -> Figure:
    each = " ".join(f"{run.seconds:.2f}" for run in runs)
    numbers = f"{median(run.processor for run in runs):.1f} s of processor; rounds {each}"
    return Figure(what, bench.database, median(run.seconds for run in runs), "s", numbers, goal)
