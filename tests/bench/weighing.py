"""Runs one command of the portal and writes down what it took: `python -m tests.bench.weighing FILE COMMAND …`."""

import json
import sys
import time
from pathlib import Path

from portal.cli import main


def peak() -> float:
    """Megabytes of memory this program held at most; unlike `getrusage`, without what its parent held before."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    code = main(sys.argv[2:])
    weighed = {"processor": time.process_time(), "peak": peak()}
    Path(sys.argv[1]).write_text(json.dumps(weighed), encoding="utf-8")
    sys.exit(code)
