"""Decisions as they are read: all of them on the board, the published ones everywhere else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select

from portal.consultations.models import Consultation, ItemVersion
from portal.consultations.rewording import NewWording, kept_wordings
from portal.decisions import policy
from portal.decisions.models import Decision, DecisionOutcome, DecisionWording, Publication, Sitting
from portal.kernel.work import Work


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """`version` is the number of the text it was taken on; `sitting` that of the sitting, None for none.

    `wordings` are the sections it changes, in the order of the sheet.

    `conflicts` and `unanswered_reason` are empty in what the public reads, and `recorder` as well.
    """

    id: int
    item_id: int
    outcome: DecisionOutcome
    reason: str
    version_id: int
    version: int
    recommended_to: str
    sitting: int | None
    held_on: date | None
    in_block: bool
    votes_for: int | None
    votes_against: int | None
    votes_abstained: int | None
    recorded_at: datetime
    conflicts: str
    unanswered_reason: str
    recorder: str
    wordings: tuple[NewWording, ...] = ()

    @property
    def was_voted(self) -> bool:
        return any(count is not None for count in (self.votes_for, self.votes_against, self.votes_abstained))


@dataclass(frozen=True, slots=True)
class PublicDecision:
    """A decision and when everybody could first read it."""

    line: DecisionLine
    published_at: datetime


def on_item(work: Work, item_id: int) -> list[DecisionLine]:
    """Everything recorded on an item, the newest first; for those who read the board."""
    return _read(work, _lines(Decision.item_id == item_id).order_by(Decision.id.desc()))


def newest(work: Work, consultation_id: int, item_ids: Sequence[int] | None = None) -> dict[int, DecisionLine]:
    """Item → what counts today; for those who read the board."""
    among = [Decision.consultation_id == consultation_id]
    if item_ids is not None:
        among.append(Decision.item_id.in_(item_ids))
    last = select(func.max(Decision.id)).where(*among).group_by(Decision.item_id)
    return {line.item_id: line for line in _read(work, _lines(Decision.id.in_(last)))}


def published(work: Work, consultation: Consultation, item_id: int | None = None) -> list[PublicDecision]:
    """What everybody may read, the newest first; several of an item where a later publication put it right."""
    if not policy.shows_decisions(consultation, work.now):
        return []
    found = (Decision.consultation_id == consultation.id, policy.is_public_decision())
    one = () if item_id is None else (Decision.item_id == item_id,)
    rows = work.session.execute(_lines(*found, *one, is_public=True).order_by(Decision.id.desc())).all()
    lines = _with_wordings(work, [DecisionLine(*row[:-1]) for row in rows])
    return [PublicDecision(line, row[-1]) for line, row in zip(lines, rows, strict=True)]


def standing(work: Work, consultation: Consultation) -> dict[int, PublicDecision]:
    """Item → the published decision that counts."""
    found: dict[int, PublicDecision] = {}
    for one in published(work, consultation):
        found.setdefault(one.line.item_id, one)
    return found


def _lines(*conditions: ColumnElement[bool], is_public: bool = False) -> Select[*tuple[Any, ...]]:
    internal = (Decision.conflicts, Decision.unanswered_reason, Decision.recorder_label)
    nothing = (literal(""),) * len(internal)
    since = (
        select(func.min(Publication.published_at))
        .where(
            Publication.consultation_id == Decision.consultation_id,
            Publication.last_decision_id >= Decision.id,
        )
        .correlate(Decision)
        .scalar_subquery()
    )
    return (
        select(
            Decision.id,
            Decision.item_id,
            Decision.outcome,
            Decision.reason,
            Decision.version_id,
            ItemVersion.number,
            Decision.recommended_to,
            Sitting.number,
            Sitting.held_on,
            Decision.in_block,
            Decision.votes_for,
            Decision.votes_against,
            Decision.votes_abstained,
            Decision.recorded_at,
            *(nothing if is_public else internal),
            *((since,) if is_public else ()),
        )
        .join(ItemVersion, ItemVersion.id == Decision.version_id)
        .outerjoin(Sitting, Sitting.id == Decision.sitting_id)
        .where(*conditions)
    )


def _read(work: Work, question: Select[*tuple[Any, ...]]) -> list[DecisionLine]:
    return _with_wordings(work, [DecisionLine(*row) for row in work.session.execute(question)])


def _with_wordings(work: Work, lines: list[DecisionLine]) -> list[DecisionLine]:
    """One more statement where something changes, none elsewhere."""
    changing = [line.id for line in lines if line.outcome is DecisionOutcome.ADOPT_WITH_CHANGES]
    columns = (DecisionWording.decision_id, DecisionWording.section_id, DecisionWording.wording)
    found = kept_wordings(work, *columns, changing)
    return [replace(line, wordings=found.get(line.id, ())) for line in lines]
