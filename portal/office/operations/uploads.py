"""Keeping a file between the steps of its import, and forgetting it."""

from datetime import timedelta

from sqlalchemy import delete

from portal.audit import operations as audit
from portal.consultations.models import Consultation
from portal.imports.mapping import Mapping, as_document
from portal.imports.operations import NOT_YOU
from portal.imports.policy import may_import
from portal.kernel.errors import require
from portal.kernel.public_id import new_token
from portal.kernel.work import Work
from portal.office.models import Upload
from portal.office.policy import KEPT
from portal.outbox import operations as outbox

EXPIRY = "upload-expiry"
"""The job that forgets what is older."""


def keep_upload(work: Work, consultation: Consultation, file: str, content: bytes) -> Upload:
    """The file waits for its sender to say what its columns mean; the worker forgets it after a day."""
    require(may_import(work.actor, consultation), NOT_YOU)
    upload = Upload(
        name=new_token(),
        consultation_id=consultation.id,
        account_id=work.actor.account_id,
        file=file,
        content=content,
        mapping=None,
        sent_at=work.now,
    )
    work.session.add(upload)
    outbox.start_job(work, EXPIRY, {}, due_at=work.now + KEPT + timedelta(minutes=1))
    audit.record(work, "upload.kept", file, detail=f"{len(content)} B", consultation_id=consultation.id)
    return upload


def remember_mapping(upload: Upload, mapping: Mapping) -> None:
    upload.mapping = as_document(mapping)


def forget_upload(work: Work, upload: Upload) -> None:
    audit.record(work, "upload.forgotten", upload.file, consultation_id=upload.consultation_id)
    work.session.delete(upload)


def forget_old_uploads(work: Work) -> None:
    work.session.execute(delete(Upload).where(Upload.sent_at <= work.now - KEPT))
