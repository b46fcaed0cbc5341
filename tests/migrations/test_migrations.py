"""Every revision goes up and down with data in it, and the tables it leaves are those of the models."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, Text, delete, func, insert, inspect, select, text, update
from sqlalchemy.exc import IntegrityError

from portal.kernel import migrations
from portal.kernel.places import MIGRATIONS, PACKAGE
from portal.tables import METADATA
from tests.support.rows import counts, fill_empty_tables
from tests.support.world import World, populate

BASE = "base"
STARTERS = 4

STARTER = """
import sys
from sqlalchemy import event
from portal.kernel import migrations
from portal.kernel.database import open_engine

engine, made = open_engine(sys.argv[1]), []
event.listen(engine, "before_cursor_execute", lambda *call: made.append(call[2]) if "CREATE TABLE" in call[2] else None)
print("ready", flush=True)
sys.stdin.readline()
migrations.upgrade(engine)
print(len(made), migrations.is_current(engine))
"""


def revisions() -> list[str]:
    """From the newest to the oldest."""
    configuration = Config()
    configuration.set_main_option("script_location", str(MIGRATIONS))
    configuration.set_main_option("path_separator", "os")
    return [script.revision for script in ScriptDirectory.from_config(configuration).walk_revisions()]


def below(revision: str) -> str:
    return dict(zip(revisions(), [*revisions()[1:], BASE], strict=True))[revision]


def tables_in(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


@pytest.fixture
def full(engine: Engine, world: World) -> Engine:
    """A database with rows in every table."""
    world.comment()
    fill_empty_tables(engine)
    assert all(counts(engine).values())
    return engine


def test_the_tables_are_those_of_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "compare_server_default": True,
                "include_name": lambda name, kind, _: kind != "table" or not name.startswith("search_index"),
            },
        )
        assert compare_metadata(context, METADATA) == []


def test_each_revision_goes_down_and_up_again_and_what_stood_below_it_stays(full: Engine) -> None:
    before = counts(full)
    for revision in revisions():
        migrations.downgrade(full, below(revision))
        left = tables_in(full)
        assert not migrations.is_current(full)
        migrations.upgrade(full)
        assert migrations.is_current(full)
        kept = {name: number for name, number in counts(full).items() if name in left}
        assert kept == {name: before[name] for name in kept}
        fill_empty_tables(full)


def test_going_down_to_nothing_leaves_nothing_and_up_again_takes_data(full: Engine) -> None:
    migrations.downgrade(full, BASE)
    assert tables_in(full) == set()
    for revision in reversed(revisions()):
        migrations.upgrade(full, revision)
    populate(full)
    fill_empty_tables(full)
    assert all(counts(full).values())


def test_an_upgrade_of_what_is_current_changes_nothing(full: Engine) -> None:
    before = counts(full)
    migrations.upgrade(full)
    assert (counts(full), migrations.is_current(full)) == (before, True)


def test_a_table_that_others_refer_to_can_be_built_anew(full: Engine) -> None:
    before = counts(full)
    with migrations._alone(full) as configuration:
        changing = Operations(MigrationContext.configure(configuration.attributes["connection"]))
        with changing.batch_alter_table("consultation", recreate="auto") as table:
            table.alter_column("city", existing_type=Text(), nullable=True)
    assert counts(full) == before
    with full.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(delete(METADATA.tables["consultation"]))


def test_a_migration_that_breaks_a_reference_is_rolled_back(full: Engine) -> None:
    before = counts(full)
    with pytest.raises((migrations.BrokenKey, IntegrityError)), migrations._alone(full) as configuration:
        configuration.attributes["connection"].execute(delete(METADATA.tables["consultation"]))
    assert counts(full) == before


def test_of_four_that_start_at_once_one_migrates_and_all_succeed(engine: Engine, database_url: str) -> None:
    migrations.downgrade(engine, BASE)
    starters = [
        subprocess.Popen(
            [sys.executable, "-c", STARTER, database_url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=PACKAGE.parent,
        )
        for _ in range(STARTERS)
    ]
    for starter in starters:
        assert starter.stdout is not None
        assert starter.stdout.readline() == "ready\n"
    for starter in starters:
        assert starter.stdin is not None
        starter.stdin.write("\n")
        starter.stdin.flush()
    told = [starter.communicate(timeout=120) for starter in starters]
    assert [starter.returncode for starter in starters] == [0] * STARTERS, told
    said = [output.split() for output, _ in told]
    assert [current for _, current in said] == ["True"] * STARTERS
    assert sorted(int(made) > 0 for made, _ in said) == [False] * (STARTERS - 1) + [True]


def test_notes_stay_with_the_statement_and_without_it_only_those_on_drafts_do(full: Engine) -> None:
    note, comment = METADATA.tables["draft_note"], METADATA.tables["comment"]
    with full.begin() as connection:
        connection.execute(update(note).values(comment_id=None))
        released = {"draft_id": None, "comment_id": connection.scalar(select(func.min(comment.c.id)))}
        said = {"author_label": "Mia", "body": "Einstimmig", "written_at": datetime.now(UTC)}
        connection.execute(insert(note).values(released | said))
        begun = connection.scalars(select(note.c.body).where(note.c.draft_id.is_not(None))).all()
    migrations.downgrade(full, "0013")
    migrations.upgrade(full)
    with full.connect() as connection:
        assert connection.scalars(select(note.c.body)).all() == begun != []


@pytest.mark.parametrize(("owner", "below"), [("decision", "0012"), ("advice", "0014")])
def test_new_wordings_are_carried_over_and_of_several_the_first_goes_back(full: Engine, owner: str, below: str) -> None:
    """Of the sheet's order, not of that in which they were written."""
    wording, section = METADATA.tables[f"{owner}_wording"], METADATA.tables["section"]
    whose, owning = f"{owner}_id", METADATA.tables[owner]
    with full.begin() as connection:
        connection.execute(delete(wording))
        here = select(func.min(section.c.consultation_id)).scalar_subquery()
        in_order = select(section.c.id).where(section.c.consultation_id == here).order_by(section.c.position)
        first, second = connection.scalars(in_order.limit(2)).all()
        number = connection.scalar(select(func.max(owning.c.id)))
        for section_id, words in ((second, "Zweiter"), (first, "Erster")):
            connection.execute(insert(wording).values({whose: number, "section_id": section_id, "wording": words}))
    migrations.downgrade(full, below)
    with full.connect() as connection:
        going_back = text(f"SELECT section_id, wording FROM {owner} WHERE id = :id")  # noqa: S608
        kept = connection.execute(going_back, {"id": number}).all()
    assert [tuple(row) for row in kept] == [(first, "Erster")]
    migrations.upgrade(full)
    with full.connect() as connection:
        found = connection.execute(select(wording)).all()
    assert [tuple(row) for row in found] == [(number, first, "Erster")]
