"""Comments as those who check them see them: the newest revision, word for word."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import ColumnElement, ScalarSelect, Select, func, or_, select, tuple_
from sqlalchemy import case as choose

from portal.comments.models import (
    Arrival,
    Attachment,
    Comment,
    CommentState,
    OnBehalf,
    Revision,
    Stance,
    Voice,
    Way,
)
from portal.consultations.models import Consultation, ItemVersion, Passage
from portal.kernel.actor import Actor
from portal.kernel.work import Work
from portal.moderation import policy
from portal.moderation.policy import Occasion
from portal.moderation.queries.asked import Asked, conditions, in_tab
from portal.moderation.queries.matters import first_moderator
from portal.moderation.queries.speakers import is_first
from portal.moderation.queries.team import looked_at_by_others
from portal.moderation.redaction import Texts
from portal.stakeholders.models import Organisation

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Case:
    """The newest revision of a comment. `is_first`: nothing came from the same speaker before. `files` came with it.

    `way`, `arrived_on` and `reference` are those of a letter the office has entered.
    """

    id: int
    public_id: str
    item_id: int
    version_id: int
    author_id: int | None
    private_number: int | None
    organisation_id: int | None
    organisation: str
    group_id: int
    voice: Voice
    state: CommentState
    arrival: Arrival
    newest: int
    visible: int | None
    submitted_at: datetime
    withdrawn_at: datetime | None
    stance: Stance
    body: str
    html: Markup
    section_id: int | None
    quote: str
    proposed_wording: str
    language: str
    resolved_by: str
    resolved_on: date | None
    minority_vote: str
    way: Way | None
    arrived_on: date | None
    reference: str
    is_first: bool
    files: int

    @property
    def number(self) -> str:
        """As people read it out: “K7QF 2M4X”."""
        return f"{self.public_id[:4]} {self.public_id[4:]}"

    @property
    def is_statement(self) -> bool:
        return self.voice is Voice.ORGANISATION

    @property
    def is_waiting(self) -> bool:
        return self.state is CommentState.SUBMITTED

    def is_for(self, actor: Actor) -> bool:
        """Whether this moderator may decide on it."""
        return policy.is_impartial(actor, self.author_id, self.organisation)

    @property
    def texts(self) -> Texts:
        return Texts(self.body, self.quote, self.proposed_wording, self.minority_vote, self.resolved_by)


def cases(work: Work, here: Consultation, asked: Asked) -> list[Case]:
    """One page of what was asked for: what waits oldest first, what is decided newest first."""
    oldest = (Comment.submitted_at, Comment.id)
    order = oldest if asked.is_to_do else tuple(column.desc() for column in oldest)
    question = _cases(in_tab(here, asked), *conditions(work, here, asked)).order_by(*order)
    rows = work.session.execute(question.limit(PER_PAGE).offset(PER_PAGE * (asked.page - 1)))
    return [Case(*row) for row in rows]


def case(work: Work, here: Consultation, public_id: str) -> Case | None:
    question = _cases(Comment.public_id == public_id, Comment.consultation_id == here.id)
    row = work.session.execute(question).one_or_none()
    return Case(*row) if row is not None else None


def organisation_of(work: Work, comment: Comment) -> str:
    """The name of the organisation a comment comes from, empty where it comes from none."""
    return work.session.scalar(select(Organisation.name).where(Organisation.id == comment.organisation_id)) or ""


def following(work: Work, here: Consultation, asked: Asked, before: Case) -> str | None:
    """Which comment that this moderator may check comes after one, else the first of those that wait.

    Those somebody else is looking at are left to them.
    """
    comes_after = tuple_(Comment.submitted_at, Comment.id) > tuple_(before.submitted_at, before.id)
    question = (
        select(Comment.public_id)
        .join(Revision, (Revision.comment_id == Comment.id) & (Revision.number == Comment.newest))
        .where(
            in_tab(here, asked if asked.occasion is not Occasion.ARRIVAL else Asked()),
            Comment.id != before.id,
            policy.is_for(work.actor, here.id),
            _is_second(work),
            Comment.id.not_in(looked_at_by_others(work, here)),
            *conditions(work, here, asked),
        )
        .order_by(choose((comes_after, 0), else_=1), Comment.submitted_at, Comment.id)
        .limit(1)
    )
    return work.session.scalar(question)


def passage(work: Work, about: Case) -> tuple[int, str]:
    """The number of the version a comment is about, and what stands in the section it speaks about."""
    row = work.session.execute(
        select(ItemVersion.number, Passage.source)
        .outerjoin(Passage, (Passage.version_id == ItemVersion.id) & (Passage.section_id == about.section_id))
        .where(ItemVersion.id == about.version_id)
    ).one()
    return row.number, row.source or ""


def _cases(*wanted: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Comment.id,
            Comment.public_id,
            Comment.item_id,
            Comment.version_id,
            Comment.author_id,
            Comment.private_number,
            Comment.organisation_id,
            func.coalesce(Organisation.name, ""),
            Comment.group_id,
            Comment.voice,
            Comment.state,
            Comment.arrival,
            Comment.newest,
            Comment.visible,
            Comment.submitted_at,
            Comment.withdrawn_at,
            Revision.stance,
            Revision.body,
            Revision.html,
            Revision.section_id,
            Revision.quote,
            Revision.proposed_wording,
            Revision.language,
            Revision.resolved_by,
            Revision.resolved_on,
            Revision.minority_vote,
            OnBehalf.way,
            OnBehalf.arrived_on,
            func.coalesce(OnBehalf.reference, ""),
            is_first(),
            _files(),
        )
        .join(Revision, (Revision.comment_id == Comment.id) & (Revision.number == Comment.newest))
        .outerjoin(Organisation, Organisation.id == Comment.organisation_id)
        .outerjoin(OnBehalf, OnBehalf.comment_id == Comment.id)
        .where(*wanted)
    )


def _files() -> ScalarSelect[int]:
    return select(func.count(Attachment.id)).where(Attachment.comment_id == Comment.id).scalar_subquery()


def _is_second(work: Work) -> ColumnElement[bool]:
    """Not appealed against what this moderator decided."""
    first = first_moderator()
    return or_(first.is_(None), first != work.actor.account_id)
