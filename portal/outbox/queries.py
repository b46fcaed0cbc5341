"""Questions about what waits and what has left."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select, true

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


PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class LetterAccount:
    """How one letter fares; `problem` is what the mail server said last, `is_gone` that its text is forgotten."""

    id: int
    address: str
    subject: str
    state: LetterState
    posted_at: datetime
    next_attempt_at: datetime
    attempts: int
    sent_at: datetime | None
    problem: str
    is_secret: bool
    is_gone: bool


def letters(work: Work, state: LetterState | None = None, text: str = "", page: int = 1) -> list[LetterAccount]:
    """Up to 100 a page, the newest first; `text` is looked for in addresses and subjects."""
    rows = work.session.execute(
        select(
            Letter.id,
            Letter.address,
            Letter.subject,
            Letter.state,
            Letter.posted_at,
            Letter.next_attempt_at,
            Letter.attempts,
            Letter.sent_at,
            func.coalesce(Letter.problem, ""),
            Letter.is_secret,
            Letter.text == "",
        )
        .where(Letter.state == state if state else true(), _mentions(text))
        .order_by(Letter.id.desc())
        .limit(PER_PAGE)
        .offset(PER_PAGE * (page - 1))
    )
    return [LetterAccount(*row) for row in rows]


def count_letters(work: Work, text: str = "") -> dict[LetterState, int]:
    """How many letters stand how; each figure counts what `letters` lists with that state."""
    rows = work.session.execute(select(Letter.state, func.count()).where(_mentions(text)).group_by(Letter.state))
    counted: dict[LetterState, int] = dict(rows.all())
    return {state: counted.get(state, 0) for state in LetterState}


def letter_to_change(work: Work, number: int) -> Letter | None:
    """The row itself, locked."""
    return work.session.scalar(select(Letter).where(Letter.id == number).with_for_update())


def _mentions(text: str) -> ColumnElement[bool]:
    if not text:
        return true()
    return or_(Letter.address.contains(text.lower(), autoescape=True), Letter.subject.contains(text, autoescape=True))
