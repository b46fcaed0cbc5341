"""The command line: one sub-command per task, exit 0 done, 1 failed, 2 wrongly called."""

import argparse
import os
import sys
from collections.abc import Sequence

from sqlalchemy.exc import OperationalError

from portal import commands
from portal.kernel.errors import Sentence
from portal.kernel.settings import Misconfigured


def main(arguments: Sequence[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    try:
        code: int = given.run(given)
    except Misconfigured as faults:
        for fault in faults.args:
            print(fault, file=sys.stderr)
        return 1
    except Sentence as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except OperationalError as fault:
        print(f"The database cannot be reached: {fault.orig}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as fault:
        if fault.filename is None:
            raise
        print(f"{fault.filename}: {fault.strerror}.", file=sys.stderr)
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="portal", description="A city's comment loop on a catalogue of measures.")
    tasks = parser.add_subparsers(required=True, metavar="COMMAND")
    for add in commands.ALL:
        add(tasks)
    return parser
