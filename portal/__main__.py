"""`python3 -m portal …`: sets a checkout up if need be, then runs the command line."""

import sys

from portal import bootstrap


def run() -> int:
    bootstrap.enter()
    from portal.cli import main

    return main()


if __name__ == "__main__":
    sys.exit(run())
