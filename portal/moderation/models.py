"""Decisions on revisions: appended, never changed; undoing one is another one."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.model import EMPTY, Model
from portal.kernel.public_id import new_public_id

OPEN = text("answered_at IS NULL")


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


class Complaint(StrEnum):
    """Why a visitor reports a visible comment, in the order of the form (Regulation (EU) 2022/2065, article 16)."""

    UNLAWFUL = "unlawful"
    PERSONAL_DATA = "personal_data"
    INSULT = "insult"
    FALSE = "false"
    ADVERTISING = "advertising"
    OTHER = "other"


class ModerationDecision(Model):
    """One decision on one revision; `explanation` is what the author reads.

    A returned one may mark the words it is about (`marked`, as they stand in the text) and suggest others.
    `appeal_id` and `report_id` say what it answers, if it answers one.
    """

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
    marked: Mapped[str] = mapped_column(default="", server_default=EMPTY)
    suggestion: Mapped[str] = mapped_column(default="", server_default=EMPTY)
    appeal_id: Mapped[int | None] = mapped_column(ForeignKey("appeal.id"), index=True)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("visitor_report.id"), index=True)


class Appeal(Model):
    """An author's objection to a decision, once per comment; another moderator answers it by a decision."""

    __tablename__ = "appeal"
    __table_args__ = (
        Index("ix_appeal_open", "consultation_id", "appealed_at", sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), unique=True)
    revision: Mapped[int]
    first_moderator_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    first_outcome: Mapped[Outcome]
    explanation: Mapped[str]
    appealed_at: Mapped[datetime]
    appellant_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None]


class VisitorReport(Model):
    """What somebody without an account said against a visible comment; the address is only for the answer."""

    __tablename__ = "visitor_report"
    __table_args__ = (
        Index("ix_visitor_report_open", "consultation_id", "reported_at", sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    revision: Mapped[int]
    complaint: Mapped[Complaint]
    explanation: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="de")
    reported_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")
    moderator_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    moderator_label: Mapped[str] = mapped_column(default="")


class Claim(Model):
    """Who is looking at a comment right now; it expires by itself."""

    __tablename__ = "claim"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    moderator_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    moderator_label: Mapped[str]
    until: Mapped[datetime]


class ModeratorNote(Model):
    """What moderators tell each other about a comment; it leaves the team in no export."""

    __tablename__ = "moderator_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    author_label: Mapped[str]
    body: Mapped[str]
    written_at: Mapped[datetime]


class ReasonText(Model):
    """What a consultation writes to an author by default when it decides for a reason, per language."""

    __tablename__ = "reason_text"
    __table_args__ = (UniqueConstraint("consultation_id", "reason", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    reason: Mapped[Reason]
    language: Mapped[str]
    body: Mapped[str]


class WatchList(Model):
    """The words a consultation wants pointed out, one per line; without a row the house's short list holds."""

    __tablename__ = "watch_list"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    words: Mapped[str]
    changed_at: Mapped[datetime]


@event.listens_for(ModerationDecision, "before_update")
def _refuse_change(*_: object) -> None:
    raise TypeError("a decision never changes; take another one")
