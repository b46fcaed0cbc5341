"""The list of what waits or was decided, with one case opened beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from portal.comments.models import CommentState
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.consultations.structure import FieldLine, ItemLine
from portal.kernel.errors import Missing
from portal.kernel.work import Work
from portal.moderation import pipeline, policy, queries
from portal.moderation.models import Outcome
from portal.moderation.pages.opened import Opened, open_case
from portal.moderation.pipeline import Finding
from portal.moderation.policy import Occasion
from portal.moderation.queries import PER_PAGE, Asked, Case, Presence
from portal.stakeholders import queries as stakeholders
from portal.stakeholders.queries import GroupLine


@dataclass(frozen=True, slots=True)
class Row:
    case: Case
    item: ItemLine
    findings: Sequence[Finding]
    is_for_me: bool
    presence: Presence | None

    @property
    def is_free(self) -> bool:
        """Whether nobody else is looking at it."""
        return self.presence is None or self.presence.is_mine


@dataclass(frozen=True, slots=True)
class Settled:
    """What the moderator has just decided."""

    public_id: str
    outcome: Outcome
    may_undo: bool

    @property
    def number(self) -> str:
        return f"{self.public_id[:4]} {self.public_id[4:]}"


@dataclass(frozen=True, slots=True)
class Queue:
    """`tallies` leave words searched for aside, `number` does not: so many rows are on all pages."""

    asked: Asked
    tallies: dict[CommentState, int]
    number: int
    open_matters: dict[Occasion, int]
    rows: Sequence[Row]
    opened: Opened | None
    settled: Settled | None
    fields: Sequence[FieldLine]
    groups: Sequence[GroupLine]
    now: datetime = field(repr=False)

    @property
    def waiting(self) -> int:
        return self.tallies.get(CommentState.SUBMITTED, 0)

    @property
    def remaining(self) -> int:
        """How many come after this page."""
        return max(0, self.number - PER_PAGE * (self.asked.page - 1) - len(self.rows))

    @property
    def before(self) -> str | None:
        return self._beside(-1)

    @property
    def after(self) -> str | None:
        return self._beside(1)

    def _beside(self, step: int) -> str | None:
        """The public id of the row above or below the opened one."""
        known = [row.case.public_id for row in self.rows]
        here = self.opened.case.public_id if self.opened is not None else None
        place = known.index(here) + step if here in known else 0
        return known[place] if 0 <= place < len(known) and known[place] != here else None


def queue(work: Work, here: Consultation, asked: Asked, *, named: str = "", decided: str = "") -> Queue:
    """A page of the list with the case that was named, else the first one that this moderator may decide on.

    Raise `Missing` when there is no such case.
    """
    skeleton = consultations.structure(work, here)
    found = queries.cases(work, here, asked)
    findings = pipeline.of_list(work, here, found)
    looking = queries.presences(work, here)
    rows = [
        Row(one, skeleton.by_id[one.item_id], findings[one.id], one.is_for(work.actor), looking.get(one.id))
        for one in found
    ]
    if named:
        chosen = queries.case(work, here, named)
        if chosen is None:
            raise Missing
    else:
        mine = [row.case for row in rows if row.is_for_me and row.is_free] or [row.case for row in rows]
        chosen = mine[0] if mine else None
    tallies, matters = queries.tallies(work, here, asked), queries.open_matters(work, here, asked)
    in_tab = tallies.get(asked.state, 0) if asked.occasion is Occasion.ARRIVAL else matters[asked.occasion]
    counted = not asked.q and (not asked.by or asked.occasion is Occasion.ARRIVAL)
    return Queue(
        asked,
        tallies,
        in_tab if counted else queries.found(work, here, asked),
        matters,
        rows,
        open_case(work, here, skeleton, chosen, looking.get(chosen.id)) if chosen is not None else None,
        _settled(work, here, decided) if decided else None,
        skeleton.fields,
        stakeholders.groups(work, here),
        work.now,
    )


def _settled(work: Work, here: Consultation, public_id: str) -> Settled | None:
    one = queries.case(work, here, public_id)
    decision = queries.newest_decision(work, here, public_id)
    if one is None or decision is None or decision.undoes_id is not None:
        return None
    if not policy.is_own_decision(work.actor, decision.moderator_id):
        return None
    return Settled(one.public_id, decision.outcome, decision.may_be_undone(work.actor, one))
