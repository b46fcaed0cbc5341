"""A consultation, its phases and sheet, and the goals and measures people comment on, version by version."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from markupsafe import Markup
from sqlalchemy import ForeignKey, Index, UniqueConstraint, event, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.model import EMPTY, Model


class Phase(StrEnum):
    PREPARATION = "preparation"
    COMMENTING = "commenting"
    REVIEW = "review"
    DECIDED = "decided"
    ADOPTED = "adopted"
    ARCHIVED = "archived"


class ItemType(StrEnum):
    GOAL = "goal"
    MEASURE = "measure"


class Kind(StrEnum):
    """What a measure is: a task of the administration, a project for others to carry, or advice to somebody else."""

    ADMINISTRATION = "administration"
    LIGHTHOUSE = "lighthouse"
    RECOMMENDATION = "recommendation"


class Consultation(Model):
    """Each phase ends at an exclusive instant: at `closes_at` itself, commenting is over.

    `stage` is the phase staff has set; while it is empty, the dates decide between preparation, commenting and review.
    `revision` grows with every change the public can see, `catalogue_revision` when fields, sections or items change.
    """

    __tablename__ = "consultation"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    plan_name: Mapped[str] = mapped_column(default="")
    question: Mapped[str] = mapped_column(default="")
    lead: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    decides: Mapped[str] = mapped_column(default="")
    """Who decides, in Markdown."""
    decides_html: Mapped[Markup] = mapped_column(default=Markup)
    review_note: Mapped[str] = mapped_column(default="")
    decided_note: Mapped[str] = mapped_column(default="")
    adopted_note: Mapped[str] = mapped_column(default="")
    contact_name: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(default="")
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    stage: Mapped[Phase | None]
    published_at: Mapped[datetime | None]
    """Since when outsiders may have read it, as far as somebody has set its phase or dates since."""
    council_resolution: Mapped[str] = mapped_column(default="")
    """What the council resolved, in a sentence; `council_number` is that of its paper."""
    council_number: Mapped[str] = mapped_column(default="", server_default=EMPTY)
    council_on: Mapped[date | None]
    council_url: Mapped[str] = mapped_column(default="", server_default=EMPTY)
    is_demo: Mapped[bool] = mapped_column(default=False, server_default=false())
    revision: Mapped[int] = mapped_column(default=1)
    catalogue_revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]

    def phase(self, now: datetime) -> Phase:
        if self.stage is not None:
            return self.stage
        if self.opens_at is None or now < self.opens_at:
            return Phase.PREPARATION
        if self.closes_at is None or now < self.closes_at:
            return Phase.COMMENTING
        return Phase.REVIEW

    def is_published(self, now: datetime) -> bool:
        return self.phase(now) is not Phase.PREPARATION


class Field(Model):
    """A field of action."""

    __tablename__ = "field"
    __table_args__ = (UniqueConstraint("consultation_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    code: Mapped[str]
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    position: Mapped[int]


class Origin(Model):
    """The expert or youth group that drafted a measure."""

    __tablename__ = "origin"
    __table_args__ = (UniqueConstraint("consultation_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    name: Mapped[str]


class Section(Model):
    """One named part of the measure sheet; `key` is its anchor and its name in forms and files."""

    __tablename__ = "section"
    __table_args__ = (UniqueConstraint("consultation_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    key: Mapped[str]
    label: Mapped[str]
    label_en: Mapped[str] = mapped_column(default="")
    position: Mapped[int]


class Item(Model):
    """A goal or a measure. `version` is the number of its newest version; `revision` grows with what the public sees.

    `sort_key` is the code as people count, see `kernel.codes`.
    """

    __tablename__ = "item"
    __table_args__ = (
        UniqueConstraint("consultation_id", "code"),
        Index("ix_item_order", "consultation_id", "type", "field_id", "sort_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    field_id: Mapped[int] = mapped_column(ForeignKey("field.id"))
    type: Mapped[ItemType]
    code: Mapped[str]
    sort_key: Mapped[str]
    kind: Mapped[Kind | None]
    recommended_to: Mapped[str] = mapped_column(default="")
    origin_id: Mapped[int | None] = mapped_column(ForeignKey("origin.id"))
    version: Mapped[int] = mapped_column(default=1)
    revision: Mapped[int] = mapped_column(default=1)


class GoalLink(Model):
    """A measure serves a goal."""

    __tablename__ = "goal_link"

    measure_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)


class FormerCode(Model):
    """A code an item once had: it leads to the item for good and is never given to another."""

    __tablename__ = "former_code"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)


class ItemVersion(Model):
    """What an item said from one moment on; it never changes, and comments hang on it."""

    __tablename__ = "item_version"
    __table_args__ = (UniqueConstraint("item_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    number: Mapped[int]
    title: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Passage(Model):
    """One section of one version: source and stored HTML."""

    __tablename__ = "passage"

    version_id: Mapped[int] = mapped_column(ForeignKey("item_version.id"), primary_key=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"), primary_key=True)
    source: Mapped[str]
    html: Mapped[Markup]


class Page(Model):
    """An editable page of the site: imprint, privacy, accessibility, easy language, netiquette."""

    __tablename__ = "page"

    key: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    source: Mapped[str]
    html: Mapped[Markup]
    changed_at: Mapped[datetime]


class SiteState(Model):
    """One row: how often anything on every page (pages, consultations' list) has changed."""

    __tablename__ = "site_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int]


def _refuse_change(*_: Any) -> None:
    raise TypeError("a version never changes; add another one")


for _frozen in (ItemVersion, Passage):
    event.listen(_frozen, "before_update", _refuse_change)
