"""Sittings, decisions on items, and the answers to what was said; internal until published."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, event, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.model import EMPTY, Model
from portal.kernel.public_id import new_public_id


class DecisionOutcome(StrEnum):
    ADOPT = "adopt"
    ADOPT_WITH_CHANGES = "adopt_with_changes"
    RETURN_TO_EXPERTS = "return_to_experts"
    POSTPONE = "postpone"
    RECOMMEND = "recommend"
    REJECT = "reject"
    NEW_TOPIC = "new_topic"


class Settled(StrEnum):
    """What an author says when asked whether a new version settles the point."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Answer(StrEnum):
    FOLLOWED = "followed"
    PARTLY_FOLLOWED = "partly_followed"
    NOT_FOLLOWED = "not_followed"
    NOTED = "noted"


class Sitting(Model):
    """One meeting of the steering group, numbered within the consultation."""

    __tablename__ = "sitting"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(default="")
    held_on: Mapped[date]


class AgendaPoint(Model):
    """An item to be decided at a sitting; `in_block` ones are put to one vote together."""

    __tablename__ = "agenda_point"

    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True, index=True)
    position: Mapped[int]
    in_block: Mapped[bool] = mapped_column(default=False, server_default=false())


class Pack(Model):
    """The frozen printout for a sitting: what stood on the board at one moment, and the files made of it.

    `document` is the content the files are made of. `pdf` and `docx` are filled by the worker, once; their SHA-256
    is shown beside them.
    """

    __tablename__ = "pack"
    __table_args__ = (UniqueConstraint("sitting_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    number: Mapped[int]
    frozen_at: Mapped[datetime]
    last_comment_id: Mapped[int]
    """The newest comment there was; later ones came "since the pack"."""
    document: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    pdf: Mapped[bytes | None] = mapped_column(deferred=True)
    pdf_digest: Mapped[str] = mapped_column(default="")
    docx: Mapped[bytes | None] = mapped_column(deferred=True)
    docx_digest: Mapped[str] = mapped_column(default="")
    maker_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    maker_label: Mapped[str]


class Decision(Model):
    """Appended per item; the newest counts. It names the version it was taken on and the sitting.

    What it changes in the text are its `DecisionWording`s. `unanswered_reason` says why it was taken while a theme
    lacked an answer.
    """

    __tablename__ = "decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("item_version.id"))
    outcome: Mapped[DecisionOutcome]
    reason: Mapped[str]
    recommended_to: Mapped[str] = mapped_column(default="")
    sitting: Mapped[str] = mapped_column(default="")
    sitting_id: Mapped[int | None] = mapped_column(ForeignKey("sitting.id"), index=True)
    in_block: Mapped[bool] = mapped_column(default=False, server_default=false())
    conflicts: Mapped[str] = mapped_column(default="", server_default=EMPTY)
    """Who took no part because their organisation spoke or would carry the measure."""
    unanswered_reason: Mapped[str] = mapped_column(default="", server_default=EMPTY)
    votes_for: Mapped[int | None]
    votes_against: Mapped[int | None]
    votes_abstained: Mapped[int | None]
    recorded_at: Mapped[datetime]
    recorder_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    recorder_label: Mapped[str]


class DecisionWording(Model):
    """What the whole section reads from the publication of a decision on."""

    __tablename__ = "decision_wording"

    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), primary_key=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"), primary_key=True)
    wording: Mapped[str]


class Response(Model):
    """The public answer to a theme or to one comment, with reason; appended, the newest counts."""

    __tablename__ = "response"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"), index=True)
    answer: Mapped[Answer]
    reason: Mapped[str]
    recorded_at: Mapped[datetime]
    recorder_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    recorder_label: Mapped[str]


class Publication(Model):
    """One step of the chair that made everything recorded so far public."""

    __tablename__ = "publication"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    last_decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    last_response_id: Mapped[int | None] = mapped_column(ForeignKey("response.id"))
    published_at: Mapped[datetime]
    publisher_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    publisher_label: Mapped[str]


class ResponseText(Model):
    """A sentence kept for the next answer of the same kind."""

    __tablename__ = "response_text"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    answer: Mapped[Answer]
    body: Mapped[str]


class Settlement(Model):
    """An author is asked once whether the new version of a returned measure settles the point of a comment."""

    __tablename__ = "settlement"
    __table_args__ = (
        UniqueConstraint("comment_id", "version_id"),
        Index("ix_settlement_consultation", "consultation_id", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("item_version.id"))
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    settled: Mapped[Settled | None]
    remark: Mapped[str] = mapped_column(default="")


def _refuse_change(*_: object) -> None:
    raise TypeError("what was recorded never changes; record another one")


for _frozen in (Decision, DecisionWording, Publication, Response):
    event.listen(_frozen, "before_update", _refuse_change)
