"""`invite`: one person, or everybody in a CSV."""

import argparse
from pathlib import Path
from typing import Any

from portal.commands.setting import named, say, working
from portal.stakeholders.commands import ROLE_WORDS, invite_people, invite_person, read_people


def add(tasks: Any) -> None:
    parser = tasks.add_parser("invite", help="invite a person, or everybody in a CSV; all or nobody")
    parser.add_argument("consultation")
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument("--csv", type=Path, metavar="FILE", help="header email,role,organisation,group,name")
    who.add_argument("--email")
    parser.add_argument("--role", choices=ROLE_WORDS, default="member")
    parser.add_argument("--organisation", default="", help="without one a member is a private person")
    parser.add_argument("--group", default="", help="key or name of the stakeholder group of a new organisation")
    parser.add_argument("--name", default="")
    parser.set_defaults(run=_invite)


def _invite(given: argparse.Namespace) -> int:
    listed = read_people(given.csv) if given.csv else None
    with working() as work:
        here = named(work, given.consultation)
        if listed is not None:
            return invite_people(work, here, listed, say)
        return invite_person(
            work,
            here,
            say,
            email=given.email,
            role=given.role,
            organisation=given.organisation,
            group=given.group,
            name=given.name,
        )
