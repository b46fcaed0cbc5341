"""Sittings of the steering group and their agendas; for those who read the board."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from portal.consultations.models import Consultation
from portal.decisions.models import AgendaPoint, Decision, Pack, Sitting
from portal.kernel.work import Work


@dataclass(frozen=True, slots=True)
class SittingLine:
    id: int
    number: int
    title: str
    held_on: date
    points: int


@dataclass(frozen=True, slots=True)
class Point:
    """An item on an agenda, in its order."""

    item_id: int
    position: int
    in_block: bool


def sittings(work: Work, consultation: Consultation) -> list[SittingLine]:
    """In the order of their numbers."""
    points = select(func.count()).where(AgendaPoint.sitting_id == Sitting.id).correlate(Sitting).scalar_subquery()
    rows = work.session.execute(
        select(Sitting.id, Sitting.number, Sitting.title, Sitting.held_on, points)
        .where(Sitting.consultation_id == consultation.id)
        .order_by(Sitting.number)
    )
    return [SittingLine(*row) for row in rows]


def sitting_numbered(work: Work, consultation: Consultation, number: int) -> SittingLine | None:
    return next((one for one in sittings(work, consultation) if one.number == number), None)


def has_come_to_something(work: Work, sitting_id: int) -> bool:
    """Whether a pack was frozen for it or a decision taken at it."""
    pack = select(Pack.id).where(Pack.sitting_id == sitting_id).exists()
    decision = select(Decision.id).where(Decision.sitting_id == sitting_id).exists()
    return bool(work.session.scalar(select(or_(pack, decision))))


def agenda(work: Work, sitting_id: int) -> list[Point]:
    rows = work.session.execute(
        select(AgendaPoint.item_id, AgendaPoint.position, AgendaPoint.in_block)
        .where(AgendaPoint.sitting_id == sitting_id)
        .order_by(AgendaPoint.position, AgendaPoint.item_id)
    )
    return [Point(*row) for row in rows]


def sittings_of(work: Work, item_id: int) -> list[SittingLine]:
    """The sittings on whose agenda an item stands."""
    points = select(func.count()).where(AgendaPoint.sitting_id == Sitting.id).correlate(Sitting).scalar_subquery()
    rows = work.session.execute(
        select(Sitting.id, Sitting.number, Sitting.title, Sitting.held_on, points)
        .join(AgendaPoint, AgendaPoint.sitting_id == Sitting.id)
        .where(AgendaPoint.item_id == item_id)
        .order_by(Sitting.number)
    )
    return [SittingLine(*row) for row in rows]


def on_later_agendas(work: Work, consultation: Consultation, number: int) -> set[int]:
    """The items on the agenda of the sitting with that number or of one after it."""
    rows = (
        select(AgendaPoint.item_id)
        .join(Sitting, Sitting.id == AgendaPoint.sitting_id)
        .where(Sitting.consultation_id == consultation.id, Sitting.number >= number)
    )
    return set(work.session.scalars(rows))
