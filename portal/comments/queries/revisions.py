"""A comment's revisions as they were submitted, and when its author took it back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import select

from portal.comments.models import Comment, Revision, Stance
from portal.kernel.work import Work


@dataclass(frozen=True, slots=True)
class RevisionLine:
    id: int
    number: int
    stance: Stance
    body: str
    html: Markup
    section_id: int | None
    quote: str
    proposed_wording: str
    submitted_at: datetime
    resolved_by: str
    resolved_on: date | None
    minority_vote: str


def withdrawn_at(work: Work, comment_id: int) -> datetime | None:
    """When its author took it back."""
    return work.session.scalar(select(Comment.withdrawn_at).where(Comment.id == comment_id))


def revisions(work: Work, comment_id: int) -> list[RevisionLine]:
    """All revisions as they were submitted, oldest first; for those who may read the comment before the public."""
    rows: Iterable[Any] = work.session.execute(
        select(
            Revision.id,
            Revision.number,
            Revision.stance,
            Revision.body,
            Revision.html,
            Revision.section_id,
            Revision.quote,
            Revision.proposed_wording,
            Revision.submitted_at,
            Revision.resolved_by,
            Revision.resolved_on,
            Revision.minority_vote,
        )
        .where(Revision.comment_id == comment_id)
        .order_by(Revision.number)
    )
    return [RevisionLine(*row) for row in rows]
