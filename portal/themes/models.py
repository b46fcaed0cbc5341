"""Themes that group comments, the administration's advice, and notes for the steering group; all internal."""

from datetime import datetime
from enum import StrEnum

from markupsafe import Markup
from sqlalchemy import ForeignKey, Index, UniqueConstraint, event, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.model import Model
from portal.kernel.public_id import new_public_id


class ThemeVerb(StrEnum):
    CREATED = "created"
    RENAMED = "renamed"
    MOVED = "moved"
    MERGED = "merged"
    SPLIT = "split"
    CLOSED = "closed"
    REOPENED = "reopened"
    MARKED = "marked"
    UNMARKED = "unmarked"


class Theme(Model):
    """A named concern on one item, or across items while `item_id` is empty; `parent_id` makes a second level.

    One that was merged keeps its row and says where it went, so that its address leads there.
    """

    __tablename__ = "theme"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("theme.id", deferrable=True, initially="DEFERRED"), index=True
    )
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id", deferrable=True, initially="DEFERRED"))
    closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class ThemeMark(Model):
    """A comment, or the quoted part of it, belongs to a theme; who said so is kept."""

    __tablename__ = "theme_mark"
    __table_args__ = (UniqueConstraint("theme_id", "comment_id", "quote"), Index("ix_theme_mark_comment", "comment_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    quote: Mapped[str] = mapped_column(default="")
    marked_at: Mapped[datetime]
    marker_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    marker_label: Mapped[str]


class ThemeChange(Model):
    """What happened to a theme, in order; appended."""

    __tablename__ = "theme_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)
    verb: Mapped[ThemeVerb]
    detail: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime]
    changer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    changer_label: Mapped[str]


class Advice(Model):
    """The administration's proposal on one version of an item; appended, the newest counts.

    Not `is_released` is a draft, read by those who write advice; the steering group reads released ones.
    """

    __tablename__ = "advice"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("item_version.id"))
    body: Mapped[str]
    html: Mapped[Markup]
    is_released: Mapped[bool] = mapped_column(default=False, server_default=false())
    written_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    author_label: Mapped[str]


class AdviceWording(Model):
    """What a whole section would read if the advice is followed."""

    __tablename__ = "advice_wording"

    advice_id: Mapped[int] = mapped_column(ForeignKey("advice.id"), primary_key=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"), primary_key=True)
    wording: Mapped[str]


class BoardNote(Model):
    """An internal note on an item, for the steering group and the office."""

    __tablename__ = "board_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    body: Mapped[str]
    written_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    author_label: Mapped[str]


def _refuse_change(*_: object) -> None:
    raise TypeError("what was recorded never changes; record another one")


for _frozen in (ThemeChange, Advice, AdviceWording):
    event.listen(_frozen, "before_update", _refuse_change)
