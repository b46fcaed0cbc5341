"""Decisions on revisions: appended, never changed; undoing one is another one."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, event
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.model import Model


class Outcome(StrEnum):
    APPROVE = "approve"
    RETURN = "return"
    REDACT = "redact"
    DECLINE = "decline"


class Reason(StrEnum):
    PERSONAL_DATA = "personal_data"
    INSULT = "insult"
    OFF_TOPIC = "off_topic"
    ADVERTISING = "advertising"
    UNLAWFUL = "unlawful"
    UNCLEAR = "unclear"


class ModerationDecision(Model):
    """One decision on one revision; `explanation` is what the author reads."""

    __tablename__ = "moderation_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), index=True)
    outcome: Mapped[Outcome]
    reason: Mapped[Reason | None]
    explanation: Mapped[str] = mapped_column(default="")
    moderator_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    moderator_label: Mapped[str]
    decided_at: Mapped[datetime]
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("moderation_decision.id"))


@event.listens_for(ModerationDecision, "before_update")
def _refuse_change(*_: object) -> None:
    raise TypeError("a decision never changes; take another one")
