"""`account`: creating one and setting its password."""

from typing import Any


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
