"""The worker's rounds: letters that are due leave, long work that is due is done, until it is told to stop."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from threading import Event

from sqlalchemy import Engine, select, update

from portal.kernel.database import begin_reading, unit_of_work
from portal.kernel.settings import Settings
from portal.outbox.delivery import Leaving, Mailer, ServerAway, TryLater, TurnedDown, open_mailer
from portal.outbox.jobs import Doing, run_due_jobs
from portal.outbox.models import Letter, LetterState

LEASE = timedelta(minutes=10)
"""For so long a letter that is being sent belongs to one worker; more than any conversation with a server takes."""
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
)
"""After each failed attempt; the last one repeats."""
GIVE_UP = timedelta(days=3)
BREATH = 2.0
"""Seconds between two rounds; none after a job, which may have posted a letter."""
RECOVERY = 15.0
"""Seconds after a round that broke, such as with the database away."""

log = logging.getLogger("portal.worker")


def run_worker(
    engine: Engine,
    settings: Settings,
    registry: Mapping[str, Doing],
    stop: Event,
    chores: Sequence[Callable[[], object]] = (),
) -> None:
    """Go round until `stop` is set; the letter or job in hand is finished first. A broken round is logged.

    `chores` are done in every round and have to find out quickly that there is nothing to do.
    """
    mailer = open_mailer(settings)
    while not stop.is_set():
        try:
            deliver_due(engine, mailer, datetime.now(UTC), stop=stop)
            done = run_due_jobs(engine, registry, stop=stop)
            for chore in chores:
                chore()
            stop.wait(0 if done else BREATH)
        except Exception:
            log.exception("this round broke off")
            stop.wait(RECOVERY)


def deliver_due(engine: Engine, mailer: Mailer, now: datetime, *, stop: Event | None = None) -> int:
    """Send what is due; returns how many letters were taken by the server.

    A letter is leased in one short transaction, sent outside of any, and marked in another. A process that dies
    between sending and marking lets it be sent once more, with the same Message-ID.
    """
    sent = 0
    try:
        while not (stop and stop.is_set()):
            letter = _lease(engine, now)
            if letter is None:
                break
            sent += _send(engine, mailer, letter, now)
    except ServerAway as away:
        log.warning("mail server away: %s", away)
    finally:
        mailer.transport.rest()
    return sent


def _send(engine: Engine, mailer: Mailer, letter: Leaving, now: datetime) -> bool:
    try:
        mailer.send(letter)
    except TurnedDown as answer:
        log.warning("letter %s refused", letter.id)
        _refuse(engine, letter, str(answer))
        return False
    except ServerAway as failure:
        _postpone(engine, letter, now, str(failure))
        raise
    except Exception as failure:
        if not isinstance(failure, TryLater):
            log.exception("letter %s cannot be sent", letter.id)
        _postpone(engine, letter, now, str(failure))
        return False
    _mark(engine, letter, state=LetterState.SENT, sent_at=datetime.now(UTC), problem=None)
    return True


def _lease(engine: Engine, now: datetime) -> Leaving | None:
    due = (
        select(Letter)
        .where(Letter.state == LetterState.WAITING, Letter.next_attempt_at <= now)
        .order_by(Letter.next_attempt_at, Letter.id)
        .limit(1)
    )
    with unit_of_work(engine) as session:
        begin_reading(session)
        if session.scalar(due) is None:
            return None
    with unit_of_work(engine) as session:
        row = session.scalar(due.with_for_update(skip_locked=True))
        if row is None:
            return None
        row.next_attempt_at = now + LEASE
        row.attempts += 1
        return Leaving(
            row.id, row.attempts, row.message_id, row.address, row.subject, row.text, row.html, row.posted_at
        )


def _postpone(engine: Engine, letter: Leaving, now: datetime, problem: str) -> None:
    again = now + PAUSES[min(letter.attempt, len(PAUSES)) - 1]
    if again - letter.posted_at > GIVE_UP:
        _refuse(engine, letter, problem)
    else:
        _mark(engine, letter, next_attempt_at=again, problem=problem)


def _refuse(engine: Engine, letter: Leaving, problem: str) -> None:
    _mark(engine, letter, state=LetterState.REFUSED, problem=problem)


def _mark(engine: Engine, letter: Leaving, **values: object) -> None:
    """Unless another worker has settled the letter; the text of a secret one is forgotten when it is settled."""
    waiting = (Letter.id == letter.id, Letter.state == LetterState.WAITING)
    secret = (Letter.id == letter.id, Letter.state != LetterState.WAITING, Letter.is_secret)
    with unit_of_work(engine) as session:
        session.execute(update(Letter).where(*waiting).values(**values))
        session.execute(update(Letter).where(*secret).values(text="", html=""))
