"""A database per test, copied from a template in milliseconds; every test that touches one runs on both kinds."""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal import tables
from portal.app import create_app
from portal.kernel import migrations
from portal.kernel.database import open_engine
from portal.kernel.settings import Settings
from portal.web.door import GuardedFlask
from tests.support import postgres
from tests.support.compiled import CompiledTemplates, keep_builders
from tests.support.world import World, populate

pytest_plugins = ["tests.support.browser"]
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")
GuardedFlask.jinja_options = {**GuardedFlask.jinja_options, "bytecode_cache": CompiledTemplates()}
keep_builders()
assert tables.METADATA.tables


def pytest_collection_finish() -> None:
    """What was imported stays to the end: no need to look through it for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "portal.db"
    engine = open_engine(f"sqlite:///{path}")
    migrations.upgrade(engine)
    populate(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[str]:
    name = f"portal_template_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}_{uuid4().hex[:6]}"
    with postgres.server():
        url = postgres.create_database(name, "template0")
        engine = open_engine(url)
        migrations.upgrade(engine)
        populate(engine)
        engine.dispose()
        yield name
        postgres.drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        path = tmp_path / "portal.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    name = f"portal_{uuid4().hex}"
    yield postgres.create_database(name, request.getfixturevalue("postgres_template"))
    postgres.drop_database(name)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def world(engine: Engine) -> World:
    return World(engine)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(database_url=database_url, secret_key="for tests", data_dir=tmp_path / "var")


@pytest.fixture
def app(settings: Settings, engine: Engine) -> Iterator[Flask]:
    app = create_app(settings, engine, TESTING=True, WTF_CSRF_ENABLED=False)
    yield app
    app.extensions["look"].dispose()


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def member(app: Flask, world: World) -> FlaskClient:
    return world.client(app, "member")


@pytest.fixture
def moderator(app: Flask, world: World) -> FlaskClient:
    return world.client(app, "moderator")


@pytest.fixture
def editor(app: Flask, world: World) -> FlaskClient:
    return world.client(app, "editor")


@pytest.fixture
def steering(app: Flask, world: World) -> FlaskClient:
    return world.client(app, "steering")
