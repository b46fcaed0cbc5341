"""`database`: building, changing and checking the tables and the counters."""

import argparse
from typing import Any

from sqlalchemy import select

from portal.commands.setting import complain, connected, looking, say, working
from portal.comments import counters
from portal.consultations.models import Consultation
from portal.kernel import migrations


def add(tasks: Any) -> None:
    parser = tasks.add_parser("database", help="build, change and check the database")
    steps = parser.add_subparsers(required=True, metavar="STEP")
    steps.add_parser("upgrade", help="bring the tables to the newest revision").set_defaults(run=_upgrade)
    down = steps.add_parser("downgrade", help="go back to a revision, or to “base”")
    down.add_argument("revision")
    down.set_defaults(run=_downgrade)
    check = steps.add_parser("check", help="is it reachable, migrated, and do the counters agree with a recount?")
    check.add_argument("--repair", action="store_true", help="write counters that disagree anew")
    check.set_defaults(run=_check)


def _upgrade(given: argparse.Namespace) -> int:
    with connected() as engine:
        migrations.upgrade(engine)
    say(f"The database stands at revision {migrations.newest()}.")
    return 0


def _downgrade(given: argparse.Namespace) -> int:
    if not migrations.is_known(given.revision):
        complain(f"There is no revision {given.revision}.")
        return 1
    with connected() as engine:
        migrations.downgrade(engine, given.revision)
    say(f"The database stands at revision {given.revision}.")
    return 0


def _check(given: argparse.Namespace) -> int:
    wrong = []
    with working() if given.repair else looking() as work:
        for here in work.session.scalars(select(Consultation)):
            if counters.counted(work, here.id) != counters.recount(work, here.id):
                wrong.append(here.slug)
                if given.repair:
                    counters.repair(work, here.id)
    for slug in wrong:
        complain(f"{slug}: the counters disagreed with a recount{' and were written anew' if given.repair else ''}.")
    if wrong and not given.repair:
        return 1
    say("The database is reachable and migrated, and every counter agrees with a recount.")
    return 0
