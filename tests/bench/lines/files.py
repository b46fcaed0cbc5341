"""Files to take along, made by the command line: seconds, and memory that does not grow with the comments."""

from collections.abc import Iterator

from portal.demo.seeding import SLUG
from tests.bench.bench import Bench
from tests.bench.figures import Figure, Goal
from tests.bench.grounds import Ground
from tests.bench.running import Run, portal

SMALL, LARGE = 10_000, 100_000
FLAT = Goal(20.0)
"""Megabytes a larger export may hold more than a smaller one."""
DOCUMENT, DOCUMENT_MEMORY = Goal(20.0), Goal(500.0)


def measure(bench: Bench) -> Iterator[Figure]:
    small, large = bench.grounds.filled(SMALL), bench.grounds.filled(LARGE)
    for form in ("csv", "xlsx"):
        few, many = _export(bench, small, form), _export(bench, large, form)
        what = f"synopsis {form.upper()} of {LARGE:,} comments"
        numbers = f"{many.processor:.1f} s of processor; {SMALL:,} in {few.seconds:.1f} s"
        yield Figure(what, bench.database, many.seconds, "s", numbers)
        numbers = f"{few.peak:.0f} MB at {SMALL:,}, {many.peak:.0f} MB at {LARGE:,}"
        yield Figure(
            "the same, memory beyond that of 10,000", bench.database, many.peak - few.peak, "MB", numbers, FLAT
        )
    document = _export(bench, small, "docx")
    what, numbers = f"synopsis DOCX of {SMALL:,} comments", f"{document.processor:.1f} s of processor"
    yield Figure(what, bench.database, document.seconds, "s", numbers, DOCUMENT)
    yield Figure("the same, memory", bench.database, document.peak, "MB", "", DOCUMENT_MEMORY)


def _export(bench: Bench, ground: Ground, form: str) -> Run:
    path = bench.folder / f"synopsis.{form}"
    return portal(ground.environment, "export", SLUG, "synopsis", "--format", form, "-o", str(path))
