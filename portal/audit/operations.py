"""Adding to the audit log."""

from sqlalchemy import update

from portal.audit.models import AuditLine
from portal.kernel.work import Work


def record(work: Work, event: str, subject: str, *, detail: str = "", consultation_id: int | None = None) -> None:
    actor = work.actor
    work.session.add(
        AuditLine(
            at=work.now,
            actor_id=actor.account_id,
            actor_label=actor.name,
            event=event,
            subject=subject,
            detail=detail,
            consultation_id=consultation_id,
        )
    )


def forget(work: Work, account_id: int, email: str) -> None:
    """Overwrite the name of an erased account in every line it is in; what was done stays."""
    work.session.flush()
    work.session.execute(update(AuditLine).where(AuditLine.actor_id == account_id).values(actor_label=""))
    for column in (AuditLine.subject, AuditLine.detail):
        work.session.execute(update(AuditLine).where(column == email).values({column: ""}))
