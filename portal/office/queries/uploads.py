"""Questions about files that wait for their import."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import undefer

from portal.consultations.models import Consultation
from portal.kernel.work import Work
from portal.office.models import Upload
from portal.office.policy import KEPT


@dataclass(frozen=True, slots=True)
class UploadLine:
    name: str
    file: str
    sent_at: datetime


def own_uploads(work: Work, consultation: Consultation) -> list[UploadLine]:
    """The actor's files that still wait, the newest first."""
    rows = work.session.execute(
        select(Upload.name, Upload.file, Upload.sent_at)
        .where(
            Upload.consultation_id == consultation.id,
            Upload.account_id == work.actor.account_id,
            Upload.sent_at > work.now - KEPT,
        )
        .order_by(Upload.id.desc())
    )
    return [UploadLine(*row) for row in rows]


def own_upload(work: Work, consultation: Consultation, name: str) -> Upload | None:
    """The row with its content, for whoever sent it and nobody else."""
    return work.session.scalar(
        select(Upload)
        .options(undefer(Upload.content))
        .where(
            Upload.name == name,
            Upload.consultation_id == consultation.id,
            Upload.account_id == work.actor.account_id,
            Upload.sent_at > work.now - KEPT,
        )
    )
