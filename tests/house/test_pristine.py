"""Whatever a test does to its database and its app, the next one finds both as at the beginning."""

import contextlib

import pytest
from flask import Flask
from limits import parse
from sqlalchemy import Engine, Table, delete, event, inspect, select, text, update
from sqlalchemy.exc import OperationalError

from portal.accounts.models import Account
from portal.audit.models import AuditLine
from portal.consultations.models import Consultation
from portal.kernel.settings import Settings
from portal.tables import METADATA
from portal.web.limits import limiter
from tests.support.kept_app import KeptApps
from tests.support.pristine import PristineDatabase, PristineFile
from tests.support.rows import fill_empty_tables
from tests.support.world import SLUG, World, address_of

ONCE = parse("1 per hour")
Rows = dict[str, list[tuple[object, ...]]]


@pytest.fixture
def pristine(request: pytest.FixtureRequest, engine: Engine) -> PristineFile | PristineDatabase:
    name = "pristine_file" if engine.dialect.name == "sqlite" else "pristine_database"
    kept: PristineFile | PristineDatabase = request.getfixturevalue(name)
    return kept


def rows(engine: Engine) -> Rows:
    with engine.connect() as connection:
        return {table.name: sorted(map(tuple, connection.execute(select(table))), key=repr) for table in tables()}


def tables() -> list[Table]:
    return METADATA.sorted_tables


def test_rows_that_were_added_changed_or_removed_are_put_back(
    pristine: PristineFile | PristineDatabase, engine: Engine, world: World
) -> None:
    before = rows(engine)
    first = world.comment().id
    fill_empty_tables(engine)
    with engine.begin() as connection:
        connection.execute(update(Account).where(Account.email == address_of("member")).values(name="Wer anders"))
        connection.execute(delete(AuditLine).where(AuditLine.id == 1))
    assert [name for name, there in rows(engine).items() if there == before[name]] != list(before)
    pristine.put_back()
    assert rows(pristine.engine) == before
    assert World(pristine.engine).comment().id == first
    pristine.put_back()
    assert rows(pristine.engine) == before


def test_a_number_that_was_drawn_for_nothing_is_drawn_again(
    pristine: PristineFile | PristineDatabase, world: World
) -> None:
    people = len(world.all(Account))
    with pytest.raises(ZeroDivisionError), world.work() as work:
        work.session.add(Account(email="a@example.org", name="A", created_at=work.now))
        work.session.flush()
        raise ZeroDivisionError
    pristine.put_back()
    with World(pristine.engine).work() as work:
        work.session.add(account := Account(email="a@example.org", name="A", created_at=work.now))
        work.session.flush()
        assert account.id == people + 1


def test_a_table_that_is_gone_or_new_is_put_back(pristine: PristineFile | PristineDatabase, engine: Engine) -> None:
    before = set(inspect(engine).get_table_names())
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE throttle"))
        connection.execute(text("CREATE TABLE more (n INTEGER)"))
    pristine.put_back()
    assert set(inspect(pristine.engine).get_table_names()) == before


def test_who_still_holds_a_row_holds_nobody_up(pristine: PristineFile | PristineDatabase, engine: Engine) -> None:
    before = rows(engine)
    with engine.begin() as connection:
        connection.execute(update(Account).values(name="Jemand"))
    with engine.connect() as left_behind:
        left_behind.execute(update(Account).values(name="Niemand"))
        pristine.put_back()
        assert rows(pristine.engine) == before
        with contextlib.suppress(OperationalError):  # their server has sent them away
            left_behind.rollback()


def test_what_the_process_knew_of_a_database_is_forgotten(
    pristine: PristineFile | PristineDatabase, app: Flask, world: World, settings: Settings, kept_apps: KeptApps
) -> None:
    with world.work() as work:
        work.session.execute(update(Consultation).where(Consultation.slug == SLUG).values(city="Anderstadt"))
    assert "Anderstadt" in world.client(app, "member").get(f"/{SLUG}/measures/").text
    pristine.put_back()
    again = kept_apps.anew(settings, pristine.engine)
    assert "Anderstadt" not in world.client(again, "member").get(f"/{SLUG}/measures/").text
    again.extensions["look"].dispose()


def test_who_listens_to_an_engine_hears_nothing_of_the_next_test(
    pristine: PristineFile | PristineDatabase, engine: Engine
) -> None:
    heard: list[object] = []
    event.listen(engine, "begin", heard.append)
    with pristine.engine.execution_options().connect() as connection:
        connection.execute(select(Account.id))
    assert heard == []


def test_an_app_forgets_what_was_set_counted_and_kept(
    app: Flask, engine: Engine, settings: Settings, kept_apps: KeptApps
) -> None:
    app.config["LANGUAGES"], app.testing = ("de",), False
    home = app.view_functions["catalogue.home"]
    app.view_functions["catalogue.home"] = lambda: "broken"
    app.extensions["more"] = 1
    assert app.test_client().get(f"/{SLUG}/").status_code == 200
    assert limiter.limiter.hit(ONCE, "somebody")
    assert not limiter.limiter.hit(ONCE, "somebody")
    pages = app.extensions["kept_pages"]
    app.extensions["look"].dispose()
    again = kept_apps.anew(settings, engine)
    assert again is app
    assert (again.config["LANGUAGES"], again.testing) == (settings.languages, True)
    assert again.view_functions["catalogue.home"] is home
    assert "more" not in again.extensions
    assert again.extensions["kept_pages"] is not pages
    assert limiter.limiter.hit(ONCE, "somebody")
    assert again.test_client().get("/").status_code in (200, 303)
