"""The long work `portal worker` knows, by kind."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from portal.accounts.jobs import JOBS as ACCOUNTS
from portal.board import exports
from portal.board.jobs import forget_exports, make_synopsis
from portal.decisions.jobs import JOBS as DECISIONS
from portal.kernel.settings import read_settings
from portal.office.jobs import JOBS as OFFICE
from portal.outbox.jobs import Doing, Errand


def _with_files(doing: Callable[[Errand, Path], str | None]) -> Doing:
    """Work that makes or deletes files in the data folder of this deployment."""
    return lambda errand: doing(errand, read_settings(os.environ).data_dir)


REGISTRY: Mapping[str, Doing] = {
    **ACCOUNTS,
    **OFFICE,
    **DECISIONS,
    exports.SYNOPSIS: _with_files(make_synopsis),
    exports.EXPIRY: _with_files(forget_exports),
}
