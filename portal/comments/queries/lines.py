"""Comments as they may be read: the visible revision, or the newest while none is visible."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import ColumnElement, Select, case, exists, func, select

from portal.comments import policy
from portal.comments.models import (
    Arrival,
    Attachment,
    Comment,
    CommentState,
    OnBehalf,
    Redaction,
    Revision,
    Stance,
    Voice,
    Way,
)
from portal.consultations.models import Consultation
from portal.kernel.work import Work
from portal.stakeholders.models import Organisation

PER_PAGE = 200


@dataclass(frozen=True, slots=True)
class CommentLine:
    """One comment as it may be read: the visible revision, or the newest while none is visible.

    `body` and `html` are the redacted ones where a redaction covers the revision.
    """

    id: int
    public_id: str
    item_id: int
    version_id: int
    voice: Voice
    organisation_id: int | None
    organisation: str
    private_number: int | None
    group_id: int
    stance: Stance
    state: CommentState
    arrival: Arrival
    included_reason: str
    submitted_at: datetime
    first_submitted_at: datetime
    published_at: datetime | None
    revision: int
    newest: int
    is_visible: bool
    body: str
    html: Markup
    is_redacted: bool
    section_id: int | None
    quote: str
    proposed_wording: str
    language: str
    resolved_by: str = ""
    resolved_on: date | None = None
    minority_vote: str = ""
    way: Way | None = None
    """How it came in if the office entered it, and on what day."""
    arrived_on: date | None = None
    has_files: bool = False
    """Whether anything came with it, for whomever to read."""

    @property
    def number(self) -> str:
        """As people read it out: “K7QF 2M4X”."""
        return f"{self.public_id[:4]} {self.public_id[4:]}"

    @property
    def is_statement(self) -> bool:
        return self.voice is Voice.ORGANISATION

    @property
    def was_changed(self) -> bool:
        return self.revision > 1


def lines(*conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The one way to read comments; columns in the order of `CommentLine`."""
    shown = func.coalesce(Comment.visible, Comment.newest)
    return (
        select(
            Comment.id,
            Comment.public_id,
            Comment.item_id,
            Comment.version_id,
            Comment.voice,
            Comment.organisation_id,
            func.coalesce(Organisation.name, ""),
            Comment.private_number,
            Comment.group_id,
            Revision.stance,
            Comment.state,
            Comment.arrival,
            Comment.included_reason,
            Comment.submitted_at,
            Comment.first_submitted_at,
            Comment.published_at,
            Revision.number,
            Comment.newest,
            policy.is_visible(),
            func.coalesce(Redaction.body, Revision.body),
            func.coalesce(Redaction.html, Revision.html),
            Redaction.revision_id.is_not(None),
            Revision.section_id,
            func.coalesce(Redaction.quote, Revision.quote),
            func.coalesce(Redaction.proposed_wording, Revision.proposed_wording),
            Revision.language,
            func.coalesce(Redaction.resolved_by, Revision.resolved_by),
            Revision.resolved_on,
            func.coalesce(Redaction.minority_vote, Revision.minority_vote),
            OnBehalf.way,
            OnBehalf.arrived_on,
            exists().where(Attachment.comment_id == Comment.id),
        )
        .join(Revision, (Revision.comment_id == Comment.id) & (Revision.number == shown))
        .outerjoin(Redaction, Redaction.revision_id == Revision.id)
        .outerjoin(Organisation, Organisation.id == Comment.organisation_id)
        .outerjoin(OnBehalf, OnBehalf.comment_id == Comment.id)
        .where(*conditions)
    )


def read(work: Work, question: Select[*tuple[Any, ...]]) -> list[CommentLine]:
    return [CommentLine(*row) for row in work.session.execute(question)]


def stream(work: Work, question: Select[*tuple[Any, ...]]) -> Iterator[CommentLine]:
    """Like `read`, a thousand rows at a time, for exports that never hold the list."""
    rows = work.session.execute(question, execution_options={"yield_per": 1000})
    for row in rows:
        yield CommentLine(*row)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Which of an item's visible comments to show, in what order."""

    voice: Voice | None = None
    stance: Stance | None = None
    by_stance: bool = False
    page: int = 1


def visible_on(work: Work, item_id: int, excerpt: Excerpt = Excerpt()) -> list[CommentLine]:
    """What the public reads on an item, newest first or by stance, up to 200 a page."""
    chosen = [policy.is_visible(), Comment.item_id == item_id]
    if excerpt.voice is not None:
        chosen.append(Comment.voice == excerpt.voice)
    if excerpt.stance is not None:
        chosen.append(Comment.stance == excerpt.stance)
    newest_first = (Comment.first_submitted_at.desc(), Comment.id.desc())
    order = (_stance_order(), *newest_first) if excerpt.by_stance else newest_first
    question = lines(*chosen).order_by(*order)
    return read(work, question.limit(PER_PAGE).offset(PER_PAGE * (excerpt.page - 1)))


def comment_named(work: Work, consultation: Consultation, public_id: str) -> CommentLine | None:
    """The comment if the actor may read it."""
    question = lines(
        Comment.public_id == public_id,
        Comment.consultation_id == consultation.id,
        policy.readable_by(work.actor, consultation),
    )
    return next(iter(read(work, question)), None)


def comment_to_change(work: Work, consultation: Consultation, public_id: str) -> Comment | None:
    """The row itself if the actor may read it, locked so that two people never both change it."""
    return work.session.scalar(
        select(Comment)
        .where(
            Comment.public_id == public_id,
            Comment.consultation_id == consultation.id,
            policy.readable_by(work.actor, consultation),
        )
        .with_for_update(of=Comment)
        .execution_options(populate_existing=True)
    )


def _stance_order() -> ColumnElement[int]:
    return case({stance: place for place, stance in enumerate(Stance)}, value=Comment.stance, else_=9)
