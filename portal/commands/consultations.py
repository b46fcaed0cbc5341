"""`consultation`: creating one, its phase and its dates."""

import argparse
from typing import Any

from portal.commands import arguments
from portal.commands.setting import named, say, working
from portal.consultations import operations
from portal.consultations.models import Phase
from portal.kernel.city_time import CITY_TIME
from portal.stakeholders.operations import found_consultation

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
    dates.add_argument("--from", dest="begin", type=arguments.beginning, required=True, metavar="DATE")
    dates.add_argument(
        "--until", type=arguments.end, required=True, metavar="DATE", help="the last day, until midnight"
    )
    dates.set_defaults(run=_dates)


def _create(given: argparse.Namespace) -> int:
    with working() as work:
        found_consultation(work, given.slug, given.title, city=given.city, plan_name=given.plan_name)
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
    begin, until = (f"{instant.astimezone(CITY_TIME):%Y-%m-%d %H:%M}" for instant in (given.begin, given.until))
    say(f"{given.consultation} takes comments from {begin} until {until} ({CITY_TIME}); it is in phase {phase}.")
    return 0
