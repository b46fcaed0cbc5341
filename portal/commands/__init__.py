"""The tasks of the command line, one module per subject; each has a function that adds its sub-commands."""

from portal.commands import (
    accounts,
    backup,
    check,
    consultations,
    database,
    exports,
    imports,
    invitations,
    running,
)

PARTS = (running, database, accounts, consultations, imports, invitations, exports, backup, check)
ALL = tuple(part.add for part in PARTS)
