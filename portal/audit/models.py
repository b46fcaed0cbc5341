"""The audit log. A line keeps id and label of its actor, because it outlives an erased account."""

from datetime import datetime

from sqlalchemy import event
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.model import Model


class AuditLine(Model):
    """`subject` names what was acted on, such as a public id or a code; `detail` never holds comment text."""

    __tablename__ = "audit_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True)
    actor_label: Mapped[str]
    event: Mapped[str]
    subject: Mapped[str] = mapped_column(index=True)
    detail: Mapped[str] = mapped_column(default="")
    consultation_id: Mapped[int | None] = mapped_column(index=True)


@event.listens_for(AuditLine, "before_update")
def _refuse_change(*_: object) -> None:
    raise TypeError("an audit line never changes; erasure overwrites labels by a statement of its own")
