"""What came in on paper or as a file: how a letter arrived, and what was enclosed."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.model import Model
from portal.kernel.public_id import new_public_id


class Way(StrEnum):
    """How a contribution that the office enters came in."""

    LETTER = "letter"
    EMAIL = "email"
    FAX = "fax"
    IN_PERSON = "in_person"
    PHONE = "phone"


class OnBehalf(Model):
    """How a comment came in that the office entered; the sender's name and the reference are internal."""

    __tablename__ = "on_behalf"
    __table_args__ = (UniqueConstraint("consultation_id", "reference"),)

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    way: Mapped[Way]
    sender: Mapped[str] = mapped_column(default="")
    written_on: Mapped[date | None]
    arrived_on: Mapped[date]
    reference: Mapped[str]
    entered_at: Mapped[datetime]
    clerk_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    clerk_label: Mapped[str]


class Attachment(Model):
    """A PDF or picture that belongs to a draft or a comment. A scan (`is_internal`) is for staff and its author."""

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id", ondelete="SET NULL"), index=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"), index=True)
    is_internal: Mapped[bool] = mapped_column(default=False, server_default=false())
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    digest: Mapped[str]
    content: Mapped[bytes] = mapped_column(deferred=True)
    sent_at: Mapped[datetime]
    sender_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
