"""Drafts of the actor, and those shared in the actor's organisations."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, true

from portal.comments import policy
from portal.comments.models import (
    Draft,
    DraftState,
    Stance,
)
from portal.consultations.models import Consultation
from portal.kernel.work import Work


@dataclass(frozen=True, slots=True)
class DraftLine:
    public_id: str
    item_id: int
    stance: Stance | None
    body: str
    changed_at: datetime
    is_shared: bool
    is_mine: bool
    lock: int
    state: DraftState
    organisation_id: int | None
    may_release: bool

    @property
    def waits_for_me(self) -> bool:
        return self.state is DraftState.HANDED_OVER and self.may_release

    @property
    def waits_for_others(self) -> bool:
        return self.state is DraftState.HANDED_OVER and not self.may_release

    @property
    def was_sent_back(self) -> bool:
        return self.state is DraftState.SENT_BACK


def drafts(work: Work, consultation: Consultation, item_id: int | None = None) -> list[DraftLine]:
    """The actor's drafts and those shared in the actor's organisations, the last changed first."""
    rows = work.session.execute(
        select(
            Draft.public_id,
            Draft.item_id,
            Draft.stance,
            Draft.body,
            Draft.changed_at,
            Draft.is_shared,
            Draft.author_id == work.actor.account_id,
            Draft.lock,
            Draft.state,
            Draft.organisation_id,
        )
        .where(policy.own_drafts(work.actor, consultation), Draft.item_id == item_id if item_id else true())
        .order_by(Draft.changed_at.desc())
    )
    releasing = {membership.organisation_id for membership in policy.releasing(work.actor, consultation.id)}
    return [DraftLine(*row[:10], row.organisation_id in releasing) for row in rows]
