"""Files made ahead for one person: which there are, and until when they may be fetched."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Select, select

from portal.comments.filters import CommentFilter
from portal.comments.imprint import Edition
from portal.consultations.models import Consultation
from portal.kernel.errors import Refused
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.outbox.models import Job, JobState

SYNOPSIS, EXPIRY = "synopsis", "synopsis-expiry"
"""Kinds of jobs: making a file, and deleting old ones."""
KEPT = timedelta(days=2)
FOLDER = "exports"
MOST_LISTED = 20
NOT_YET = N_("Diese Datei ist noch nicht fertig.")
OVER = N_("Diese Datei wird nicht mehr aufbewahrt. Bitte lassen Sie sie neu erstellen.")


@dataclass(frozen=True, slots=True)
class Export:
    """`path` is set while the file can be fetched; `progress` in per cent."""

    number: int
    form: str
    edition: Edition
    filter: CommentFilter
    asked_at: datetime
    state: JobState
    progress: int
    until: datetime | None
    path: str | None

    @property
    def is_under_way(self) -> bool:
        return self.state in (JobState.WAITING, JobState.RUNNING)


def own_exports(work: Work, consultation: Consultation) -> list[Export]:
    """The actor's files of this consultation, the newest first."""
    rows = work.session.scalars(_own(work).order_by(Job.id.desc()).limit(MOST_LISTED))
    return [_export(row, work.now) for row in rows if row.arguments["consultation"] == consultation.id]


def own_export(work: Work, consultation: Consultation, number: int) -> Export | None:
    """One file, for whoever asked for it and nobody else."""
    row = work.session.scalar(_own(work).where(Job.id == number))
    return _export(row, work.now) if row and row.arguments["consultation"] == consultation.id else None


def fetchable(export: Export) -> str:
    """Where the file is inside the data folder; Refused while it is not finished or when its time is over."""
    if export.path is None:
        raise Refused(NOT_YET if export.is_under_way else OVER)
    return export.path


def forget_old_files(data_dir: Path, now: datetime) -> int:
    """Delete what nobody may fetch any more; how many files that were."""
    old = [path for path in (data_dir / FOLDER).glob("*") if path.stat().st_mtime < (now - KEPT).timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _own(work: Work) -> Select[Job]:
    return select(Job).where(Job.kind == SYNOPSIS, Job.requester_id == work.actor.account_id)


def _export(row: Job, now: datetime) -> Export:
    until = row.ended_at + KEPT if row.state is JobState.DONE and row.ended_at else None
    return Export(
        number=row.id,
        form=row.arguments["form"],
        edition=Edition(row.arguments["edition"]),
        filter=CommentFilter.from_document(row.arguments["filter"]),
        asked_at=datetime.fromisoformat(row.arguments["asked_at"]),
        state=row.state,
        progress=row.progress,
        until=until,
        path=row.result if until and now < until else None,
    )
