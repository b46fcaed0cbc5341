"""`python3 -m tests`: sets everything up, PostgreSQL, a browser and LibreOffice too, and runs every check there is.

`python3 -m tests PATH …` runs pytest alone with these arguments.
"""

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from portal import bootstrap

WORKERS = min(4, os.cpu_count() or 1)
ROOM = 4 * 1024**3
"""Bytes of memory the temporary files of a run may need."""
PARALLEL = ["-q", "--no-header", "-n", str(WORKERS), "--dist", "worksteal", "--durations=20", "--durations-min=3"]


@dataclass(frozen=True)
class Step:
    """A program of the environment and its arguments; what it prints is shown as it comes, or only when it fails."""

    name: str
    command: list[str]
    aloud: bool = False


STEPS = [
    Step("pytest", ["pytest", *PARALLEL], aloud=True),
    Step("ruff check", ["ruff", "check"]),
    Step("ruff format", ["ruff", "format", "--check"]),
    Step("mypy", ["mypy"]),
    Step("import contracts", ["lint-imports"]),
    Step("djlint", ["djlint", "templates", "--lint", "--quiet"]),
]


def run(arguments: list[str]) -> int:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or each of some hundred processes compiles all it imports anew
    bootstrap.enter(bootstrap.DEVELOPMENT_LOCK)
    os.chdir(bootstrap.ROOT)
    _ensure_programs()
    from tests.support.postgres import ServerFailed, server

    try:
        with _in_memory(), server():
            return _pytest_only(arguments) if arguments else _everything()
    except ServerFailed as failure:
        print(f"The tests need PostgreSQL, and it could not be started: {failure}", file=sys.stderr)
        return 1


@contextmanager
def _in_memory() -> Iterator[None]:
    """Put temporary files, databases among them, where no disk has to be waited for; where that is small, nothing."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    if not os.access(memory, os.W_OK) or shutil.disk_usage(memory).free < ROOM:
        yield
        return
    folder = Path(tempfile.mkdtemp(prefix="portal-tests-", dir=memory))
    folder.chmod(0o711)  # PostgreSQL runs as somebody else
    os.environ["TMPDIR"], tempfile.tempdir = str(folder), None
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _pytest_only(arguments: list[str]) -> int:
    return _call(Step("pytest", ["pytest", *arguments], aloud=True)).returncode


def _everything() -> int:
    """The steps one after the other, beside the first and longest."""
    with ThreadPoolExecutor(2) as two:
        passed = list(two.map(_passes, STEPS))
    failed = [step.name for step, well in zip(STEPS, passed, strict=True) if not well]
    if failed:
        print(f"Failed: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


def _passes(step: Step) -> bool:
    """Run a step and print its line: name, outcome, seconds."""
    start = time.monotonic()
    done = _call(step)
    if done.returncode and done.stdout:
        print(done.stdout.rstrip())
    outcome = "failed" if done.returncode else "ok"
    print(f"{step.name:<22} {outcome:<7} {time.monotonic() - start:6.1f} s", flush=True)
    return done.returncode == 0


def _call(step: Step) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name(step.command[0]), *step.command[1:]],
        stdin=subprocess.DEVNULL,
        stdout=None if step.aloud else subprocess.PIPE,
        stderr=None if step.aloud else subprocess.STDOUT,
        text=True,
        check=False,
    )


def _ensure_programs() -> None:
    """A browser and LibreOffice, or exit with one sentence; the browser's path is in PORTAL_CHROMIUM from then on."""
    from tests.support import browser, office_program

    if not os.environ.get("PORTAL_CHROMIUM") and shutil.which(browser.SHELL) is None:
        bootstrap.install_debian_packages(browser.SHELL)
    missing = [
        *([] if browser.program() else ["chromium"]),
        *([] if _has_libatomic() else ["libatomic1"]),
        *([] if office_program.program() else office_program.DEBIAN_PACKAGES),
    ]
    if missing and not bootstrap.install_debian_packages(*missing):
        raise SystemExit(
            f"The tests need {' and '.join(missing)}: install with apt-get install {' '.join(missing)} as root, "
            "or name a Chromium or Chrome in PORTAL_CHROMIUM, and LibreOffice in PORTAL_SOFFICE."
        )
    path = browser.program()
    if path is None or not _answers(path):
        raise SystemExit(f"The browser {path or 'chromium'} does not start: name a working one in PORTAL_CHROMIUM.")
    os.environ["PORTAL_CHROMIUM"] = path


def _has_libatomic() -> bool:
    """Whether Playwright's own Node, which drives the browser, finds the one library that a small Debian lacks."""
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        return False
    return True


def _answers(path: str) -> bool:
    try:
        return subprocess.run([path, "--version"], capture_output=True, check=False, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
