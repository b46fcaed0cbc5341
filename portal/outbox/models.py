"""The outbox and the list of long work, both emptied after the commit by `portal worker`."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.model import Model


class LetterState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    """The mail server will not take it, or took back too often."""


class Letter(Model):
    """`text` of a secret letter (it holds a link that lets somebody in) is blanked once it has left."""

    __tablename__ = "letter"
    __table_args__ = (Index("ix_letter_due", "state", "next_attempt_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(unique=True)
    address: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    is_secret: Mapped[bool] = mapped_column(default=False, server_default=false())
    state: Mapped[LetterState] = mapped_column(default=LetterState.WAITING)
    posted_at: Mapped[datetime]
    next_attempt_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    problem: Mapped[str | None]
    """What the mail server said last."""


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Model):
    """Work that takes longer than a request; `kind` names the function that does it."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_due", "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    arguments: Mapped[dict[str, Any]]
    requester_id: Mapped[int | None]
    state: Mapped[JobState] = mapped_column(default=JobState.WAITING)
    progress: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    begun_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str | None]
    result: Mapped[str | None]
    """Name of the file made, inside the data folder."""
