"""Adding to the audit log."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import insert, update

from portal.audit.models import AuditLine
from portal.kernel.work import Work


def record(work: Work, event: str, subject: str, *, detail: str = "", consultation_id: int | None = None) -> None:
    work.session.add(AuditLine(**_line(work, event, subject, detail, consultation_id)))


def record_all(work: Work, event: str, subjects: Iterable[str], *, consultation_id: int, detail: str = "") -> None:
    """The same event of many subjects, at least one, in one statement."""
    rows = [_line(work, event, subject, detail, consultation_id) for subject in subjects]
    work.session.execute(insert(AuditLine), rows)


def _line(work: Work, event: str, subject: str, detail: str, consultation_id: int | None) -> dict[str, Any]:
    return {
        "at": work.now,
        "actor_id": work.actor.account_id,
        "actor_label": work.actor.name,
        "event": event,
        "subject": subject,
        "detail": detail,
        "consultation_id": consultation_id,
    }


def forget(work: Work, account_id: int, email: str) -> None:
    """Overwrite the name of an erased account in every line it is in; what was done stays."""
    work.session.flush()
    work.session.execute(update(AuditLine).where(AuditLine.actor_id == account_id).values(actor_label=""))
    for column in (AuditLine.subject, AuditLine.detail):
        work.session.execute(update(AuditLine).where(column == email).values({column: ""}))
