"""One engine, one place that commits, and how transactions begin on SQLite and PostgreSQL."""

import fcntl
import os
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Lock, local
from time import monotonic, sleep
from typing import Any

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import PoolProxiedConnection

PRAGMAS = (
    "busy_timeout=5000",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "cache_size=-16000",
    "temp_store=MEMORY",
)


LONGEST_WAIT = 10.0
"""Seconds a writer waits for those before it."""
GLANCE = 0.0005
"""Seconds between two looks whether the lock is free; far less than a durable commit takes."""


class DatabaseAway(Exception):
    """A look at the database failed; whoever asks properly finds out why."""


class WriteWhileReading(RuntimeError):
    """A page that was only asked for tried to change something."""


def open_engine(url: str) -> Engine:
    """An engine for `sqlite:///` or `postgresql://`, which means psycopg 3."""
    parsed = _with_driver(url)
    if parsed.get_backend_name() != "sqlite":
        engine = create_engine(
            parsed, pool_size=8, max_overflow=8, pool_pre_ping=True, connect_args={"connect_timeout": 2}
        )
        event.listen(engine, "begin", _begin_postgresql)
        return engine
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, pool_size=16, max_overflow=16, connect_args={"factory": QueuedConnection})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


class Look:
    """Cursors of the driver for single reads outside every transaction, where a page costs less than SQLAlchemy.

    Each thread holds on to a connection of its own.
    """

    def __init__(self, engine: Engine) -> None:
        self._mine = local()
        if engine.dialect.name == "postgresql":
            self._pool = create_engine(engine.url, isolation_level="AUTOCOMMIT", pool_size=8, pool_reset_on_return=None)
        else:
            self._pool = create_engine(engine.url, pool_size=16, pool_reset_on_return=None)
            event.listen(self._pool, "connect", _prepare_sqlite)

    @contextmanager
    def __call__(self) -> Iterator[Any]:
        """A cursor for one statement; `DatabaseAway` when that fails."""
        try:
            yield self._connection().cursor()
        except self._pool.dialect.loaded_dbapi.Error as error:
            if (broken := self._mine.__dict__.pop("connection", None)) is not None:
                broken.invalidate()
            raise DatabaseAway from error

    def dispose(self) -> None:
        """Close the connections of the calling thread and of threads that have ended."""
        if (mine := self._mine.__dict__.pop("connection", None)) is not None:
            mine.close()
        self._pool.dispose()

    def _connection(self) -> PoolProxiedConnection:
        mine: PoolProxiedConnection | None = self._mine.__dict__.get("connection")
        if mine is None:
            mine = self._mine.connection = self._pool.raw_connection()
        return mine


def _with_driver(url: str) -> URL:
    parsed = make_url(url)
    return parsed.set(drivername="postgresql+psycopg") if parsed.drivername == "postgresql" else parsed


@contextmanager
def unit_of_work(engine: Engine) -> Iterator[Session]:
    """Commit when the block ends, roll back when it raises; the only commit in the code base.

    The transaction opens at the first touch of the database, ready to write (on SQLite: with the write lock) unless
    `begin_reading` came first.
    """
    with _Session(engine, expire_on_commit=False, close_resets_only=False) as session:
        yield session
        session.commit()


def begin_reading(session: Session) -> None:
    """Make the transaction that begins now read only: the database itself refuses to write in it.

    All it reads stands as of one moment, so that the counts and the rows of one answer agree.
    """
    session.connection(execution_options={"read_only": True})


class QueuedConnection(sqlite3.Connection):
    """Writers of all processes wait in line for SQLite's one write lock; who reads has a connection that cannot write.

    SQLite's own busy handler sleeps longer and longer and starves: of eight writers some waited three seconds. Here the
    threads of a process take turns, and the one whose turn it is looks every half millisecond at a file lock of the
    operating system, which is let go when its process dies. There are two
    connections, as SQLite forgets every statement it has prepared when `query_only` is set or taken back.
    """

    reads = False
    """Which of the two is spoken to, from `BEGIN` to the end of the transaction."""
    _reader: sqlite3.Connection | None = None
    _place: int | None = None
    _turn: "Lock | None" = None
    """While it is this connection's turn among those of its process."""

    def __init__(self, database: str, **options: Any) -> None:
        super().__init__(database, **options)
        self._open_reader = partial(sqlite3.connect, database, **options | {"factory": sqlite3.Connection})

    def cursor(self, factory: Any = sqlite3.Cursor) -> Any:
        return self._reading().cursor(factory) if self.reads else super().cursor(factory)

    def _reading(self) -> sqlite3.Connection:
        if self._reader is None:
            self._reader = self._open_reader()
            _prepare_sqlite(self._reader, None)
            self._reader.execute("PRAGMA query_only=1")
        return self._reader

    def wait_in_line(self, path: str) -> None:
        if self._place is None:
            self._place = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        begun, turn = monotonic(), _TURNS[_identity(self._place)]
        if not turn.acquire(timeout=LONGEST_WAIT):
            raise _too_long()
        self._turn = turn
        try:
            while not self._is_next():
                if monotonic() - begun > LONGEST_WAIT:
                    raise _too_long()
                sleep(GLANCE)
        except BaseException:
            self._leave()
            raise

    def _is_next(self) -> bool:
        try:
            fcntl.flock(self._place or 0, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def commit(self) -> None:
        if self.reads:
            self._reading().commit()
            self.reads = False
        else:
            super().commit()
            self._leave()

    def rollback(self) -> None:
        if self.reads:
            self._reading().rollback()
            self.reads = False
        else:
            super().rollback()
            self._leave()

    def close(self) -> None:
        super().close()
        self._leave()
        if self._reader is not None:
            self._reader.close()
        if self._place is not None:
            os.close(self._place)
            self._place = None

    def _leave(self) -> None:
        if self._turn is not None:
            fcntl.flock(self._place or 0, fcntl.LOCK_UN)
            turn, self._turn = self._turn, None
            turn.release()


_TURNS: dict[tuple[int, int], Lock] = defaultdict(Lock)
"""For each file, whose turn it is among the threads of this process; who came first goes first."""


def _identity(place: int) -> tuple[int, int]:
    """Of the open file itself: another one may lie under its name by now."""
    status = os.fstat(place)
    return status.st_dev, status.st_ino


def _too_long() -> OperationalError:
    return OperationalError("BEGIN IMMEDIATE", None, sqlite3.OperationalError("database is locked"))


def is_reading(session: Session) -> bool:
    """Whether all this session sees is committed."""
    return _is_reading(session.connection())


def _is_reading(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("read_only"))


def _refuse_writes_while_reading(session: Session, *_: object) -> None:
    if _is_reading(session.connection()):
        raise WriteWhileReading(f"{[*session.new, *session.dirty, *session.deleted]}")


class _Session(Session):
    """The one kind of session; a page that was only asked for is told so before it writes."""


event.listen(_Session, "before_flush", _refuse_writes_while_reading)


def _prepare_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late and is always deferred
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    driver = connection.connection.driver_connection
    assert isinstance(driver, QueuedConnection)  # noqa: S101 - for the type checker
    driver.reads = _is_reading(connection)
    if driver.reads:
        driver.cursor().execute("BEGIN")
        return
    driver.wait_in_line(f"{connection.engine.url.database}.queue")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except Exception:
        connection.connection.rollback()
        raise


def _begin_postgresql(connection: Connection) -> None:
    reading, driver = _is_reading(connection), connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101 - for the type checker
    driver.read_only = reading or None
    driver.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ if reading else None
