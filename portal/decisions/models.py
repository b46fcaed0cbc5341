"""Decisions of the steering group on items, and the answers to what was said; internal until published."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, event
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.model import Model


class DecisionOutcome(StrEnum):
    ADOPT = "adopt"
    ADOPT_WITH_CHANGES = "adopt_with_changes"
    RETURN_TO_EXPERTS = "return_to_experts"
    POSTPONE = "postpone"
    RECOMMEND = "recommend"
    REJECT = "reject"


class Answer(StrEnum):
    FOLLOWED = "followed"
    PARTLY_FOLLOWED = "partly_followed"
    NOT_FOLLOWED = "not_followed"
    NOTED = "noted"


class Decision(Model):
    """Appended per item; the newest counts. It names the version it was taken on and the sitting."""

    __tablename__ = "decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("item_version.id"))
    outcome: Mapped[DecisionOutcome]
    reason: Mapped[str]
    wording: Mapped[str] = mapped_column(default="")
    recommended_to: Mapped[str] = mapped_column(default="")
    sitting: Mapped[str] = mapped_column(default="")
    votes_for: Mapped[int | None]
    votes_against: Mapped[int | None]
    votes_abstained: Mapped[int | None]
    recorded_at: Mapped[datetime]
    recorder_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    recorder_label: Mapped[str]


class Publication(Model):
    """One step of the chair that made everything recorded so far public."""

    __tablename__ = "publication"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    last_decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    published_at: Mapped[datetime]
    publisher_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    publisher_label: Mapped[str]


class Response(Model):
    """The public answer to a comment, with reason; appended, the newest counts."""

    __tablename__ = "response"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    answer: Mapped[Answer]
    reason: Mapped[str]
    recorded_at: Mapped[datetime]
    recorder_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    recorder_label: Mapped[str]


def _refuse_change(*_: object) -> None:
    raise TypeError("what was recorded never changes; record another one")


for _frozen in (Decision, Publication, Response):
    event.listen(_frozen, "before_update", _refuse_change)
