"""The tasks of the command line, one module per subject; each has a function that adds its sub-commands."""

from portal.commands import accounts, consultations, database, exports, imports, running

ALL = (running.add, database.add, accounts.add, consultations.add, imports.add, exports.add)
