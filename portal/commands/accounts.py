"""`account`: creating one and setting its password."""

import argparse
from getpass import getpass
from typing import Any

from portal.accounts.commands import create_account, set_password
from portal.commands.setting import say, working


def add(tasks: Any) -> None:
    parser = tasks.add_parser("account", help="create an account or set its password")
    steps = parser.add_subparsers(required=True, metavar="STEP")
    create = steps.add_parser("create", help="a new account; roles come by invitation")
    create.add_argument("email")
    create.add_argument("name")
    create.add_argument("--admin", action="store_true")
    create.add_argument("--password", help="asked for when left out")
    create.set_defaults(run=_create)
    password = steps.add_parser("password", help="set a new password and end all sessions")
    password.add_argument("email")
    password.add_argument("--password", help="asked for when left out")
    password.set_defaults(run=_password)


def _create(given: argparse.Namespace) -> int:
    password = _asked(given.password)
    with working() as work:
        account = create_account(work, given.email, given.name, password, admin=given.admin)
    say(f"{account.email} can sign in{' and administers the portal' if account.is_admin else ''}.")
    return 0


def _password(given: argparse.Namespace) -> int:
    password = _asked(given.password)
    with working() as work:
        set_password(work, given.email, password)
    say(f"The new password of {given.email} holds; every session is ended.")
    return 0


def _asked(given: str | None) -> str:
    return given if given is not None else getpass("Passwort: ")
