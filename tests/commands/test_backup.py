"""Everything that is backed up comes back, into either kind of database."""

import hashlib
import json
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from portal.accounts.belongings import erase_everything
from portal.accounts.models import Account
from portal.app import BELONGINGS
from portal.audit.models import AuditLine
from portal.cli import main
from portal.commands import erased
from portal.commands.backup import MANIFEST, read_backup, read_into_blank, write_backup
from portal.comments import counters
from portal.comments.models import Attachment, Comment, CommentState, Revision
from portal.comments.operations import settle
from portal.consultations.models import Consultation
from portal.kernel import migrations
from portal.kernel.actor import SYSTEM
from portal.kernel.database import begin_reading, open_engine, unit_of_work
from portal.kernel.work import Work
from portal.outbox.models import Letter
from portal.search import queries as search
from portal.search.models import Subject
from portal.tables import METADATA
from tests.support import postgres
from tests.support.rows import counts, fill_empty_tables
from tests.support.world import PEOPLE, World, consultation_in


@pytest.fixture(params=["sqlite", "postgresql"])
def blank(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without tables."""
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path / 'blank.db'}")
        yield engine
        engine.dispose()
        return
    request.getfixturevalue("pristine_database")
    name = f"portal_{uuid4().hex}"
    engine = open_engine(postgres.create_database(name, "template0"))
    yield engine
    engine.dispose()
    postgres.drop_database(name)


@pytest.fixture
def empty(blank: Engine) -> Engine:
    """A database with tables and without rows."""
    migrations.upgrade(blank)
    return blank


def rows(session: Session) -> dict[str, list[object]]:
    return {
        table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key.columns))]
        for table in METADATA.sorted_tables
    }


def manifest(path: Path) -> dict[str, Any]:
    with ZipFile(path) as archive:
        said: dict[str, Any] = json.loads(archive.read(MANIFEST))
        return said


def backed_up(world: World, path: Path) -> dict[str, list[object]]:
    with unit_of_work(world.engine) as session:
        begin_reading(session)
        write_backup(Work(session, SYSTEM, datetime.now(UTC)), path)
        return rows(session)


def as_of_0015(path: Path, older: Path) -> Path:
    """The backup as the release before migration 0016 wrote it, which did not know since when something is public."""
    with ZipFile(path) as good, ZipFile(older, "w") as archive:
        said = manifest(path) | {"revision": "0015"}
        for name in good.namelist():
            content = good.read(name)
            if name == "consultation.ndjson":
                lines = [json.loads(line) for line in content.splitlines()]
                known = ({key: value for key, value in line.items() if key != "published_at"} for line in lines)
                content = b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in known)
                said["sha256"]["consultation"] = hashlib.sha256(content).hexdigest()
            if name != MANIFEST:
                archive.writestr(name, content)
        archive.writestr(MANIFEST, json.dumps(said))
    return older


def restored(empty: Engine, path: Path) -> None:
    with unit_of_work(empty) as session:
        read_backup(Work(session, SYSTEM, datetime.now(UTC)), path)


def test_a_row_of_every_table_comes_back_as_it_was(world: World, empty: Engine, tmp_path: Path) -> None:
    fill_empty_tables(world.engine)
    before = backed_up(world, tmp_path / "backup.zip")
    assert all(before.values())
    restored(empty, tmp_path / "backup.zip")
    with unit_of_work(empty) as session:
        assert rows(session) == before
    again = backed_up(World(empty), tmp_path / "again.zip")
    assert again == before
    assert manifest(tmp_path / "again.zip")["sha256"] == manifest(tmp_path / "backup.zip")["sha256"]


def test_a_backup_while_others_write_is_of_one_moment(world: World, empty: Engine, tmp_path: Path) -> None:
    """Row, revision, counter and letter of a comment are all in it or none of them."""
    stop = Event()

    def write(name: str) -> int:
        number = 0
        while not stop.is_set():
            number += 1
            world.comment(name, f"{name} sagt {number}")
        return number

    with ThreadPoolExecutor() as pool:
        writers = [pool.submit(write, name) for name in ("member", "stranger", "private")]
        while len(world.all(Comment)) < 6:
            stop.wait(0.01)
        backed_up(world, tmp_path / "backup.zip")
        stop.set()
        written = sum(writer.result() for writer in writers)
    restored(empty, tmp_path / "backup.zip")
    copy = World(empty)
    comments = len(copy.all(Comment))
    assert 6 <= comments <= written
    assert len(copy.all(Revision)) == len(copy.all(Letter)) == comments
    assert len([line for line in copy.all(AuditLine) if line.event == "comment.submitted"]) == comments
    with copy.work() as work:
        here = consultation_in(work)
        assert counters.counted(work, here.id) == counters.recount(work, here.id)


def test_numbers_go_on_behind_those_that_came_back(world: World, empty: Engine, tmp_path: Path) -> None:
    fill_empty_tables(world.engine)
    backed_up(world, tmp_path / "backup.zip")
    restored(empty, tmp_path / "backup.zip")
    copy = World(empty)
    highest = max(account.id for account in copy.all(Account))
    added = Account(email="new@example.org", name="Neu", created_at=datetime.now(UTC))
    assert copy.add(added).id == highest + 1


def test_a_backup_never_holds_all_files_at_once(world: World, tmp_path: Path) -> None:
    comment, size = world.comment(), 3 * 2**20
    with world.work("member") as work:
        work.session.add_all(
            Attachment(
                consultation_id=comment.consultation_id,
                comment_id=comment.id,
                name=f"{number}.pdf",
                media_type="application/pdf",
                size=size,
                digest="",
                content=bytes(size),
                sent_at=work.now,
            )
            for number in range(30)
        )
    tracemalloc.start()
    try:
        with unit_of_work(world.engine) as session:
            begin_reading(session)
            write_backup(Work(session, SYSTEM, datetime.now(UTC)), tmp_path / "backup.zip")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20 * size


def test_only_its_owner_reads_a_backup(world: World, tmp_path: Path) -> None:
    backed_up(world, tmp_path / "backup.zip")
    assert (tmp_path / "backup.zip").stat().st_mode & 0o777 == 0o600


def test_every_row_and_the_index_come_back(world: World, empty: Engine, tmp_path: Path) -> None:
    comment = world.comment(body="Mehr Maßnahmen für Sprachpat*innen")
    with world.work() as work:
        here = consultation_in(work)
        settle(work, here, work.session.get_one(Comment, comment.id), CommentState.APPROVED)
    before = backed_up(world, tmp_path / "backup.zip")
    restored(empty, tmp_path / "backup.zip")
    with unit_of_work(empty) as session:
        assert rows(session) == before
        work = Work(session, SYSTEM, datetime.now(UTC))
        for subject, asked in ((Subject.COMMENT, "massnahmen"), (Subject.ITEM, "sprachbrücken")):
            assert session.scalars(search.found(work, subject, consultation_in(work).id, asked)).all()
    assert World(empty).comment(body="Danach").id > comment.id


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
    assert not any(counts(empty).values())


def test_a_backup_of_another_revision_restores_nothing(
    world: World, empty: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backed_up(world, tmp_path / "backup.zip")
    monkeypatch.setattr(migrations, "newest", lambda: "9999")
    with pytest.raises(ValueError, match="revision"):
        restored(empty, tmp_path / "backup.zip")
    assert not any(counts(empty).values())


def test_who_was_erased_since_the_backup_stays_erased(world: World, empty: Engine, tmp_path: Path) -> None:
    hidden = world.comment(body="Nur für die Prüfung")
    backed_up(world, tmp_path / "backup.zip")
    with world.work("member") as work:
        erase_everything(work, BELONGINGS)
    erased.note(world.engine, tmp_path)
    erased.note(world.engine, tmp_path)
    with unit_of_work(empty) as session:
        work = Work(session, SYSTEM, datetime.now(UTC))
        read_backup(work, tmp_path / "backup.zip")
        assert erased.erase_again(work, erased.noted([tmp_path / erased.FILE, tmp_path / "none"])) == 1
    copy = World(empty)
    account = copy.one(Account, id=PEOPLE.index("member") + 1)
    assert account.erased_at is not None
    assert (account.name, "member" in account.email) == ("", False)
    assert copy.one(Revision, comment_id=hidden.id).body == ""
    assert [account.id for account in copy.all(Account) if account.erased_at] == [account.id]


def test_the_list_of_the_erased_names_nobody_and_forgets_nobody(world: World, tmp_path: Path) -> None:
    before = (99, "2020-01-01T00:00:00+00:00")
    (tmp_path / erased.FILE).write_text(json.dumps([before]), "utf-8")
    with world.work("member") as work:
        erase_everything(work, BELONGINGS)
    erased.note(world.engine, tmp_path)
    opened = world.one(Account, id=PEOPLE.index("member") + 1).created_at.isoformat()
    assert erased.noted([tmp_path / erased.FILE]) == {before, (PEOPLE.index("member") + 1, opened)}


def test_an_account_of_another_portal_with_the_same_number_is_left_alone(world: World) -> None:
    with world.work() as work:
        assert erased.erase_again(work, frozenset({(1, "2020-01-01T00:00:00+00:00")})) == 0
    assert not any(account.erased_at for account in world.all(Account))


def test_both_tasks_run_from_the_command_line(
    world: World, database_url: str, empty: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PORTAL_DATABASE_URL", database_url)
    file = str(tmp_path / "backup.zip")
    assert main(["backup", file]) == 0
    assert main(["restore", file]) == 1, "this database is not empty"
    with world.work("member") as work:
        erase_everything(work, BELONGINGS)
    erased.note(world.engine, tmp_path)
    monkeypatch.setenv("PORTAL_DATABASE_URL", empty.url.render_as_string(hide_password=False))
    (tmp_path / "broken.zip").write_bytes(b"PK no archive")
    assert main(["restore", str(tmp_path / "broken.zip")]) == 1
    assert main(["restore", str(tmp_path / "absent.zip")]) == 1
    assert main(["restore", file]) == 0
    assert World(empty).one(Account, id=PEOPLE.index("member") + 1).erased_at is not None
    assert counts(empty) == counts(world.engine)


def test_a_backup_is_read_into_a_database_that_has_no_tables_yet(
    world: World, blank: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_empty_tables(world.engine)
    before = backed_up(world, tmp_path / "backup.zip")
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PORTAL_DATABASE_URL", blank.url.render_as_string(hide_password=False))
    assert main(["restore", str(tmp_path / "backup.zip")]) == 0
    with unit_of_work(blank) as session:
        assert rows(session) == before


def test_a_backup_of_an_earlier_release_is_brought_up_to_date(
    world: World, blank: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    comment = world.comment(body="Mehr Sprachbrücken")
    with world.work("moderator") as work:
        settle(work, consultation_in(work), work.session.get_one(Comment, comment.id), CommentState.APPROVED)
    backed_up(world, tmp_path / "backup.zip")
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PORTAL_DATABASE_URL", blank.url.render_as_string(hide_password=False))
    older = as_of_0015(tmp_path / "backup.zip", tmp_path / "older.zip")
    assert main(["restore", str(older)]) == 0
    assert migrations.is_current(blank)
    assert counts(blank) == counts(world.engine)
    again = World(blank)
    assert [one.published_at for one in again.all(Consultation)] == [one.created_at for one in again.all(Consultation)]
    with unit_of_work(blank) as session:
        work = Work(session, SYSTEM, datetime.now(UTC))
        asked = search.found(work, Subject.COMMENT, consultation_in(work).id, "sprachbrücken")
        assert session.scalars(asked).all() == [comment.id]
    assert again.comment(body="Danach").id > comment.id


@pytest.mark.parametrize("fault", ["damaged", "unknown"])
def test_a_backup_that_cannot_be_read_leaves_a_database_without_tables(
    world: World, blank: Engine, tmp_path: Path, fault: str
) -> None:
    backed_up(world, tmp_path / "backup.zip")
    with ZipFile(tmp_path / "backup.zip") as good, ZipFile(tmp_path / "bad.zip", "w") as bad:
        for name in good.namelist():
            content = good.read(name)
            if fault == "damaged" and name == "organisation.ndjson":
                content = content.replace(b"Elternnetz", b"Elternbund")
            if fault == "unknown" and name == MANIFEST:
                content = content.replace(f'"{migrations.newest()}"'.encode(), b'"9999"')
            bad.writestr(name, content)
    with pytest.raises(ValueError, match={"damaged": "damaged", "unknown": "newer release"}[fault]):
        read_into_blank(blank, tmp_path / "bad.zip")
    assert migrations.is_blank(blank)
