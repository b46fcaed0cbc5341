"""A comment's revisions as they were submitted, and when its author took it back."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup
from sqlalchemy import select

from portal.comments.models import (
    Comment,
    Revision,
    Stance,
)
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


def withdrawn_at(work: Work, comment_id: int) -> datetime | None:
    """When its author took it back."""
    return work.session.scalar(select(Comment.withdrawn_at).where(Comment.id == comment_id))


def revisions(work: Work, comment_id: int) -> list[RevisionLine]:
    """All revisions as they were submitted, oldest first; for those who may read the comment before the public."""
    rows = work.session.execute(
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
        )
        .where(Revision.comment_id == comment_id)
        .order_by(Revision.number)
    )
    return [RevisionLine(*row) for row in rows]
