"""Runs of the command line, with the time they took and the most memory they held."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from portal.bootstrap import ROOT


@dataclass(frozen=True, slots=True)
class Run:
    """`seconds` until it was over, of which `processor` were worked; `peak` in megabytes of resident memory."""

    seconds: float
    processor: float
    peak: float


def portal(environment: Mapping[str, str], *arguments: str) -> Run:
    """One command from start to end; its failure is an error with its words."""
    with tempfile.NamedTemporaryFile(mode="r", encoding="utf-8") as weighed:
        begun = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.weighing", weighed.name, *arguments],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        seconds = time.perf_counter() - begun
        if done.returncode:
            raise RuntimeError(f"portal {' '.join(arguments)} failed: {done.stderr}")
        return Run(seconds, **json.loads(Path(weighed.name).read_text(encoding="utf-8")))
