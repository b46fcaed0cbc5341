"""Questions about those who asked to take part."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from portal.consultations.models import Consultation
from portal.kernel.work import Work
from portal.stakeholders.models import Application, Organisation

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class ApplicationLine:
    """`group_id` is that of an organisation of the same name that is there already."""

    public_id: str
    organisation: str
    name: str
    email: str
    message: str
    asked_at: datetime
    answered_at: datetime | None
    is_accepted: bool
    group_id: int | None


def applications(work: Work, consultation: Consultation, page: int = 1) -> list[ApplicationLine]:
    """Up to 50 a page: those that wait first, the oldest on top; then the answered ones, the newest on top."""
    rows: Iterable[Any] = work.session.execute(
        select(
            Application.public_id,
            Application.organisation,
            Application.name,
            Application.email,
            Application.message,
            Application.asked_at,
            Application.answered_at,
            Application.invitation_id.is_not(None),
            Organisation.group_id,
        )
        .outerjoin(
            Organisation,
            (Organisation.consultation_id == Application.consultation_id)
            & (Organisation.name == Application.organisation),
        )
        .where(Application.consultation_id == consultation.id)
        .order_by(Application.answered_at.is_not(None), Application.answered_at.desc(), Application.id)
        .limit(PER_PAGE)
        .offset(PER_PAGE * (page - 1))
    )
    return [ApplicationLine(*row) for row in rows]


def count_applications(work: Work, consultation: Consultation) -> tuple[int, int]:
    """How many wait for an answer, and how many there are."""
    waiting = func.count().filter(Application.answered_at.is_(None))
    row = work.session.execute(
        select(waiting, func.count()).where(Application.consultation_id == consultation.id)
    ).one()
    return row[0], row[1]


def application_to_answer(work: Work, consultation: Consultation, public_id: str) -> Application | None:
    """The row, locked so that two never both answer; who may is asked by the operation."""
    return work.session.scalar(
        select(Application)
        .where(Application.public_id == public_id, Application.consultation_id == consultation.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
