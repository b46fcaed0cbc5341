"""Letters, e-mails and calls as the office lists them; nobody else reads who sent them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true

from portal.comments import policy
from portal.comments.models import Arrival, Comment, CommentState, OnBehalf, Revision, Stance, Way
from portal.consultations.models import Consultation, Item
from portal.kernel.actor import Actor
from portal.kernel.work import Work
from portal.stakeholders.models import Organisation

ENTRIES_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One of them as the office lists it."""

    public_id: str
    code: str
    organisation: str
    sender: str
    way: Way
    written_on: date | None
    arrived_on: date
    reference: str
    entered_at: datetime
    clerk: str
    stance: Stance
    state: CommentState
    arrival: Arrival

    @property
    def number(self) -> str:
        return f"{self.public_id[:4]} {self.public_id[4:]}"


def references(work: Work, consultation: Consultation) -> frozenset[str]:
    """All that are taken in this consultation."""
    return frozenset(
        work.session.scalars(select(OnBehalf.reference).where(OnBehalf.consultation_id == consultation.id))
    )


def entries(work: Work, consultation: Consultation, text: str = "", page: int = 1) -> list[Entry]:
    """Up to 50 a page, the newest first; `text` stands in the reference, the sender, the organisation or the code."""
    rows: Iterable[Any] = work.session.execute(
        select(
            Comment.public_id,
            Item.code,
            func.coalesce(Organisation.name, ""),
            OnBehalf.sender,
            OnBehalf.way,
            OnBehalf.written_on,
            OnBehalf.arrived_on,
            OnBehalf.reference,
            OnBehalf.entered_at,
            OnBehalf.clerk_label,
            Revision.stance,
            Comment.state,
            Comment.arrival,
        )
        .select_from(OnBehalf)
        .join(Comment, Comment.id == OnBehalf.comment_id)
        .join(Revision, and_(Revision.comment_id == Comment.id, Revision.number == Comment.newest))
        .join(Item, Item.id == Comment.item_id)
        .outerjoin(Organisation, Organisation.id == Comment.organisation_id)
        .where(_listed(work.actor, consultation, text))
        .order_by(OnBehalf.comment_id.desc())
        .limit(ENTRIES_PER_PAGE)
        .offset(ENTRIES_PER_PAGE * (page - 1))
    )
    return [Entry(*row) for row in rows]


def count_entries(work: Work, consultation: Consultation, text: str = "") -> int:
    found = (
        select(func.count())
        .select_from(OnBehalf)
        .join(Comment, Comment.id == OnBehalf.comment_id)
        .join(Item, Item.id == Comment.item_id)
        .outerjoin(Organisation, Organisation.id == Comment.organisation_id)
        .where(_listed(work.actor, consultation, text))
    )
    return work.session.scalar(found) or 0


def _listed(actor: Actor, consultation: Consultation, text: str) -> ColumnElement[bool]:
    if not policy.may_enter(actor, consultation):
        return false()
    sought: ColumnElement[bool] = true()
    if text := text.strip():
        forms = {form.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for form in _cases(text)}
        columns = (OnBehalf.reference, OnBehalf.sender, Organisation.name, Item.code)
        sought = or_(*(column.ilike(f"%{form}%", escape="\\") for column in columns for form in sorted(forms)))
    return and_(OnBehalf.consultation_id == consultation.id, sought)


def _cases(text: str) -> set[str]:
    """SQLite knows upper and lower case of ASCII letters only."""
    return {text, text.lower(), text.upper(), text.title()}
