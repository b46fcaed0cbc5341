"""Load by wrk from the same machine, with scripts written for each run."""

import json
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from portal import bootstrap

CONNECTIONS = 8
MICROSECONDS = 1_000_000

_REPORT = """
function done(summary, latency, requests)
  io.write(string.format("\\nfigures %d %d %d %d %d %d\\n", summary.requests, summary.duration,
    summary.errors.status, summary.errors.connect + summary.errors.read + summary.errors.write
    + summary.errors.timeout, latency:percentile(50), latency:percentile(99)))
end
"""
_IN_TURN = """
local forms = {%s}
local sent = 0
function request()
  sent = sent + 1
  local form = forms[(sent - 1) %% #forms + 1]
  return wrk.format("POST", form[1], {["Cookie"] = form[2], ["Content-Type"] = "application/x-www-form-urlencoded"},
    form[3] .. "&submission_key=" .. %s .. "-" .. sent)
end
"""


class LoadFailed(Exception):
    """A sentence about what went wrong while loading."""


@dataclass(frozen=True, slots=True)
class Load:
    """What a run gave: `rate` in requests a second, percentiles in seconds."""

    requests: int
    rate: float
    half: float
    slowest: float


@dataclass(frozen=True, slots=True)
class Form:
    """One form to be sent over and over, each time under another `submission_key`."""

    path: str
    cookie: str
    body: str


def require_wrk() -> None:
    """Leave wrk installed, or exit with one sentence."""
    if shutil.which("wrk") is None and not bootstrap.install_debian_packages("wrk"):
        raise SystemExit("Measuring needs wrk: apt-get install wrk as root.")


def ask(address: str, seconds: float, folder: Path, headers: Mapping[str, str] | None = None) -> Load:
    """Ask for one page as often as eight connections can."""
    lines = [f"wrk.headers[{json.dumps(name)}] = {json.dumps(value)}" for name, value in (headers or {}).items()]
    return _run(address, seconds, folder, "\n".join(lines))


def send(address: str, seconds: float, folder: Path, forms: Iterable[Form], run: str) -> Load:
    """Send forms in turn by eight writers at once; `run` keeps the keys of two runs apart."""
    written = ", ".join(
        "{" + ", ".join(json.dumps(part) for part in (form.path, form.cookie, form.body)) + "}" for form in forms
    )
    return _run(address, seconds, folder, _IN_TURN % (written, json.dumps(run)))


def _run(address: str, seconds: float, folder: Path, script: str) -> Load:
    path = folder / "load.lua"
    path.write_text(script + _REPORT, encoding="utf-8")
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s", "-s", str(path), address]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds + 60)
    line = next((line for line in done.stdout.splitlines() if line.startswith("figures ")), None)
    if line is None:
        raise LoadFailed(f"wrk gave no figures: {done.stdout}{done.stderr}")
    requests, duration, refused, broken, half, slowest = map(int, line.split()[1:])
    if refused or broken or not requests:
        raise LoadFailed(f"{address}: {requests} answers, {refused} refused, {broken} broken")
    return Load(requests, requests * MICROSECONDS / duration, half / MICROSECONDS, slowest / MICROSECONDS)
