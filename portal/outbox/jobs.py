"""Long work, taken from the job table one piece at a time; a piece that fails is tried three times."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

from sqlalchemy import Engine, select, update

from portal.kernel.actor import SYSTEM
from portal.kernel.database import begin_reading, unit_of_work
from portal.kernel.work import Work
from portal.outbox.models import Job, JobState

LEASE = timedelta(minutes=15)
"""A job that has said nothing for so long belongs to a process that died, and is taken again."""
PAUSES = (timedelta(minutes=1), timedelta(minutes=5))
MOST_ATTEMPTS = len(PAUSES) + 1

UNKNOWN = "This worker does not know such work."
DIED = "The process ended while doing this, three times."

log = logging.getLogger("portal.worker")


@dataclass(frozen=True, slots=True)
class Errand:
    """A job as the function that does it sees it. It opens its own units of work, short ones for writing."""

    engine: Engine
    job_id: int
    attempt: int
    arguments: Mapping[str, Any]
    requester_id: int | None

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A unit of work as the system; commits when the block ends."""
        with unit_of_work(self.engine) as session:
            yield Work(session, SYSTEM, datetime.now(UTC))

    @contextmanager
    def reading(self) -> Iterator[Work]:
        with unit_of_work(self.engine) as session:
            begin_reading(session)
            yield Work(session, SYSTEM, datetime.now(UTC))

    def progress(self, percent: int) -> None:
        """Say how far it is, at least every ten minutes, and never inside `work()`, which holds the write lock."""
        with self.work() as work:
            work.session.execute(self._mine().values(progress=percent, due_at=work.now + LEASE))

    def done(self, result: str | None) -> None:
        with self.work() as work:
            ended = {"state": JobState.DONE, "progress": 100, "ended_at": work.now, "result": result, "problem": None}
            work.session.execute(self._mine().values(**ended))

    def failed(self, problem: str, *, for_good: bool = False) -> None:
        with self.work() as work:
            if for_good or self.attempt >= MOST_ATTEMPTS:
                values: dict[str, object] = {"state": JobState.FAILED, "ended_at": work.now}
            else:
                values = {"state": JobState.WAITING, "due_at": work.now + PAUSES[self.attempt - 1]}
            work.session.execute(self._mine().values(**values, problem=problem))

    def _mine(self) -> Any:
        """The row while this attempt is the latest; one that lost its lease changes nothing any more."""
        return update(Job).where(Job.id == self.job_id, Job.state == JobState.RUNNING, Job.attempts == self.attempt)


Doing = Callable[[Errand], str | None]
"""Does one kind of job; returns the name of the file it made inside the data folder, if any."""


def run_due_jobs(engine: Engine, registry: Mapping[str, Doing], *, stop: Event | None = None) -> int:
    """Do what is due, one job after another; returns how many were done."""
    done = 0
    while not (stop and stop.is_set()):
        errand = _take(engine, datetime.now(UTC))
        if errand is None:
            break
        done += _run(errand[1], registry.get(errand[0]))
    return done


def _run(errand: Errand, doing: Doing | None) -> bool:
    if doing is None:
        errand.failed(UNKNOWN, for_good=True)
        return False
    if errand.attempt > MOST_ATTEMPTS:
        errand.failed(DIED)
        return False
    try:
        result = doing(errand)
    except Exception as failure:
        log.exception("job %s failed at attempt %s", errand.job_id, errand.attempt)
        errand.failed(f"{type(failure).__name__}: {failure}")
        return False
    errand.done(result)
    return True


def _take(engine: Engine, now: datetime) -> tuple[str, Errand] | None:
    due = (
        select(Job)
        .where(Job.state.in_((JobState.WAITING, JobState.RUNNING)), Job.due_at <= now)
        .order_by(Job.due_at, Job.id)
        .limit(1)
    )
    with unit_of_work(engine) as session:
        begin_reading(session)
        if session.scalar(due) is None:
            return None
    with unit_of_work(engine) as session:
        job = session.scalar(due.with_for_update(skip_locked=True))
        if job is None:
            return None
        job.state, job.begun_at, job.due_at = JobState.RUNNING, now, now + LEASE
        job.attempts += 1
        session.flush()
        return job.kind, Errand(engine, job.id, job.attempts, job.arguments, job.requester_id)
