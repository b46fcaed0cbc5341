"""Adding to the audit log."""

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
