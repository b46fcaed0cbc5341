"""`python3 -m tests.bench [LINE …]`: measures on SQLite and on a PostgreSQL that waits for the disk, side by side."""

import os
import sys

from portal import bootstrap


def run(arguments: list[str]) -> int:
    bootstrap.enter(bootstrap.DEVELOPMENT_LOCK)
    os.chdir(bootstrap.ROOT)
    from tests.bench.session import measure

    return measure(arguments)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
