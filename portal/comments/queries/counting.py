"""The counters, row by row and summed up."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select

from portal.comments.models import (
    CommentState,
    Counter,
    Stance,
    Voice,
)
from portal.consultations.models import Item
from portal.kernel.work import Work


@dataclass(frozen=True, slots=True)
class Count:
    """One row of the counters."""

    item_id: int
    group_id: int
    stance: Stance
    state: CommentState
    voice: Voice
    is_late: bool
    is_shown: bool
    number: int

    @property
    def is_public(self) -> bool:
        """The same condition as `policy.is_visible`, on a counted row."""
        return self.is_shown and not self.is_late

    @property
    def is_waiting(self) -> bool:
        return self.state is CommentState.SUBMITTED


@dataclass(frozen=True, slots=True)
class Sum:
    """Of one item, stance and voice: how many the public reads, and how many that came in time still wait."""

    item_id: int
    stance: Stance
    voice: Voice
    number: int
    waiting: int


def counts(work: Work, item_ids: Sequence[int] | None = None, *, consultation_id: int | None = None) -> list[Count]:
    """The counters of some items, or of a whole consultation."""
    question = select(
        Counter.item_id,
        Counter.group_id,
        Counter.stance,
        Counter.state,
        Counter.voice,
        Counter.is_late,
        Counter.is_shown,
        Counter.number,
    ).where(Counter.number != 0)
    if item_ids is not None:
        question = question.where(Counter.item_id.in_(item_ids))
    if consultation_id is not None:
        question = question.join(Item, Item.id == Counter.item_id).where(Item.consultation_id == consultation_id)
    return [Count(*row) for row in work.session.execute(question)]


def sums(work: Work, item_id: int | None = None, *, consultation_id: int | None = None) -> list[Sum]:
    """The counters of an item, or of a whole consultation, as far as the public is told."""
    public = Counter.is_shown & ~Counter.is_late
    waiting = (Counter.state == CommentState.SUBMITTED) & ~Counter.is_late
    shown, waits = (func.sum(case((condition, Counter.number), else_=0)) for condition in (public, waiting))
    place = (Counter.item_id, Counter.stance, Counter.voice)
    question = select(*place, shown, waits).where(public | waiting, Counter.number != 0).group_by(*place)
    if item_id is not None:
        question = question.where(Counter.item_id == item_id)
    if consultation_id is not None:
        question = question.join(Item, Item.id == Counter.item_id).where(Item.consultation_id == consultation_id)
    rows = work.session.execute(question)
    return [Sum(item, stance, voice, int(number), int(waits)) for item, stance, voice, number, waits in rows]
