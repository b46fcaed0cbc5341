"""What is being written, before anybody submits it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.comments.models.states import Stance
from portal.kernel.model import EMPTY, Model
from portal.kernel.public_id import new_public_id


class DraftState(StrEnum):
    """Where a shared draft is on its way to a statement."""

    WRITING = "writing"
    HANDED_OVER = "handed_over"
    SENT_BACK = "sent_back"


class Draft(Model):
    """What somebody is still writing. `lock` grows with every change, so that two who write notice each other.

    Private to its author, or shared in the organisation. `comment_id` is set when it revises a comment.
    A shared one is handed over to the releasers, who submit it or send it back with a word.
    """

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("item_version.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    is_shared: Mapped[bool] = mapped_column(default=False, server_default=false())
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    stance: Mapped[Stance | None]
    body: Mapped[str] = mapped_column(default="")
    section_id: Mapped[int | None] = mapped_column(ForeignKey("section.id"))
    quote: Mapped[str] = mapped_column(default="")
    proposed_wording: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="de")
    lock: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
    changer_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    state: Mapped[DraftState] = mapped_column(default=DraftState.WRITING, server_default=DraftState.WRITING)
    moved_at: Mapped[datetime | None]
    """When it was handed over or sent back."""
    resolved_by: Mapped[str] = mapped_column(default="", server_default=EMPTY)
    resolved_on: Mapped[date | None]
    minority_vote: Mapped[str] = mapped_column(default="", server_default=EMPTY)


class DraftNote(Model):
    """What members of one organisation say to each other about a shared draft; nobody else ever reads it.

    Once the draft is released, it belongs to the statement.
    """

    __tablename__ = "draft_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"), index=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    author_label: Mapped[str]
    body: Mapped[str]
    written_at: Mapped[datetime]
