"""Everything that is backed up comes back, into either kind of database."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from portal.commands.backup import read_backup, write_backup
from portal.comments.models import Comment, CommentState
from portal.comments.operations import settle
from portal.kernel import migrations
from portal.kernel.actor import SYSTEM
from portal.kernel.database import begin_reading, open_engine, unit_of_work
from portal.kernel.work import Work
from portal.search import queries as search
from portal.search.models import Subject
from portal.tables import METADATA
from tests.support import postgres
from tests.support.world import World, consultation_in


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path / 'empty.db'}")
        migrations.upgrade(engine)
        yield engine
        engine.dispose()
        return
    request.getfixturevalue("postgres_template")
    name = f"portal_{uuid4().hex}"
    engine = open_engine(postgres.create_database(name, "template0"))
    migrations.upgrade(engine)
    yield engine
    engine.dispose()
    postgres.drop_database(name)


def rows(session: Session) -> dict[str, list[object]]:
    return {
        table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key.columns))]
        for table in METADATA.sorted_tables
    }


def backed_up(world: World, path: Path) -> dict[str, list[object]]:
    with unit_of_work(world.engine) as session:
        begin_reading(session)
        write_backup(Work(session, SYSTEM, datetime.now(UTC)), path)
        return rows(session)


def test_every_row_and_the_index_come_back(world: World, empty: Engine, tmp_path: Path) -> None:
    comment = world.comment(body="Mehr Maßnahmen für Sprachpat*innen")
    with world.work() as work:
        here = consultation_in(work)
        settle(work, here, work.session.get_one(Comment, comment.id), CommentState.APPROVED)
    before = backed_up(world, tmp_path / "backup.zip")
    with unit_of_work(empty) as session:
        read_backup(Work(session, SYSTEM, datetime.now(UTC)), tmp_path / "backup.zip")
    with unit_of_work(empty) as session:
        assert rows(session) == before
        work = Work(session, SYSTEM, datetime.now(UTC))
        for subject, asked in ((Subject.COMMENT, "massnahmen"), (Subject.ITEM, "sprachbrücken")):
            assert session.scalars(search.found(work, subject, consultation_in(work).id, asked)).all()
    restored = World(empty)
    assert restored.comment(body="Danach").id > comment.id


def test_a_database_that_holds_something_is_left_alone(world: World, tmp_path: Path) -> None:
    before = backed_up(world, tmp_path / "backup.zip")
    with pytest.raises(ValueError, match="not empty"), world.work() as work:
        read_backup(work, tmp_path / "backup.zip")
    with world.work() as work:
        assert rows(work.session) == before


def test_a_damaged_file_restores_nothing(world: World, empty: Engine, tmp_path: Path) -> None:

    backed_up(world, tmp_path / "backup.zip")
    damaged = tmp_path / "damaged.zip"
    with ZipFile(tmp_path / "backup.zip") as good, ZipFile(damaged, "w") as bad:
        for name in good.namelist():
            content = good.read(name)
            bad.writestr(
                name, content.replace(b"Elternnetz", b"Elternbund") if name == "organisation.ndjson" else content
            )
    with pytest.raises(ValueError, match="damaged"), unit_of_work(empty) as session:
        read_backup(Work(session, SYSTEM, datetime.now(UTC)), damaged)
    with unit_of_work(empty) as session:
        assert not any(session.scalar(select(func.count()).select_from(table)) for table in METADATA.sorted_tables)
