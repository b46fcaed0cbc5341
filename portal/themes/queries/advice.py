"""What the administration advises on an item, and what is noted about it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import ColumnElement, Select, false, func, select, true

from portal.consultations.models import Consultation
from portal.consultations.rewording import NewWording, kept_wordings
from portal.kernel.work import Work
from portal.themes import policy
from portal.themes.models import Advice, AdviceWording, BoardNote


@dataclass(frozen=True, slots=True)
class AdviceLine:
    """`wordings` are the sections it would change, in the order of the sheet."""

    id: int
    item_id: int
    version_id: int
    body: str
    html: Markup
    is_released: bool
    written_at: datetime
    author: str
    wordings: tuple[NewWording, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteLine:
    id: int
    body: str
    written_at: datetime
    author: str


_COLUMNS: tuple[Any, ...] = (
    Advice.id,
    Advice.item_id,
    Advice.version_id,
    Advice.body,
    Advice.html,
    Advice.is_released,
    Advice.written_at,
    Advice.author_label,
)


def advice(work: Work, consultation: Consultation, item_id: int) -> AdviceLine | None:
    """The newest the actor may read: for those who advise also what is not released yet."""
    found = _newest_first(_readable(work, consultation), Advice.item_id == item_id).limit(1)
    return next(iter(_read(work, found)), None)


def all_advice(work: Work, consultation: Consultation, item_id: int) -> list[AdviceLine]:
    """Everything written on an item that the actor may read, newest first."""
    found = _newest_first(_readable(work, consultation), Advice.item_id == item_id)
    return _read(work, found)


def advice_of(work: Work, consultation: Consultation) -> dict[int, AdviceLine]:
    """The newest the actor may read on each item, by item."""
    return _by_item(work, _readable(work, consultation), Advice.consultation_id == consultation.id)


def advice_released(work: Work, item_ids: Collection[int]) -> dict[int, AdviceLine]:
    """The newest released advice on each of these items, by item; for those who read the board."""
    return _by_item(work, Advice.is_released.is_(True), Advice.item_id.in_(item_ids)) if item_ids else {}


def notes(work: Work, consultation: Consultation, item_id: int) -> list[NoteLine]:
    """The notes on an item, oldest first."""
    allowed = true() if policy.may_note(work.actor, consultation) else false()
    rows = work.session.execute(
        select(BoardNote.id, BoardNote.body, BoardNote.written_at, BoardNote.author_label)
        .where(BoardNote.consultation_id == consultation.id, BoardNote.item_id == item_id, allowed)
        .order_by(BoardNote.id)
    )
    return [NoteLine(*row) for row in rows]


def _by_item(work: Work, *conditions: ColumnElement[bool]) -> dict[int, AdviceLine]:
    newest = select(func.max(Advice.id)).where(*conditions).group_by(Advice.item_id)
    return {line.item_id: line for line in _read(work, select(*_COLUMNS).where(Advice.id.in_(newest)))}


def _read(work: Work, question: Select[*tuple[Any, ...]]) -> list[AdviceLine]:
    """With their wordings; one more statement where there is any advice."""
    lines = [AdviceLine(*row) for row in work.session.execute(question)]
    columns = (AdviceWording.advice_id, AdviceWording.section_id, AdviceWording.wording)
    found = kept_wordings(work, *columns, [line.id for line in lines])
    return [replace(line, wordings=found.get(line.id, ())) for line in lines]


def _newest_first(*conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return select(*_COLUMNS).where(*conditions).order_by(Advice.id.desc())


def _readable(work: Work, consultation: Consultation) -> ColumnElement[bool]:
    if policy.may_advise(work.actor, consultation):
        return Advice.consultation_id == consultation.id
    if policy.may_read_themes(work.actor, consultation):
        return (Advice.consultation_id == consultation.id) & Advice.is_released
    return false()
