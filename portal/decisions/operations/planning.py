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
from portal.decisions.queries.sittings import SittingLine, has_come_to_something
from portal.kernel.errors import Invalid, Missing, require
from portal.kernel.markup import plain
from portal.kernel.words import N_
from portal.kernel.work import Work

LONGEST = 200
LARGEST_NUMBER = 999
TAKEN = N_("Die Sitzung %(number)s gibt es schon.")
BAD_NUMBER = N_("Bitte geben Sie eine Zahl von 1 bis 999 ein.")
NO_DAY = N_("Bitte geben Sie den Tag der Sitzung an.")
TOO_LONG = N_("Das sind mehr als %(most)s Zeichen.")
STANDS = N_(
    "Zu dieser Sitzung gibt es schon eine Mappe oder einen Beschluss. Deshalb bleibt sie, wie sie ist. "
    "Was offen ist, können Sie auf die Tagesordnung einer anderen Sitzung setzen."
)


def plan_sitting(
    work: Work, consultation: Consultation, held_on: date | None, *, number: int | None = None, title: str = ""
) -> Sitting:
    """Without a number it is the next one."""
    require_deciding(work, consultation)
    day, title = _checked(held_on, title)
    consultations.hold(work, consultation)
    number = _free_number(work, consultation, number)
    sitting = Sitting(consultation_id=consultation.id, number=number, held_on=day, title=title)
    work.session.add(sitting)
    work.session.flush()
    audit.record(work, "sitting.planned", str(number), detail=day.isoformat(), consultation_id=consultation.id)
    return sitting


def change_sitting(
    work: Work,
    consultation: Consultation,
    sitting: SittingLine,
    held_on: date | None,
    *,
    number: int | None = None,
    title: str = "",
) -> Sitting:
    """Another day, title or number; without a number it keeps its own. Its agenda stays."""
    row = _open_sitting(work, consultation, sitting)
    day, title = _checked(held_on, title)
    if number is not None and number != row.number:
        row.number = _free_number(work, consultation, number)
    row.held_on, row.title = day, title
    work.session.flush()
    detail = f"{row.number}, {day.isoformat()}"
    audit.record(work, "sitting.changed", str(sitting.number), detail=detail, consultation_id=consultation.id)
    return row


def cancel_sitting(work: Work, consultation: Consultation, sitting: SittingLine) -> None:
    """It and its agenda are gone; what stood there is on no agenda of it any more."""
    row = _open_sitting(work, consultation, sitting)
    work.session.execute(delete(AgendaPoint).where(AgendaPoint.sitting_id == row.id))
    work.session.delete(row)
    work.session.flush()
    detail = sitting.held_on.isoformat()
    audit.record(work, "sitting.cancelled", str(sitting.number), detail=detail, consultation_id=consultation.id)


def require_open(work: Work, consultation: Consultation, sitting: SittingLine) -> None:
    """Raise unless the actor may change it now: nothing that was handed out or decided names it."""
    require_deciding(work, consultation)
    require(not has_come_to_something(work, sitting.id), STANDS)


def standing(work: Work, sitting: SittingLine) -> Sitting:
    """The row as it is now, for whoever holds the consultation; `Missing` where somebody has deleted it meanwhile."""
    row = work.session.get(Sitting, sitting.id, populate_existing=True)
    if row is None:
        raise Missing
    return row


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
    standing(work, sitting)
    rows = (
        select(AgendaPoint)
        .where(AgendaPoint.sitting_id == sitting.id)
        .order_by(AgendaPoint.position, AgendaPoint.item_id)
    )
    return list(work.session.scalars(rows.execution_options(populate_existing=True)))


def _record(work: Work, consultation: Consultation, sitting: SittingLine, detail: str) -> None:
    audit.record(work, "agenda.changed", str(sitting.number), detail=detail, consultation_id=consultation.id)


def _open_sitting(work: Work, consultation: Consultation, sitting: SittingLine) -> Sitting:
    consultations.hold(work, consultation)
    require_open(work, consultation, sitting)
    return standing(work, sitting)


def _checked(held_on: date | None, title: str) -> tuple[date, str]:
    if held_on is None:
        raise Invalid(NO_DAY, field="held_on")
    title = " ".join(plain(title).split())
    if len(title) > LONGEST:
        raise Invalid(TOO_LONG, field="title", most=LONGEST)
    return held_on, title


def _free_number(work: Work, consultation: Consultation, number: int | None) -> int:
    """That number, or the next one for None."""
    here = Sitting.consultation_id == consultation.id
    if number is None:
        number = (work.session.scalar(select(func.max(Sitting.number)).where(here)) or 0) + 1
    if not 1 <= number <= LARGEST_NUMBER:
        raise Invalid(BAD_NUMBER, field="number")
    if work.session.scalar(select(Sitting.id).where(here, Sitting.number == number)) is not None:
        raise Invalid(TAKEN, field="number", number=number)
    return number
