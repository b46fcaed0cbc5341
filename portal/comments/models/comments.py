"""What was submitted, for good, and what the public reads of it."""

from datetime import date, datetime

from markupsafe import Markup
from sqlalchemy import ForeignKey, Index, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.comments.models.states import Arrival, CommentState, Stance, Voice
from portal.kernel.model import EMPTY, Model
from portal.kernel.public_id import new_public_id

SHOWN = text("visible IS NOT NULL")
"""Indexes of what is read hold visible comments only: submitting one costs them nothing."""

PLACED = text("section_id IS NOT NULL")


class Comment(Model):
    """What was submitted on one item. `newest` and `visible` are numbers of revisions.

    `stance` is that of the visible revision, or of the newest while none is visible: it is what is counted.
    A person is shown as member of the organisation, or by `private_number`. `group_id` is 0 for somebody outside all
    stakeholder groups.
    """

    __tablename__ = "comment"
    __table_args__ = (
        Index("ix_comment_page", "item_id", "visible", "submitted_at"),
        Index("ix_comment_queue", "consultation_id", "state", "submitted_at"),
        Index("ix_comment_filter", "consultation_id", "group_id", "stance"),
        Index(
            "ix_comment_shown",
            "consultation_id",
            "first_submitted_at",
            "id",
            sqlite_where=SHOWN,
            postgresql_where=SHOWN,
        ),
        Index(
            "ix_comment_shown_item", "item_id", "first_submitted_at", "id", sqlite_where=SHOWN, postgresql_where=SHOWN
        ),
        Index(
            "ix_comment_shown_organisation", "organisation_id", "arrival", sqlite_where=SHOWN, postgresql_where=SHOWN
        ),
        Index(
            "ix_comment_shown_on",
            "item_id",
            "organisation_id",
            "arrival",
            sqlite_where=SHOWN,
            postgresql_where=SHOWN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    submission_key: Mapped[str] = mapped_column(unique=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("item_version.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    private_number: Mapped[int | None]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    group_id: Mapped[int] = mapped_column(default=0)
    voice: Mapped[Voice]
    stance: Mapped[Stance]
    state: Mapped[CommentState]
    arrival: Mapped[Arrival]
    included_reason: Mapped[str] = mapped_column(default="")
    newest: Mapped[int]
    visible: Mapped[int | None]
    submitted_at: Mapped[datetime]
    """When its newest revision was submitted."""
    first_submitted_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class Revision(Model):
    """What somebody submitted, word for word, for good."""

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("comment_id", "number"),
        Index(
            "ix_revision_section",
            "section_id",
            "comment_id",
            "number",
            sqlite_where=PLACED,
            postgresql_where=PLACED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    number: Mapped[int]
    stance: Mapped[Stance]
    body: Mapped[str]
    html: Mapped[Markup]
    renderer: Mapped[int]
    section_id: Mapped[int | None] = mapped_column(ForeignKey("section.id"))
    quote: Mapped[str] = mapped_column(default="")
    quote_before: Mapped[str] = mapped_column(default="")
    quote_after: Mapped[str] = mapped_column(default="")
    proposed_wording: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="de")
    submitted_at: Mapped[datetime]
    submitter_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    resolved_by: Mapped[str] = mapped_column(default="", server_default=EMPTY)
    """The body of the organisation that resolved on a statement, `resolved_on` that day."""
    resolved_on: Mapped[date | None]
    minority_vote: Mapped[str] = mapped_column(default="", server_default=EMPTY)


class Redaction(Model):
    """What the public reads instead of a revision: the same texts with some characters replaced by █.

    A quote, proposed wording, minority vote or body that resolved of None is read as it was submitted.
    """

    __tablename__ = "redaction"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    body: Mapped[str]
    html: Mapped[Markup]
    quote: Mapped[str | None]
    proposed_wording: Mapped[str | None]
    minority_vote: Mapped[str | None]
    resolved_by: Mapped[str | None]


@event.listens_for(Revision, "before_update")
def _refuse_change(*_: object) -> None:
    raise TypeError("a revision never changes; add another one")
