"""`consultation`: creating one, its phase and its dates."""

import argparse
from datetime import UTC, date, datetime
from typing import Any

from portal.commands.setting import named, say, working
from portal.consultations import operations
from portal.consultations.models import Phase
from portal.kernel.words import CITY_TIME, first_instant_of, last_instant_of

BY_STAFF = [phase.value for phase in Phase if phase is not Phase.COMMENTING]


def add(tasks: Any) -> None:
    parser = tasks.add_parser("consultation", help="create a consultation, set its phase or dates")
    steps = parser.add_subparsers(required=True, metavar="STEP")
    create = steps.add_parser("create", help="a new consultation in preparation")
    create.add_argument("slug")
    create.add_argument("title")
    create.add_argument("--city", default="")
    create.add_argument("--plan-name", default="")
    create.set_defaults(run=_create)
    phase = steps.add_parser("phase", help="set the phase; commenting follows from the dates")
    phase.add_argument("consultation")
    phase.add_argument("phase", choices=BY_STAFF)
    phase.set_defaults(run=_phase)
    dates = steps.add_parser("dates", help="from when until when comments are taken")
    dates.add_argument("consultation")
    dates.add_argument("--from", dest="begin", type=_moment_begin, required=True, metavar="DATE")
    dates.add_argument("--until", type=_moment_end, required=True, metavar="DATE", help="the last day, until midnight")
    dates.set_defaults(run=_dates)


def _moment_begin(text: str) -> Any:
    return _moment(text, first_instant_of)


def _moment_end(text: str) -> Any:
    return _moment(text, last_instant_of)


def _moment(text: str, of_day: Any) -> Any:
    """A day such as 2026-11-18 in the city's time, or an instant with its time zone."""
    if "T" not in text and " " not in text:
        return of_day(date.fromisoformat(text))
    instant = datetime.fromisoformat(text)
    return (instant if instant.tzinfo else instant.replace(tzinfo=CITY_TIME)).astimezone(UTC)


def _create(given: argparse.Namespace) -> int:
    with working() as work:
        operations.create_consultation(work, given.slug, given.title, city=given.city, plan_name=given.plan_name)
    say(f"{given.slug} is created and in preparation. Next: portal import {given.slug} FILE")
    return 0


def _phase(given: argparse.Namespace) -> int:
    with working() as work:
        operations.set_stage(work, named(work, given.consultation), Phase(given.phase))
    say(f"{given.consultation} is in phase {given.phase}.")
    return 0


def _dates(given: argparse.Namespace) -> int:
    with working() as work:
        here = named(work, given.consultation)
        operations.set_dates(work, here, given.begin, given.until)
        phase = here.phase(work.now)
    say(f"{given.consultation} takes comments from {given.begin} until {given.until}; it is in phase {phase}.")
    return 0
