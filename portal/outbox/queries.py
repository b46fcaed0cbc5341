"""Questions about what waits and what has left."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.kernel.work import Work
from portal.outbox.models import Letter, LetterState


@dataclass(frozen=True, slots=True)
class LetterLine:
    id: int
    subject: str
    posted_at: datetime
    state: LetterState


def letters_to(work: Work, address: str) -> list[LetterLine]:
    """Every letter to this address, the oldest first."""
    rows = work.session.execute(
        select(Letter.id, Letter.subject, Letter.posted_at, Letter.state)
        .where(Letter.address == address)
        .order_by(Letter.id)
    )
    return [LetterLine(*row) for row in rows]
