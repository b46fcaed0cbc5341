"""Building and changing the tables; of several that start at once, one migrates and the others wait."""

import fcntl
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command, context
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from portal.kernel.model import Model
from portal.kernel.places import MIGRATIONS

ONE_AT_A_TIME = 7_205_116
"""Number of the advisory lock on PostgreSQL."""


class BrokenKey(Exception):
    """A migration would leave a row that refers to nothing; it is rolled back."""


def upgrade(engine: Engine, revision: str = "head") -> None:
    with _alone(engine) as configuration:
        command.upgrade(configuration, revision)


def downgrade(engine: Engine, revision: str) -> None:
    with _alone(engine) as configuration:
        command.downgrade(configuration, revision)


@contextmanager
def raised(engine: Engine, revision: str) -> Iterator[Connection]:
    """A blank database at a revision, to be filled; when the block ends it is brought to the newest, all or nothing."""
    with _alone(engine) as configuration:
        command.upgrade(configuration, revision)
        connection: Connection = configuration.attributes["connection"]
        yield connection
        command.upgrade(configuration, "head")


def is_current(engine: Engine) -> bool:
    """Whether the database stands at the newest revision this code knows."""
    with engine.connect() as connection:
        looking = connection.execution_options(read_only=True)
        return MigrationContext.configure(looking).get_current_revision() == newest()


def is_blank(engine: Engine) -> bool:
    """Whether there is no table at all yet."""
    return not inspect(engine).get_table_names()


def newest() -> str | None:
    return ScriptDirectory.from_config(_configuration(None)).get_current_head()


def is_known(revision: str) -> bool:
    """Whether “base”, a number, or steps such as “-1” name a revision of this code."""
    if revision == "base" or re.fullmatch(r"-\d+", revision):
        return True
    return any(
        script.revision == revision for script in ScriptDirectory.from_config(_configuration(None)).walk_revisions()
    )


def run(configuration: Config) -> None:
    """What `migrations/env.py` does."""
    connection = configuration.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


@contextmanager
def _alone(engine: Engine) -> Iterator[Config]:
    """A configuration with a connection in one transaction that nobody else migrates in meanwhile."""
    with _file_lock(engine), engine.connect() as connection, _loose_keys(connection), connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})"))
        yield _configuration(connection)
        if engine.dialect.name == "sqlite":
            _require_whole_keys(connection)


@contextmanager
def _loose_keys(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by building it anew, and would not let go of one that others refer to."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _require_whole_keys(connection: Connection) -> None:
    broken = connection.execute(text("PRAGMA foreign_key_check")).first()
    if broken is not None:
        raise BrokenKey(f"row {broken[1]} of {broken[0]} refers to a row of {broken[2]} that is not there")


@contextmanager
def _file_lock(engine: Engine) -> Iterator[None]:
    """SQLite switches foreign keys off only outside a transaction, so its lock is a file."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        yield
        return
    with Path(f"{engine.url.database}.migrating").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _configuration(connection: Connection | None) -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(MIGRATIONS))
    configuration.set_main_option("path_separator", "os")
    attributes: dict[str, Any] = configuration.attributes
    attributes["connection"] = connection
    return configuration
