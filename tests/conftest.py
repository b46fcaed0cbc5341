"""A database as at the beginning for every test; whatever touches one runs on both kinds."""

import gc
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal import tables
from portal.accounts import passwords
from portal.kernel.settings import Settings
from portal.web.door import GuardedFlask
from tests.support import postgres
from tests.support.compiled import CompiledTemplates, keep_builders
from tests.support.kept_app import KeptApps
from tests.support.pristine import PristineDatabase, PristineFile
from tests.support.world import World

pytest_plugins = ["tests.support.browser"]
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")
GuardedFlask.jinja_options = {**GuardedFlask.jinja_options, "bytecode_cache": CompiledTemplates()}
keep_builders()
assert tables.METADATA.tables
EARNEST = passwords._hasher


def pytest_collection_finish() -> None:
    """What was imported stays to the end: no need to look through it for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """What they cost in earnest is the business of those who ask for `earnest_passwords`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture
def earnest_passwords(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(passwords, "_hasher", EARNEST)
    passwords._nobodys_hash.cache_clear()
    yield
    passwords._nobodys_hash.cache_clear()


@pytest.fixture(scope="session")
def pristine_file(tmp_path_factory: pytest.TempPathFactory) -> PristineFile:
    return PristineFile(tmp_path_factory.mktemp("database"))


@pytest.fixture(scope="session")
def pristine_database() -> Iterator[PristineDatabase]:
    with postgres.server():
        database = PristineDatabase()
        yield database
        database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """What a test listens to on it ends with the test; its connections and compiled statements serve the next."""
    kept = request.getfixturevalue("pristine_file" if request.param == "sqlite" else "pristine_database")
    kept.put_back()
    engine: Engine = kept.engine.execution_options()
    return engine


@pytest.fixture
def database_url(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


@pytest.fixture
def world(engine: Engine) -> World:
    return World(engine)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(database_url=database_url, secret_key="for tests", data_dir=tmp_path / "var")


@pytest.fixture(scope="session")
def kept_apps() -> KeptApps:
    return KeptApps()


@pytest.fixture
def app(settings: Settings, engine: Engine, kept_apps: KeptApps) -> Iterator[Flask]:
    """As if new; who adds to its addresses makes an own one."""
    app = kept_apps.anew(settings, engine)
    look = app.extensions["look"]
    yield app
    look.dispose()


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
