"""One run: what was chosen, measured line by line, printed as it comes."""

import argparse
import os
import platform
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from tests.bench import serving
from tests.bench.bench import Bench
from tests.bench.figures import Figure, as_table
from tests.bench.grounds import POSTGRESQL, SQLITE, Grounds
from tests.bench.lines import ALL
from tests.bench.load import CONNECTIONS, require_wrk
from tests.support import postgres

DATABASES = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def measure(arguments: Sequence[str]) -> int:
    given = _parser().parse_args(arguments)
    require_wrk()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{machine}; wrk with {CONNECTIONS} connections; gunicorn with 1 worker and 4 threads.", flush=True)
    found: list[Figure] = []
    try:
        for kind in [given.database] if given.database else DATABASES:
            for figure in _figures(given, DATABASES[kind]):
                found.append(figure)
                print(figure.line(), flush=True)
    finally:
        if given.markdown is not None:
            given.markdown.write_text(as_table(found), encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python3 -m tests.bench",
        description="Measure the speeds that the design promises, each beside a bare Flask route in the same round.",
    )
    names = ", ".join(ALL)
    parser.add_argument("lines", nargs="*", type=_known, metavar="LINE", help=f"what to measure: {names}; default: all")
    parser.add_argument("--database", choices=DATABASES, help="only this one")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds")
    parser.add_argument("--million", action="store_true", help="the board and the files at 1,000,000 comments, too")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the figures as a table, too")
    return parser


def _known(name: str) -> str:
    if name not in ALL:
        raise argparse.ArgumentTypeError(f"there is no line {name}")
    return name


def _figures(given: argparse.Namespace, database: str) -> Iterator[Figure]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-bench-")))
        if database == POSTGRESQL:
            stack.enter_context(postgres.server(durable=True))
        bench = Bench(
            Grounds(database, folder),
            stack.enter_context(serving.bare()),
            folder,
            rounds=3 if given.quick else 5,
            seconds=1 if given.quick else 3,
            has_million=given.million,
        )
        for name in given.lines or ALL:
            yield from ALL[name](bench)
