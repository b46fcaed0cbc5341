"""The tasks of the command line, one module per subject; each has a function that adds its sub-commands."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

TASKS = {
    "demo": "running",
    "serve": "running",
    "worker": "running",
    "database": "database",
    "account": "accounts",
    "consultation": "consultations",
    "import": "imports",
    "import-statements": "imports",
    "invite": "invitations",
    "export": "exports",
    "backup": "backup",
    "restore": "backup",
    "check": "check",
}
"""The module each task is in."""


def parts(task: str | None) -> Iterator[Any]:
    """The module of one task; those of all where it is none of them, to say what there is.

    No other is loaded: whoever reads a file in would otherwise wait for the whole portal first.
    """
    names = [TASKS[task]] if task in TASKS else dict.fromkeys(TASKS.values())
    return (import_module(f"{__name__}.{name}") for name in names)
