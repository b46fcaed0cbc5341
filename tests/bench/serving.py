"""Servers to measure, each a process of its own on a free port of this machine."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

from portal.bootstrap import ROOT

START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    text: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Server:
    port: int

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def get(self, path: str, headers: Mapping[str, str] | None = None, *, status: int = 200) -> Answer:
        """One answer; any other status than this one is an error."""
        return next(self.answers(path, headers, status=status))

    def answers(self, path: str, headers: Mapping[str, str] | None = None, *, status: int = 200) -> Iterator[Answer]:
        """The page again and again over one connection."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            while True:
                begun = time.perf_counter()
                connection.request("GET", path, headers=dict(headers or {}))
                answer = connection.getresponse()
                body = answer.read()
                took = time.perf_counter() - begun
                if answer.status != status:
                    raise AssertionError(f"{path} answers {answer.status}")
                yield Answer(answer.status, dict(answer.headers), body.decode("utf-8", "replace"), took)
        finally:
            connection.close()

    def seconds(self, path: str, headers: Mapping[str, str] | None = None, *, times: int = 15) -> float:
        """The median of that many answers, one after the other."""
        answers = self.answers(path, headers)
        return median(next(answers).seconds for _ in range(times))


@contextmanager
def portal(environment: Mapping[str, str]) -> Iterator[Server]:
    with _running(["portal", "serve"], environment, "/readyz") as server:
        yield server


@contextmanager
def bare() -> Iterator[Server]:
    with _running(["tests.bench.bare"], {}, "/") as server:
        yield server


@contextmanager
def _running(module: list[str], environment: Mapping[str, str], path: str) -> Iterator[Server]:
    server = Server(_free_port())
    process = subprocess.Popen(
        [sys.executable, "-m", *module, "--port", str(server.port)],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(server, process, path)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(server: Server, process: "subprocess.Popen[bytes]", path: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            server.get(path)
        except (OSError, AssertionError, http.client.HTTPException):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{' '.join(map(str, process.args))} did not start")  # type: ignore[arg-type]


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
