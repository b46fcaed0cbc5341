"""What every task needs: the settings, a database, and a unit of work as the system."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

from sqlalchemy import Engine, select

from portal.consultations.models import Consultation
from portal.kernel import migrations
from portal.kernel.actor import SYSTEM
from portal.kernel.database import begin_reading, open_engine, unit_of_work
from portal.kernel.errors import Invalid
from portal.kernel.settings import Settings, read_settings
from portal.kernel.work import Work

NOT_MIGRATED = "The database is not at the newest revision. Run: portal database upgrade"
UNKNOWN = "There is no consultation %(slug)s."


def settings_now() -> Settings:
    """From the environment; on loopback a missing secret is made once and kept beside the data."""
    settings = read_settings(os.environ)
    return settings if settings.secret_key else replace(settings, secret_key=_kept_secret(settings.data_dir))


def database() -> Engine:
    return open_engine(read_settings(os.environ).database_url)


@contextmanager
def working() -> Iterator[Work]:
    """Raise `Invalid` unless the database is migrated."""
    with _migrated() as engine, unit_of_work(engine) as session:
        yield Work(session, SYSTEM, datetime.now(UTC))


@contextmanager
def looking() -> Iterator[Work]:
    """Raise `Invalid` unless the database is migrated."""
    with _migrated() as engine, unit_of_work(engine) as session:
        begin_reading(session)
        yield Work(session, SYSTEM, datetime.now(UTC))


@contextmanager
def connected() -> Iterator[Engine]:
    engine = database()
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _migrated() -> Iterator[Engine]:
    with connected() as engine:
        if not migrations.is_current(engine):
            raise Invalid(NOT_MIGRATED)
        yield engine


def named(work: Work, slug: str) -> Consultation:
    found = work.session.scalar(select(Consultation).where(Consultation.slug == slug))
    if found is None:
        raise Invalid(UNKNOWN, slug=slug)
    return found


def say(*lines: str) -> None:
    for line in lines:
        print(line)  # noqa: T201 - the command line speaks by printing


def complain(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr)  # noqa: T201


def _kept_secret(folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "secret-key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(token_hex(32))
    except FileExistsError:
        pass
    return path.read_text("utf-8")
