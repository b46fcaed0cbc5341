"""Files to take along, made by the command line: seconds, and memory that does not grow with the comments."""

from collections.abc import Iterator

from portal.demo.seeding import SLUG
from tests.bench.bench import Bench
from tests.bench.figures import Figure, Goal
from tests.bench.grounds import Ground
from tests.bench.running import Run, portal

SMALL, LARGE, HUGE = 10_000, 100_000, 1_000_000
STREAMED, DOCUMENTS = ("csv", "xlsx"), ("synopsis", "catalogue")
FLAT = Goal(20.0)
"""Megabytes a larger export may hold more than a smaller one."""
DOCUMENT, DOCUMENT_MEMORY = Goal(20.0), Goal(500.0)


def measure(bench: Bench) -> Iterator[Figure]:
    small = bench.grounds.filled(SMALL)
    few = {form: _export(bench, small, form) for form in STREAMED}
    for size in (LARGE, *([HUGE] if bench.has_million else [])):
        large = bench.grounds.filled(size)
        for form in STREAMED:
            yield from _streamed(bench, form, few[form], size, _export(bench, large, form))
    for what in DOCUMENTS:
        for form in ("docx", "pdf"):
            yield from _document(bench, what, form, _export(bench, small, form, what))


def _streamed(bench: Bench, form: str, few: Run, size: int, many: Run) -> Iterator[Figure]:
    what = f"synopsis {form.upper()} of {size:,} comments"
    numbers = f"{many.processor:.1f} s of processor; {SMALL:,} in {few.seconds:.1f} s"
    yield Figure(what, bench.database, many.seconds, "s", numbers)
    numbers = f"{few.peak:.0f} MB at {SMALL:,}, {many.peak:.0f} MB at {size:,}"
    yield Figure("the same, memory beyond that of 10,000", bench.database, many.peak - few.peak, "MB", numbers, FLAT)


def _document(bench: Bench, what: str, form: str, run: Run) -> Iterator[Figure]:
    numbers = f"{run.processor:.1f} s of processor"
    yield Figure(f"{what} {form.upper()} of {SMALL:,} comments", bench.database, run.seconds, "s", numbers, DOCUMENT)
    yield Figure("the same, memory", bench.database, run.peak, "MB", "", DOCUMENT_MEMORY)


def _export(bench: Bench, ground: Ground, form: str, what: str = "synopsis") -> Run:
    path = bench.folder / f"{what}.{form}"
    return portal(ground.environment, "export", SLUG, what, "--format", form, "-o", str(path))
