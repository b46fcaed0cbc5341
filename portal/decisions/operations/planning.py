"""Sittings and their agendas: what is to be decided when, in which order, and what by one vote together."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import delete, func, select, update

from portal.audit import operations as audit
from portal.consultations import operations as consultations
from portal.consultations.models import Consultation
from portal.consultations.structure import ItemLine
from portal.decisions.models import AgendaPoint, Sitting
from portal.decisions.operations.deciding import require_deciding
from portal.decisions.queries.sittings import SittingLine
from portal.kernel.errors import Invalid, Missing
from portal.kernel.markup import plain
from portal.kernel.words import N_
from portal.kernel.work import Work

LONGEST = 200
LARGEST_NUMBER = 999
TAKEN = N_("Die Sitzung %(number)s gibt es schon.")
BAD_NUMBER = N_("Bitte geben Sie eine Zahl von 1 bis 999 ein.")
NO_DAY = N_("Bitte geben Sie den Tag der Sitzung an.")
TOO_LONG = N_("Das sind mehr als %(most)s Zeichen.")


def plan_sitting(
    work: Work, consultation: Consultation, held_on: date | None, *, number: int | None = None, title: str = ""
) -> Sitting:
    """Without a number it is the next one."""
    require_deciding(work, consultation)
    if held_on is None:
        raise Invalid(NO_DAY, field="held_on")
    title = " ".join(plain(title).split())
    if len(title) > LONGEST:
        raise Invalid(TOO_LONG, field="title", most=LONGEST)
    consultations.hold(work, consultation)
    here = Sitting.consultation_id == consultation.id
    if number is None:
        number = (work.session.scalar(select(func.max(Sitting.number)).where(here)) or 0) + 1
    if not 1 <= number <= LARGEST_NUMBER:
        raise Invalid(BAD_NUMBER, field="number")
    if work.session.scalar(select(Sitting.id).where(here, Sitting.number == number)) is not None:
        raise Invalid(TAKEN, field="number", number=number)
    sitting = Sitting(consultation_id=consultation.id, number=number, held_on=held_on, title=title)
    work.session.add(sitting)
    work.session.flush()
    audit.record(work, "sitting.planned", str(number), detail=held_on.isoformat(), consultation_id=consultation.id)
    return sitting


def put_on_agenda(work: Work, consultation: Consultation, sitting: SittingLine, items: Sequence[ItemLine]) -> int:
    """At its end, in this order; what stands on it already stays where it is. How many are new."""
    points = _points(work, consultation, sitting)
    there = {point.item_id for point in points}
    new = [item for item in items if item.id not in there]
    begin = max((point.position for point in points), default=-1) + 1
    for position, item in enumerate(new, begin):
        work.session.add(AgendaPoint(sitting_id=sitting.id, item_id=item.id, position=position))
    work.session.flush()
    _record(work, consultation, sitting, f"+ {', '.join(item.code for item in new)}")
    return len(new)


def take_off_agenda(work: Work, consultation: Consultation, sitting: SittingLine, item: ItemLine) -> None:
    _points(work, consultation, sitting)
    one = (AgendaPoint.sitting_id == sitting.id, AgendaPoint.item_id == item.id)
    if not work.session.execute(delete(AgendaPoint).where(*one).returning(AgendaPoint.item_id)).all():
        raise Missing
    _record(work, consultation, sitting, f"- {item.code}")


def move_on_agenda(work: Work, consultation: Consultation, sitting: SittingLine, item: ItemLine, by: int) -> None:
    """So many places down, or up when negative; nothing happens at the ends."""
    points = _points(work, consultation, sitting)
    point = next((point for point in points if point.item_id == item.id), None)
    if point is None:
        raise Missing
    there = min(max(points.index(point) + by, 0), len(points) - 1)
    points.remove(point)
    points.insert(there, point)
    for position, placed in enumerate(points):
        placed.position = position
    _record(work, consultation, sitting, f"{by:+} {item.code}")


def choose_block(work: Work, consultation: Consultation, sitting: SittingLine, item_ids: Collection[int]) -> None:
    """These points, and no others, are put to one vote together."""
    _points(work, consultation, sitting)
    here = update(AgendaPoint).where(AgendaPoint.sitting_id == sitting.id)
    work.session.execute(here.values(in_block=AgendaPoint.item_id.in_(item_ids)))
    _record(work, consultation, sitting, f"{len(item_ids)} in block")


def _points(work: Work, consultation: Consultation, sitting: SittingLine) -> list[AgendaPoint]:
    """In their order, for whoever may change them now; nobody else does meanwhile."""
    require_deciding(work, consultation)
    consultations.hold(work, consultation)
    rows = (
        select(AgendaPoint)
        .where(AgendaPoint.sitting_id == sitting.id)
        .order_by(AgendaPoint.position, AgendaPoint.item_id)
    )
    return list(work.session.scalars(rows.execution_options(populate_existing=True)))


def _record(work: Work, consultation: Consultation, sitting: SittingLine, detail: str) -> None:
    audit.record(work, "agenda.changed", str(sitting.number), detail=detail, consultation_id=consultation.id)
