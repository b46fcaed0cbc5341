"""What board readers can set going."""

from sqlalchemy import Select, func, select

from portal.audit import operations as audit
from portal.board import policy
from portal.board.exports import SYNOPSIS
from portal.board.models import SavedView
from portal.comments.filters import CommentFilter
from portal.comments.imprint import Edition
from portal.consultations.models import Consultation
from portal.kernel.errors import Conflict, Invalid, Missing, require
from portal.kernel.markup import plain
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.outbox import operations as outbox
from portal.outbox.models import Job, JobState

MADE_AHEAD = ("docx", "xlsx", "pdf")
MOST_WAITING = 3

NOT_YOU = N_("Die Auswertung können nur Lenkungsgruppe und Geschäftsstelle mitnehmen.")
NO_FORM = N_("Im Voraus erstellt werden nur Word-, Excel- und PDF-Dateien.")
TOO_MANY = N_("Für Sie werden schon %(most)s Dateien erstellt. Bitte warten Sie, bis eine davon fertig ist.")

NO_NAME = N_("Bitte geben Sie der Ansicht einen Namen.")
LONG_NAME = N_("Ein Name hat höchstens %(most)s Zeichen.")
MANY_VIEWS = N_("Sie haben schon %(most)s Ansichten gespeichert. Bitte löschen Sie erst eine.")
LONGEST_NAME = 60
MOST_VIEWS = 20


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


def save_view(work: Work, consultation: Consultation, name: str, query: str) -> SavedView:
    """Keep what the board shows under a name, for the actor alone; the same name again means the new one.

    `query` is a query string as the board writes it.
    """
    require(policy.may_read_board(work.actor, consultation), NOT_YOU)
    kept = " ".join(plain(name).split())
    if not kept:
        raise Invalid(NO_NAME, field="name")
    if len(kept) > LONGEST_NAME:
        raise Invalid(LONG_NAME, field="name", most=LONGEST_NAME)
    own = _own_views(work, consultation)
    view = work.session.scalar(own.where(SavedView.name == kept))
    if view is None:
        if len(work.session.scalars(own).all()) >= MOST_VIEWS:
            raise Invalid(MANY_VIEWS, field="name", most=MOST_VIEWS)
        view = SavedView(account_id=work.actor.account_id, consultation_id=consultation.id, name=kept)
        work.session.add(view)
    view.query, view.saved_at = query, work.now
    audit.record(work, "view.saved", str(consultation.slug), consultation_id=consultation.id)
    return view


def remove_view(work: Work, consultation: Consultation, view_id: int) -> None:
    """Forget a view of the actor's own; raise `Missing` for any other."""
    view = work.session.scalar(_own_views(work, consultation).where(SavedView.id == view_id))
    if view is None:
        raise Missing
    work.session.delete(view)
    audit.record(work, "view.removed", str(consultation.slug), consultation_id=consultation.id)


def _own_views(work: Work, consultation: Consultation) -> Select[SavedView]:
    mine = (SavedView.account_id == work.actor.account_id, SavedView.consultation_id == consultation.id)
    return select(SavedView).where(*mine)
