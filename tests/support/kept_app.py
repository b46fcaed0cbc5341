"""An app is put together once per process and kind of settings; every test gets it as if it were new."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine

from portal.app import create_app
from portal.kernel.database import Look
from portal.kernel.settings import Settings
from portal.web.kept_pages import KeptPages
from portal.web.limits import limiter
from portal.web.shortcut import Shortcut

BUILD = "test"
"""Stands for the code all pages of a run are made by."""


class KeptApp:
    """Compiled templates and addresses stay; pages, limits, connections and whatever a test has set do not."""

    def __init__(self, settings: Settings, engine: Engine, **config: Any) -> None:
        self._app = create_app(settings, engine, TESTING=True, **config)
        self._app.extensions["look"].dispose()
        held: tuple[dict[Any, Any], ...] = (
            self._app.config,
            self._app.extensions,
            self._app.view_functions,
            vars(limiter),  # is that of the app made last
        )
        self._first = [(each, dict(each)) for each in held]

    def anew(self, settings: Settings, engine: Engine) -> Flask:
        for each, first in self._first:
            each.clear()
            each.update(first)
        look = Look(engine)
        pages = KeptPages(look, BUILD)
        self._app.config["SETTINGS"] = settings
        self._app.extensions |= {"engine": engine, "look": look, "kept_pages": pages, "shortcut": Shortcut(pages)}
        limiter.reset()
        return self._app


class KeptApps:
    """By all settings but where the data lie."""

    def __init__(self) -> None:
        self._apps: dict[Settings, KeptApp] = {}

    def anew(self, settings: Settings, engine: Engine) -> Flask:
        kind = replace(settings, database_url=engine.dialect.name, data_dir=Path())
        if kind not in self._apps:
            self._apps[kind] = KeptApp(settings, engine, WTF_CSRF_ENABLED=False)
        return self._apps[kind].anew(settings, engine)
