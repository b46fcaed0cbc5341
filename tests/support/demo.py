"""The demo as a newcomer starts it: `python -m portal demo` in its own process, with gunicorn, worker and letters."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from portal.bootstrap import ROOT

SLUG = "wir-2-0"
PASSWORD = "kommentarschleife"
PATIENCE = 120.0
"""Seconds in which the demo has to be up, and a letter to lie in its folder; a busy machine is slow."""


@dataclass(frozen=True)
class Demo:
    """A served demo consultation, its folder for data, and the environment in which its commands run."""

    base_url: str
    data: Path
    environment: Mapping[str, str]

    def letters(self, address: str) -> list[str]:
        """The texts of the letters to an address that the worker has written so far, the newest first."""
        return [path.read_text() for path in sorted((self.data / "mail").glob("*.txt")) if _is_to(path, address)]

    def link(self, address: str, path: str) -> str:
        """Wait for a letter to that address with a link under that path; the newest letter's link, without the site."""
        pattern = re.compile(rf"{re.escape(self.base_url)}({re.escape(path)}\S*)")
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for letter in self.letters(address):
                if found := pattern.search(letter):
                    return found[1]
            time.sleep(0.1)
        raise AssertionError(f"no letter to {address} has a link under {path}")

    def portal(self, *arguments: str) -> str:
        """Run a command of the command line on the same data; what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "portal", *arguments],
            cwd=ROOT,
            env=dict(self.environment),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@contextmanager
def served(data: Path, **settings: str) -> Iterator[Demo]:
    """Serve the demo from an empty folder; `settings` are the portal's, such as DATABASE_URL.

    An exception in what its processes printed until they ended is a failure.
    """
    port = _free_port()
    base_url = f"http://127.0.0.1:{port}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    given = {f"PORTAL_{name}": value for name, value in settings.items()}
    environment = {**kept, **given, "PORTAL_DATA_DIR": str(data), "PORTAL_BASE_URL": base_url}
    data.mkdir(parents=True, exist_ok=True)
    log = data / "demo.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "portal", "demo", "--data", str(data), "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(f"{base_url}/readyz", process, log)
        yield Demo(base_url, data, environment)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    assert "Traceback" not in log.read_text(), log.read_text()[-4000:]


def _is_to(path: Path, address: str) -> bool:
    return f"\nTo: {address}\n" in path.read_text().split("\n\n", 1)[0] + "\n"


def _wait(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        try:
            with urlopen(url, timeout=5):  # noqa: S310 - our own server
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"the demo does not answer: {log.read_text()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port
