"""Drafts, comments and their revisions, and the counters that are kept beside them."""

from datetime import date, datetime
from enum import StrEnum

from markupsafe import Markup
from sqlalchemy import ForeignKey, Index, UniqueConstraint, event, false, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.model import EMPTY, Model
from portal.kernel.public_id import new_public_id

SHOWN = text("visible IS NOT NULL")
"""Indexes of what is read hold visible comments only: submitting one costs them nothing."""

PLACED = text("section_id IS NOT NULL")


class Stance(StrEnum):
    """In the order in which they are always shown."""

    SUPPORT = "support"
    SUPPORT_WITH_CHANGES = "support_with_changes"
    NO_OBJECTION = "no_objection"
    QUESTION = "question"
    OBJECT = "object"


class Voice(StrEnum):
    """Who speaks; the two are counted apart everywhere."""

    INDIVIDUAL = "individual"
    ORGANISATION = "organisation"


class CommentState(StrEnum):
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"
    REDACTED = "redacted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Arrival(StrEnum):
    IN_TIME = "in_time"
    LATE = "late"
    INCLUDED = "included"


class DraftState(StrEnum):
    """Where a shared draft is on its way to a statement."""

    WRITING = "writing"
    HANDED_OVER = "handed_over"
    SENT_BACK = "sent_back"


class Way(StrEnum):
    """How a contribution that the office enters came in."""

    LETTER = "letter"
    EMAIL = "email"
    FAX = "fax"
    IN_PERSON = "in_person"
    PHONE = "phone"


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
    """What members of one organisation say to each other about a shared draft; nobody else ever reads it."""

    __tablename__ = "draft_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    author_label: Mapped[str]
    body: Mapped[str]
    written_at: Mapped[datetime]


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


class Redaction(Model):
    """What the public reads instead of a revision: the same texts with some characters replaced by █.

    A quote, proposed wording or minority vote of None is read as it was submitted.
    """

    __tablename__ = "redaction"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    body: Mapped[str]
    html: Mapped[Markup]
    quote: Mapped[str | None]
    proposed_wording: Mapped[str | None]
    minority_vote: Mapped[str | None]


class Counter(Model):
    """How many comments stand so: one row per item × group × stance × state × voice × late × shown."""

    __tablename__ = "counter"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True)
    group_id: Mapped[int] = mapped_column(primary_key=True)
    stance: Mapped[Stance] = mapped_column(primary_key=True)
    state: Mapped[CommentState] = mapped_column(primary_key=True)
    voice: Mapped[Voice] = mapped_column(primary_key=True)
    is_late: Mapped[bool] = mapped_column(primary_key=True)
    is_shown: Mapped[bool] = mapped_column(primary_key=True)
    number: Mapped[int]


@event.listens_for(Revision, "before_update")
def _refuse_change(*_: object) -> None:
    raise TypeError("a revision never changes; add another one")
