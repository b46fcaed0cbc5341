"""`demo`, `serve` and `worker`: the processes of a portal."""

import argparse
import atexit
import os
import signal
import threading
from collections.abc import Callable
from multiprocessing import Process, util
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication

from portal.accounts.passwords import hash_password
from portal.app import create_app
from portal.catalogue.files import renew
from portal.commands import arguments, erased
from portal.commands.jobs import REGISTRY
from portal.commands.setting import connected, named, say, settings_now, working
from portal.demo import load, seeding
from portal.demo.cast import ACCOUNTS
from portal.kernel import migrations
from portal.kernel.database import open_engine
from portal.outbox.rounds import run_worker

THREADS = 4


def add(tasks: Any) -> None:
    demo = tasks.add_parser("demo", help="set up and serve the demo consultation on this machine")
    demo.add_argument("--port", type=arguments.port, default=8000)
    demo.add_argument(
        "--data", type=Path, metavar="DIR", help="folder for the database and the letters, else PORTAL_DATA_DIR or var"
    )
    demo.add_argument("--no-serve", action="store_true", help="only migrate and fill")
    demo.add_argument("--comments", type=arguments.whole, default=0, metavar="N", help="add N generated comments")
    demo.set_defaults(run=run_demo)
    serving = tasks.add_parser("serve", help="serve the portal by gunicorn")
    serving.add_argument("--host", default="127.0.0.1")
    serving.add_argument("--port", type=arguments.port, default=8000)
    serving.add_argument("--workers", type=arguments.whole, default=1)
    serving.set_defaults(run=lambda given: _serve(given.host, given.port, given.workers))
    worker = tasks.add_parser("worker", help="send letters and do long work until told to stop")
    worker.set_defaults(run=lambda given: _work())


def run_demo(given: argparse.Namespace) -> int:
    """Nothing of the database is open when worker and server are forked off: SQLite would lose its locks by it."""
    if given.data:
        os.environ["PORTAL_DATA_DIR"] = str(given.data)
    os.environ["PORTAL_BASE_URL"] = f"http://127.0.0.1:{given.port}"
    settings = settings_now()
    with connected() as engine:
        migrations.upgrade(engine)
    password_hash = hash_password(seeding.PASSWORD)
    with working() as work:
        if not seeding.is_seeded(work):
            say("Die Demonstration wird angelegt …")
            seeding.seed(work, password_hash)
    if given.comments:
        with working() as work:
            load.add_comments(work, named(work, seeding.SLUG), given.comments, _tell(given.comments))
    _introduce(settings.base_url, settings.mail_dir)
    if given.no_serve:
        return 0
    Process(target=_work, name="worker", daemon=True).start()
    return _serve("127.0.0.1", given.port, 1)


def _introduce(address: str, mail_dir: Path) -> None:
    say(
        "",
        f"  {address}/{seeding.SLUG}/",
        "",
        f"Anmelden unter {address}/sign-in mit dem Passwort {seeding.PASSWORD}:",
        *(f"  {f'{name}@example.org':26} {label}" for name, label, *_ in ACCOUNTS),
        "",
        f"Briefe liegen unter {mail_dir}/. Beenden mit Strg+C.",
    )


def _tell(number: int) -> Any:
    def progress(done: int) -> None:
        bar = "█" * (30 * done // number)
        print(f"\r  {bar:30} {done:>9} / {number}", end="\n" if done == number else "", flush=True)  # noqa: T201

    return progress


def serve(build: Callable[[], Any], host: str, port: int, workers: int) -> None:
    """Serve what `build` makes, one for each worker, by gunicorn until it is told to stop."""
    _Server(
        build,
        {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "workers": workers,
            "threads": THREADS,
            "worker_class": "gthread",
            "graceful_timeout": 20,
            "keepalive": 5,
            "control_socket_disable": True,
            "post_fork": _leave_kin_alone,
        },
    ).run()


def _leave_kin_alone(server: object, child: object) -> None:
    """What gunicorn forks off would otherwise end the demo's worker, which is no child of its own, when it ends."""
    atexit.unregister(util._exit_function)  # type: ignore[attr-defined]


def _serve(host: str, port: int, workers: int) -> int:
    settings = settings_now()
    serve(lambda: create_app(settings), host, port, workers)
    return 0


def _work() -> int:
    settings = settings_now()
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    engine = open_engine(settings.database_url)
    run_worker(
        engine,
        settings,
        REGISTRY,
        stop,
        [lambda: renew(engine, settings.data_dir), lambda: erased.note(engine, settings.data_dir)],
    )
    return 0


class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with our options; each worker builds its own app, so that none shares a connection."""

    def __init__(self, build: Any, options: dict[str, Any]) -> None:
        self._build = build
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        return self._build()
