"""The catalogue as files for everybody: tables are made as they are asked for, booklet and workbook ahead of time."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, select

from portal.catalogue.report import catalogue_report
from portal.consultations.models import Consultation
from portal.kernel.actor import VISITOR
from portal.kernel.database import begin_reading, unit_of_work
from portal.kernel.words import Words
from portal.kernel.work import Work
from portal.reports.writing import STREAMED, TYPES, pieces, write

AHEAD = ("xlsx", "docx", "pdf")
"""Made by the worker, in German, the language of the measures."""
REST = timedelta(seconds=40)
"""Between two makings of a file, so that it is new within a minute of a change: the worker has letters to send, too."""


def streamed(engine: Engine, consultation_id: int, form: str, language: str) -> Iterator[bytes]:
    """The file piece by piece, read in a session of its own that lives as long as the answer."""
    with unit_of_work(engine) as session:
        begin_reading(session)
        work = Work(session, VISITOR, datetime.now(UTC))
        here = session.get_one(Consultation, consultation_id)
        yield from pieces(catalogue_report(work, here, Words(language), form), form)


def made_ahead(engine: Engine, data_dir: Path, here: Consultation, form: str) -> Path:
    """The newest file there is; the first one is made at once."""
    path = _path(data_dir, here, form)
    if not path.exists():
        _make(engine, here.id, path, form)
    return path


def renew(engine: Engine, data_dir: Path) -> int:
    """Make anew every file that has rested and whose consultation has changed visibly since; how many that were."""
    with unit_of_work(engine) as session:
        begin_reading(session)
        now = datetime.now(UTC)
        published = [here for here in session.scalars(select(Consultation)) if here.is_published(now)]
    old = [(here, form) for here in published for form in AHEAD if _is_old(data_dir, here, form, now)]
    for here, form in old:
        _make(engine, here.id, _path(data_dir, here, form), form)
        _mark(data_dir, here, form).write_text(str(here.revision), "utf-8")
    return len(old)


def _make(engine: Engine, consultation_id: int, path: Path, form: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}")
    with unit_of_work(engine) as session:
        begin_reading(session)
        work = Work(session, VISITOR, datetime.now(UTC))
        report = catalogue_report(work, session.get_one(Consultation, consultation_id), Words(), form)
        with unfinished.open("wb") as file:
            write(report, form, file)
    unfinished.replace(path)


def _path(data_dir: Path, here: Consultation, form: str) -> Path:
    return data_dir / "catalogue" / f"{here.slug}.{form}"


def _mark(data_dir: Path, here: Consultation, form: str) -> Path:
    """Says at which revision the file was made."""
    return data_dir / "catalogue" / f"{here.slug}.{form}.revision"


def _is_old(data_dir: Path, here: Consultation, form: str, now: datetime) -> bool:
    mark = _mark(data_dir, here, form)
    if not (mark.exists() and _path(data_dir, here, form).exists()):
        return True
    made = datetime.fromtimestamp(mark.stat().st_mtime, UTC)
    return mark.read_text("utf-8") != str(here.revision) and now - made >= REST


__all__ = ["AHEAD", "STREAMED", "TYPES", "made_ahead", "renew", "streamed"]
