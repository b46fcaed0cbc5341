"""`export`: the catalogue, the synopsis or the comments into a file."""

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from portal.board.report import synopsis
from portal.catalogue.report import catalogue_report
from portal.commands.setting import complain, looking, named, say
from portal.comments.filters import EVERYTHING
from portal.comments.imprint import Edition
from portal.consultations.models import Consultation
from portal.kernel.settings import KNOWN_LANGUAGES
from portal.kernel.words import Words
from portal.kernel.work import Work
from portal.reports.model import Report
from portal.reports.writing import STREAMED, TYPES, write

CATALOGUE, SYNOPSIS, COMMENTS = "catalogue", "synopsis", "comments"
BAR = 30


def add(tasks: Any) -> None:
    parser = tasks.add_parser("export", help="write the catalogue, the synopsis or the comments into a file")
    parser.add_argument("consultation")
    parser.add_argument("what", choices=[CATALOGUE, SYNOPSIS, COMMENTS])
    parser.add_argument("--format", choices=[*TYPES], required=True)
    parser.add_argument("--edition", choices=[*Edition], default=Edition.PUBLIC)
    parser.add_argument("--language", choices=KNOWN_LANGUAGES, default="de", help="of headings and labels")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: standard output")
    parser.set_defaults(run=_export)


def _export(given: argparse.Namespace) -> int:
    if given.what == CATALOGUE and given.edition == Edition.INTERNAL:
        complain("The catalogue has a public edition only.")
        return 2
    if given.output is None and given.format not in STREAMED and sys.stdout.isatty():
        complain(f"Name a file for {given.format} with -o.")
        return 2
    with ExitStack() as open_here:
        work = open_here.enter_context(looking())
        report = _report(work, named(work, given.consultation), given)
        output = open_here.enter_context(given.output.open("wb")) if given.output else sys.stdout.buffer
        write(report, given.format, output, landscape=given.what != CATALOGUE)
    if given.output is not None:
        say(f"{given.output}: {given.output.stat().st_size:,} bytes.")
    return 0


def _report(work: Work, here: Consultation, given: argparse.Namespace) -> Report:
    words = Words(given.language)
    if given.what == CATALOGUE:
        return catalogue_report(work, here, words, given.format)
    edition = Edition(given.edition)
    by_arrival = given.what == COMMENTS
    return synopsis(work, here, EVERYTHING, words, given.format, edition, _tell, by_arrival=by_arrival)


def _tell(done: int, number: int) -> None:
    """A bar on the terminal that shows how far it is; silent in pipes."""
    if not sys.stderr.isatty() or number < 1 or (done % 1000 and done != number):
        return
    bar = "█" * (BAR * done // number)
    end = "\n" if done == number else ""
    print(f"\r  {bar:{BAR}} {done:>9,} / {number:,}", end=end, file=sys.stderr, flush=True)  # noqa: T201
