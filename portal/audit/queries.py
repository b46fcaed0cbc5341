"""Reading the audit log, the newest line first."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from portal.audit.models import AuditLine
from portal.kernel.city_time import first_instant_of, last_instant_of
from portal.kernel.work import Work

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Sought:
    """A filter of the log; "" and None let everything through. `subject` is how it begins, `actor` a part of a name."""

    event: str = ""
    subject: str = ""
    actor: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class LogLine:
    """`actor` is empty where the account was erased."""

    id: int
    at: datetime
    actor_id: int | None
    actor: str
    event: str
    subject: str
    detail: str
    consultation_id: int | None


def log(work: Work, sought: Sought, page: int = 1) -> list[LogLine]:
    """Up to 101 lines from the page on: the last one says that there are more."""
    rows = work.session.execute(
        select(
            AuditLine.id,
            AuditLine.at,
            AuditLine.actor_id,
            AuditLine.actor_label,
            AuditLine.event,
            AuditLine.subject,
            AuditLine.detail,
            AuditLine.consultation_id,
        )
        .where(_is_sought(sought))
        .order_by(AuditLine.id.desc())
        .limit(PER_PAGE + 1)
        .offset(PER_PAGE * (page - 1))
    )
    return [LogLine(*row) for row in rows]


def events(work: Work) -> list[str]:
    """Every event that stands in the log, by name."""
    return list(work.session.scalars(select(AuditLine.event).distinct().order_by(AuditLine.event)))


def _is_sought(sought: Sought) -> ColumnElement[bool]:
    return and_(
        AuditLine.event == sought.event if sought.event else true(),
        AuditLine.subject.startswith(sought.subject, autoescape=True) if sought.subject else true(),
        _acted(sought.actor) if sought.actor else true(),
        and_(AuditLine.at >= first_instant_of(sought.day), AuditLine.at < last_instant_of(sought.day))
        if sought.day
        else true(),
    )


def _acted(actor: str) -> ColumnElement[bool]:
    """By a part of the name, or by the number of the account."""
    named = or_(
        AuditLine.actor_label.contains(actor, autoescape=True),
        func.lower(AuditLine.actor_label).contains(actor.lower(), autoescape=True),
    )
    return or_(named, AuditLine.actor_id == int(actor)) if actor.isdecimal() and len(actor) < 10 else named
