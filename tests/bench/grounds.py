"""Databases to measure on: the demo's consultation with more and more generated comments, made once and copied."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, func, select, text, update

from portal.accounts.passwords import hash_password
from portal.comments import counters
from portal.comments.models import Comment, CommentState
from portal.consultations.models import Consultation
from portal.demo import load, seeding
from portal.kernel import migrations
from portal.kernel.actor import SYSTEM
from portal.kernel.database import open_engine, unit_of_work
from portal.kernel.work import Work
from tests.support import postgres

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
SECRET = "for measuring only, and long enough"

Fill = Callable[[Work], None]


@dataclass(frozen=True, slots=True)
class Ground:
    """One database, and what a process needs to know to run on it."""

    url: str
    folder: Path

    @property
    def environment(self) -> Mapping[str, str]:
        return {
            "PORTAL_DATABASE_URL": self.url,
            "PORTAL_DATA_DIR": str(self.folder),
            "PORTAL_SECRET_KEY": SECRET,
            "PORTAL_BASE_URL": "http://127.0.0.1:8000",
        }

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        engine = open_engine(self.url)
        yield engine
        engine.dispose()

    @contextmanager
    def work(self) -> Iterator[Work]:
        with self.engine() as engine, unit_of_work(engine) as session:
            yield Work(session, SYSTEM, datetime.now(UTC))


class Grounds:
    """Makes databases of one kind; a copy belongs to whoever asked for it."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.kind = kind
        self._folder = folder
        self._made: dict[str, Ground] = {}
        self._copies = 0

    def demo(self) -> Ground:
        return self._copy(self._template("demo", None, _seed))

    def empty(self) -> Ground:
        return self._copy(self._template("empty", None, lambda work: None))

    def filled(self, comments: int) -> Ground:
        return self._copy(self._filled(comments))

    def waiting(self, comments: int, waiting: int) -> Ground:
        """So many generated comments, and so many of them before their first decision."""
        name = f"waiting {comments} {waiting}"
        return self._copy(self._template(name, self._filled(comments), lambda work: _let_wait(work, waiting)))

    def _filled(self, comments: int) -> Ground:
        def fill(work: Work) -> None:
            load.add_comments(work, consultation_in(work), comments, lambda done: None)

        return self._template(f"filled {comments}", self._template("demo", None, _seed), fill)

    def _template(self, name: str, base: Ground | None, fill: Fill) -> Ground:
        if name not in self._made:
            ground = self._copy(base) if base else self._new()
            with ground.engine() as engine:
                migrations.upgrade(engine)
            with ground.work() as work:
                fill(work)
                if self.kind == POSTGRESQL:
                    work.session.execute(text("ANALYZE"))  # as a running server's autovacuum does within a minute
            self._made[name] = ground
        return self._made[name]

    def _new(self) -> Ground:
        name, folder = self._next()
        if self.kind == SQLITE:
            return Ground(f"sqlite:///{folder / 'portal.db'}", folder)
        return Ground(postgres.create_database(name, "template0"), folder)

    def _copy(self, base: Ground) -> Ground:
        name, folder = self._next()
        if self.kind == SQLITE:
            shutil.copy(base.folder / "portal.db", folder / "portal.db")
            return Ground(f"sqlite:///{folder / 'portal.db'}", folder)
        return Ground(postgres.create_database(name, base.url.partition("?")[0].rpartition("/")[2]), folder)

    def _next(self) -> tuple[str, Path]:
        self._copies += 1
        name = f"bench_{self.kind.lower()}_{self._copies}"
        folder = self._folder / name
        folder.mkdir()
        return name, folder


def consultation_in(work: Work) -> Consultation:
    return work.session.scalars(select(Consultation).where(Consultation.slug == seeding.SLUG)).one()


def _seed(work: Work) -> None:
    seeding.seed(work, hash_password(seeding.PASSWORD))


def _let_wait(work: Work, number: int) -> None:
    generated = Comment.submission_key.like("load %")
    first = work.session.scalars(select(func.min(Comment.id)).where(generated)).one()
    waits = Comment.id < (first or 0) + number
    shown = update(Comment).where(generated, ~waits, Comment.state == CommentState.SUBMITTED)
    work.session.execute(shown.values(state=CommentState.APPROVED, visible=1, published_at=work.now))
    work.session.execute(update(Comment).where(generated, waits).values(state=CommentState.SUBMITTED, visible=None))
    counters.repair(work, consultation_in(work).id)
