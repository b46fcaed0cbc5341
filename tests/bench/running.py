"""Runs of the command line, with the seconds they took and the most memory they held."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass

from portal.bootstrap import ROOT

MEGABYTE = 1024


@dataclass(frozen=True, slots=True)
class Run:
    """`peak` in megabytes of resident memory."""

    seconds: float
    peak: float


def portal(environment: Mapping[str, str], *arguments: str) -> Run:
    """One command from start to end; its failure is an error with its words."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "portal", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"portal {' '.join(arguments)} failed with {process.returncode}")
    return Run(time.perf_counter() - begun, usage.ru_maxrss / MEGABYTE)
