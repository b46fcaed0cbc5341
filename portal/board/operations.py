"""What board readers can set going."""

from sqlalchemy import func, select

from portal.audit import operations as audit
from portal.board import policy
from portal.board.exports import SYNOPSIS
from portal.comments.filters import CommentFilter
from portal.comments.imprint import Edition
from portal.consultations.models import Consultation
from portal.kernel.errors import Conflict, Invalid, require
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.outbox import operations as outbox
from portal.outbox.models import Job, JobState

MADE_AHEAD = ("docx", "xlsx", "pdf")
MOST_WAITING = 3

NOT_YOU = N_("Die Auswertung können nur Lenkungsgruppe und Geschäftsstelle mitnehmen.")
NO_FORM = N_("Im Voraus erstellt werden nur Word-, Excel- und PDF-Dateien.")
TOO_MANY = N_("Für Sie werden schon %(most)s Dateien erstellt. Bitte warten Sie, bis eine davon fertig ist.")


def start_export(
    work: Work, consultation: Consultation, asked: CommentFilter, form: str, edition: Edition, language: str
) -> Job:
    """A synopsis too long to wait for, made by the worker for the actor alone."""
    require(policy.may_read_board(work.actor, consultation), NOT_YOU)
    if form not in MADE_AHEAD:
        raise Invalid(NO_FORM, field="form")
    unfinished = work.session.scalar(
        select(func.count()).where(
            Job.kind == SYNOPSIS,
            Job.requester_id == work.actor.account_id,
            Job.state.in_((JobState.WAITING, JobState.RUNNING)),
        )
    )
    if (unfinished or 0) >= MOST_WAITING:
        raise Conflict(TOO_MANY, most=MOST_WAITING)
    arguments = {
        "consultation": consultation.id,
        "filter": asked.as_document(),
        "form": form,
        "edition": edition.value,
        "language": language,
        "asked_at": work.now.isoformat(),
    }
    audit.record(work, "export.requested", form, detail=edition, consultation_id=consultation.id)
    return outbox.start_job(work, SYNOPSIS, arguments)
