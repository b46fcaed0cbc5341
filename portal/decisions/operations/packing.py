"""Freezing the pack for a sitting: what stands on the board at one moment, for the files the worker makes of it."""

from sqlalchemy import func, select

from portal.audit import operations as audit
from portal.consultations import operations as consultations
from portal.consultations.models import Consultation
from portal.decisions.models import Pack
from portal.decisions.operations.deciding import require_deciding
from portal.decisions.operations.planning import standing
from portal.decisions.queries.sittings import SittingLine
from portal.decisions.queries.snapshot import Snapshot
from portal.kernel.errors import Invalid
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.outbox import operations as outbox

JOB = "pack"
"""The kind of job that makes the files."""
EMPTY = N_("Auf der Tagesordnung steht noch nichts.")


def freeze_pack(
    work: Work, consultation: Consultation, sitting: SittingLine, taken: Snapshot, *, language: str = "de"
) -> Pack:
    """Keep what was read, under the next number of this sitting; its files follow."""
    require_deciding(work, consultation)
    if not taken.document["items"]:
        raise Invalid(EMPTY, field="pack")
    consultations.hold(work, consultation)
    standing(work, sitting)
    last = work.session.scalar(select(func.max(Pack.number)).where(Pack.sitting_id == sitting.id)) or 0
    pack = Pack(
        sitting_id=sitting.id,
        number=last + 1,
        frozen_at=work.now,
        last_comment_id=taken.last_comment_id,
        document=taken.document | {"number": last + 1},
        maker_id=work.actor.account_id,
        maker_label=work.actor.name,
    )
    work.session.add(pack)
    work.session.flush()
    outbox.start_job(work, JOB, {"pack": pack.id, "language": language})
    subject = f"{sitting.number}/{pack.number}"
    audit.record(work, "pack.frozen", subject, detail=pack.public_id, consultation_id=consultation.id)
    return pack
