"""One database of each kind per process, put back for every test by what has changed in it."""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import Engine

from portal.kernel import migrations
from portal.kernel.database import open_engine
from portal.kernel.kept import Kept
from tests.support import postgres
from tests.support.world import populate

FIRST = "first"
"""The schema that keeps the rows a test begins with."""
STATEMENTS = 5000
"""As many as all tests together compile."""
PATIENCE = "2s"
"""How long rows may be held by somebody whom a test has left behind."""

CATALOGUE = sql.SQL(
    " UNION ALL ".join(
        f"SELECT count(*), max(xmin::text::bigint) FROM pg_{kind}"  # noqa: S608 - a name of our own
        for kind in ("class", "attribute", "constraint", "index", "trigger", "proc")
    )
)
"""Stays the same as long as nobody makes, changes or drops a table."""


@dataclass
class PristineFile:
    """SQLite: the file is copied anew; the engine stays, with every statement it has compiled."""

    folder: Path
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        self._kept, self._used = self.folder / "kept.db", self.folder / "portal.db"
        engine = open_engine(f"sqlite:///{self._kept}")
        migrations.upgrade(engine)
        populate(engine)
        engine.dispose()
        self.engine = _lasting(f"sqlite:///{self._used}")

    def put_back(self) -> None:
        _forget()
        self.engine.dispose()
        for path in self.folder.glob("portal.db*"):
            path.unlink()
        shutil.copy(self._kept, self._used)


class PristineDatabase:
    """PostgreSQL: rows written since are put back, table by table; connections stay.

    A copy of a template costs ten times as much as putting rows back, and every new connection as much again.
    """

    engine: Engine

    def __init__(self) -> None:
        self._template = f"portal_{uuid4().hex}"
        engine = open_engine(postgres.create_database(self._template, "template0"))
        migrations.upgrade(engine)
        populate(engine)
        engine.dispose()
        self._open()

    def _open(self) -> None:
        self._name = f"portal_{uuid4().hex}"
        url = postgres.create_database(self._name, self._template)
        self.engine, self._connection = _lasting(url), postgres.connect(url)
        self._keep_rows()

    def close(self) -> None:
        self._close()
        postgres.drop_database(self._template)

    def _close(self) -> None:
        self.engine.dispose()
        self._connection.close()
        postgres.drop_database(self._name)

    def put_back(self) -> None:
        _forget()
        try:
            done = self._ask(CATALOGUE) == self._catalogue and self._put_rows_back()
        except psycopg.errors.LockNotAvailable:
            done = False
        if not done:
            self._close()
            self._open()

    def _keep_rows(self) -> None:
        self._connection.execute(f"SET lock_timeout = '{PATIENCE}'")
        self._columns: dict[str, list[str]] = {}
        listed = """SELECT table_name, column_name
            FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
            WHERE table_type = 'BASE TABLE' AND table_schema = 'public' AND is_generated = 'NEVER'
            ORDER BY table_name, ordinal_position"""
        for table, column in self._connection.execute(listed).fetchall():
            self._columns.setdefault(table, []).append(column)
        self._connection.execute(f"CREATE SCHEMA {FIRST}")
        for table in self._columns:
            self._run("CREATE TABLE {first} AS TABLE {table}", table)
        self._sequences = dict(self._sequence_values())
        self._catalogue = self._ask(CATALOGUE)
        self._look = sql.SQL(" UNION ALL ").join(
            sql.SQL("SELECT {name}, count(*), coalesce(max(xmin::text::bigint), 0) FROM {table}").format(
                name=sql.Literal(table), table=sql.Identifier(table)
            )
            for table in self._columns
        )
        self._counts = {table: (rows, newest) for table, rows, newest in self._ask(self._look)}

    def _put_rows_back(self) -> bool:
        """Leave other tables alone: a row of a transaction that came later, or another number of rows, tells them."""
        changed = [table for table, rows, newest in self._ask(self._look) if (rows, newest) != self._counts[table]]
        moved = [(name, value) for name, value in self._sequence_values() if value != self._sequences[name]]
        with self._connection.transaction():
            self._connection.execute("SET LOCAL session_replication_role = replica")  # no foreign keys meanwhile
            for table in changed:
                self._run("DELETE FROM {table}", table)
                self._run(
                    "INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM {first}",
                    table,
                )
            for name, _ in moved:
                first = self._sequences[name]
                self._connection.execute("SELECT setval(%s::regclass, %s, %s)", [name, first or 1, first is not None])
        for table, rows, newest in self._ask(self._look) if changed else ():
            self._counts[table] = (rows, newest)
        return True

    def _sequence_values(self) -> Iterator[tuple[str, int | None]]:
        listed = "SELECT quote_ident(sequencename), last_value FROM pg_sequences WHERE schemaname = 'public'"
        yield from self._connection.execute(listed)

    def _ask(self, query: sql.SQL | sql.Composed) -> list[tuple[Any, ...]]:
        return self._connection.execute(query).fetchall()

    def _run(self, command: str, table: str) -> None:
        columns = sql.SQL(", ").join(map(sql.Identifier, self._columns[table]))
        names = {"table": sql.Identifier(table), "first": sql.Identifier(FIRST, table), "columns": columns}
        self._connection.execute(sql.SQL(command).format(**names))


def _lasting(url: str) -> Engine:
    engine = open_engine(url)
    engine._compiled_cache.capacity = STATEMENTS  # type: ignore[union-attr]
    return engine


def _forget() -> None:
    """The process knows a database by its address, and behind that address now lies another one."""
    for kept in _kept(len(sys.modules)):
        kept._values.clear()


@cache
def _kept(_: int) -> list[Kept[Any]]:
    """All there is once so many modules are loaded."""
    portal = [module for name, module in list(sys.modules.items()) if name.startswith("portal.")]
    return [value for module in portal for value in vars(module).values() if isinstance(value, Kept)]
