"""One place commits, reading cannot write, and SQLite's writers wait in a fair line."""

import fcntl
import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from time import sleep

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, OperationalError

from portal.accounts.models import Throttle
from portal.kernel import database, migrations
from portal.kernel.database import QueuedConnection, WriteWhileReading, begin_reading, open_engine, unit_of_work
from portal.kernel.places import PACKAGE

NOW = datetime(2026, 7, 1, tzinfo=UTC)
WRITERS, COMMITS = 8, 30

WRITER = """
import json, sys, time
from sqlalchemy import text
from portal.kernel.database import open_engine, unit_of_work

engine, waits = open_engine(sys.argv[1]), []
with unit_of_work(engine) as session:
    session.execute(text("SELECT 1"))
print("ready", flush=True)
sys.stdin.readline()
for _ in range(int(sys.argv[2])):
    began = time.monotonic()
    with unit_of_work(engine) as session:
        number = session.execute(text("SELECT n FROM tally")).scalar_one()
        session.execute(text("UPDATE tally SET n = :n"), {"n": number + 1})
    waits.append((began, time.monotonic()))
print(json.dumps(waits))
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "portal.db"


@pytest.fixture
def sqlite(file: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE tally (n INTEGER NOT NULL)"))
        connection.execute(text("INSERT INTO tally VALUES (0)"))
    yield engine
    engine.dispose()


@contextmanager
def standing_in_line(file: Path) -> Iterator[bool]:
    """Whether the first place in the line of writers is free."""
    with Path(f"{file}.queue").open("ab") as queue:
        try:
            fcntl.flock(queue, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def test_sqlite_keeps_what_it_acknowledges_and_holds_foreign_keys(sqlite: Engine) -> None:
    with sqlite.connect() as connection:
        asked = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}


def test_a_unit_of_work_holds_the_write_lock_from_its_first_touch(sqlite: Engine, file: Path) -> None:
    with unit_of_work(sqlite) as session:
        with standing_in_line(file) as free:
            assert free
        session.execute(text("SELECT n FROM tally"))
        with standing_in_line(file) as free:
            assert not free
        with (
            closing(sqlite3.connect(file, timeout=0)) as other,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("BEGIN IMMEDIATE")
    with standing_in_line(file) as free:
        assert free


def test_the_write_lock_is_let_go_when_the_work_raises(sqlite: Engine, file: Path) -> None:
    with pytest.raises(ValueError, match="no"), unit_of_work(sqlite) as session:
        session.execute(text("UPDATE tally SET n = 5"))
        raise ValueError("no")
    with standing_in_line(file) as free:
        assert free
    with sqlite.connect() as connection:
        assert connection.execute(text("SELECT n FROM tally")).scalar_one() == 0


def test_waiting_in_line_has_an_end(sqlite: Engine, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LONGEST_WAIT", 0.1)
    with standing_in_line(file), pytest.raises(OperationalError, match="locked"), unit_of_work(sqlite) as session:
        session.execute(text("SELECT n FROM tally"))
    with unit_of_work(sqlite) as session:
        session.execute(text("UPDATE tally SET n = 2"))


def test_what_sqlite_has_prepared_outlives_a_change_between_reading_and_writing(sqlite: Engine) -> None:
    told: list[str] = []
    with unit_of_work(sqlite) as session:
        begin_reading(session)
        driver = session.connection().connection.driver_connection
        assert isinstance(driver, QueuedConnection)
        assert driver.cursor().connection is not driver
        driver.cursor().connection.set_trace_callback(told.append)
        driver.set_trace_callback(told.append)
    for reading in (False, True, False, True):
        with unit_of_work(sqlite) as session:
            if reading:
                begin_reading(session)
            session.execute(text("SELECT n FROM tally"))
    assert len(told) > 8
    assert not [statement for statement in told if statement.startswith("PRAGMA")]


def test_between_transactions_a_connection_is_the_one_that_writes(sqlite: Engine) -> None:
    with sqlite.connect() as connection:
        looking = connection.execution_options(read_only=True)
        looking.execute(text("SELECT n FROM tally"))
        looking.rollback()
        driver = connection.connection.driver_connection
        assert driver is not None
        assert driver.cursor().connection is driver


def test_reading_takes_no_lock(sqlite: Engine, file: Path) -> None:
    with unit_of_work(sqlite) as session:
        begin_reading(session)
        session.execute(text("SELECT n FROM tally"))
        with standing_in_line(file) as free:
            assert free


def test_looking_at_the_revision_takes_no_lock(engine: Engine) -> None:
    path = engine.url.database if engine.dialect.name == "sqlite" else None
    with standing_in_line(Path(path)) if path else nullcontext():
        assert migrations.is_current(engine)


def test_all_that_one_unit_reads_stands_as_of_one_moment(engine: Engine) -> None:
    count = text("SELECT count(*) FROM throttle")
    with unit_of_work(engine) as session:
        begin_reading(session)
        assert session.execute(count).scalar_one() == 0
        with unit_of_work(engine) as other:
            other.add(Throttle(key="meanwhile", failures=1, since=NOW))
        assert session.execute(count).scalar_one() == 0
    with unit_of_work(engine) as session:
        begin_reading(session)
        assert session.execute(count).scalar_one() == 1


def test_a_connection_that_has_read_can_write_the_next_time(engine: Engine) -> None:
    for reading in (True, False, True, False):
        with unit_of_work(engine) as session:
            if reading:
                begin_reading(session)
                session.execute(text("SELECT count(*) FROM throttle"))
            else:
                session.execute(text("DELETE FROM throttle"))


def test_rows_cannot_be_written_while_reading(engine: Engine) -> None:
    with pytest.raises(WriteWhileReading, match="Throttle"), unit_of_work(engine) as session:
        begin_reading(session)
        session.add(Throttle(key="k", failures=1, since=NOW))


def test_statements_cannot_write_while_reading(engine: Engine) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"), unit_of_work(engine) as session:
        begin_reading(session)
        session.execute(text("DELETE FROM throttle"))


def test_a_unit_of_work_commits_when_it_ends_and_keeps_nothing_when_it_raises(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        session.add(Throttle(key="kept", failures=1, since=NOW))
    with pytest.raises(ValueError, match="no"), unit_of_work(engine) as session:
        session.add(Throttle(key="lost", failures=1, since=NOW))
        session.flush()
        raise ValueError("no")
    with unit_of_work(engine) as session:
        assert list(session.scalars(text("SELECT key FROM throttle"))) == ["kept"]


def test_writers_of_many_processes_take_turns(sqlite: Engine, file: Path) -> None:
    """Every commit is kept, and hardly anybody waits while the others commit more than a dozen times each.

    Turns are counted, not seconds: a busy machine is slow for everybody. Once in a while it leaves a writer aside.
    """
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, f"sqlite:///{file}", str(COMMITS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=PACKAGE.parent,
        )
        for _ in range(WRITERS)
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    told = [writer.communicate("go\n", timeout=120)[0] for writer in _all_at_once(writers)]
    waits = [(began, ended) for line in told for began, ended in json.loads(line)]
    meanwhile = sorted(sum(began < other < ended for _, other in waits) for began, ended in waits)
    with sqlite.connect() as connection:
        assert connection.execute(text("SELECT n FROM tally")).scalar_one() == WRITERS * COMMITS
    assert [writer.returncode for writer in writers] == [0] * WRITERS
    assert meanwhile[-(len(waits) // 50)] < 12 * WRITERS, meanwhile


def _all_at_once(writers: list[subprocess.Popen[str]]) -> list[subprocess.Popen[str]]:
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    return writers


def test_threads_of_a_process_write_in_the_order_they_came(sqlite: Engine) -> None:
    came: list[int] = []
    wrote: list[int] = []

    def write(number: int) -> None:
        with unit_of_work(sqlite) as session:
            session.execute(text("UPDATE tally SET n = n + 1"))
            wrote.append(number)

    threads = [Thread(target=write, args=[number]) for number in range(8)]
    with unit_of_work(sqlite) as session:
        session.execute(text("SELECT n FROM tally"))
        for number, thread in enumerate(threads):
            came.append(number)
            thread.start()
            sleep(0.02)
    for thread in threads:
        thread.join(20)
    assert wrote == came


def test_a_connection_that_is_closed_gives_up_its_turn(sqlite: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LONGEST_WAIT", 1.0)
    connection = sqlite.connect()
    connection.execute(text("SELECT n FROM tally"))
    connection.connection.driver_connection.close()  # type: ignore[union-attr]
    with unit_of_work(sqlite) as session:
        session.execute(text("UPDATE tally SET n = 2"))
    connection.invalidate()
