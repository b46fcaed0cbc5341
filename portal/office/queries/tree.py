"""The catalogue as a tree: fields, their goals, the measures under the first goal they serve."""

from dataclasses import dataclass

from sqlalchemy import exists, select

from portal.consultations.models import (
    Consultation,
    Field,
    FormerCode,
    Item,
    ItemType,
    Origin,
    Passage,
    Section,
)
from portal.consultations.structure import FieldLine, ItemLine, Structure
from portal.kernel.codes import normal_code
from portal.kernel.work import Work


@dataclass(frozen=True, slots=True)
class Branch:
    """A goal and its measures; without a goal those that serve none of this field."""

    goal: ItemLine | None
    measures: tuple[ItemLine, ...]


@dataclass(frozen=True, slots=True)
class FieldBranch:
    field: FieldLine
    branches: tuple[Branch, ...]

    @property
    def goals(self) -> int:
        return sum(branch.goal is not None for branch in self.branches)

    @property
    def measures(self) -> int:
        return sum(len(branch.measures) for branch in self.branches)


def tree(skeleton: Structure) -> list[FieldBranch]:
    return [FieldBranch(field, _branches(skeleton, field.id)) for field in skeleton.fields]


def origin_counts(skeleton: Structure) -> list[tuple[int, str, int]]:
    """Id, name and number of measures of each origin."""
    return [
        (number, name, sum(item.origin_id == number for item in skeleton.measures)) for number, name in skeleton.origins
    ]


def is_empty_field(skeleton: Structure, number: int) -> bool:
    """Whether no goal and no measure stands in it."""
    return all(item.field_id != number for item in skeleton.items)


def is_empty_section(work: Work, number: int) -> bool:
    """Whether no version of any sheet has a text in it."""
    return not work.session.scalar(select(exists().where(Passage.section_id == number)))


def is_unused_origin(skeleton: Structure, number: int) -> bool:
    return all(item.origin_id != number for item in skeleton.items)


def field_named(work: Work, consultation: Consultation, number: int) -> Field | None:
    return work.session.scalar(select(Field).where(Field.id == number, Field.consultation_id == consultation.id))


def section_named(work: Work, consultation: Consultation, number: int) -> Section | None:
    return work.session.scalar(select(Section).where(Section.id == number, Section.consultation_id == consultation.id))


def origin_named(work: Work, consultation: Consultation, number: int) -> Origin | None:
    return work.session.scalar(select(Origin).where(Origin.id == number, Origin.consultation_id == consultation.id))


def item_named(work: Work, consultation: Consultation, number: int) -> Item | None:
    return work.session.scalar(select(Item).where(Item.id == number, Item.consultation_id == consultation.id))


def item_called(work: Work, consultation: Consultation, skeleton: Structure, code: str) -> ItemLine | None:
    """The item that has this code, or once had it."""
    wanted = normal_code(code)
    line = skeleton.item(ItemType.MEASURE, wanted) or skeleton.item(ItemType.GOAL, wanted)
    if line is not None:
        return line
    former = work.session.get(FormerCode, (consultation.id, wanted))
    return skeleton.by_id.get(former.item_id) if former else None


def _branches(skeleton: Structure, field_id: int) -> tuple[Branch, ...]:
    goals = [goal for goal in skeleton.goals if goal.field_id == field_id]
    measures = [measure for measure in skeleton.measures if measure.field_id == field_id]
    place = {measure.id: _first(measure, {goal.id for goal in goals}) for measure in measures}
    branches = [
        Branch(goal, tuple(measure for measure in measures if place[measure.id] == (goal.id if goal else None)))
        for goal in (*goals, None)
    ]
    return tuple(branch for branch in branches if branch.goal is not None or branch.measures)


def _first(measure: ItemLine, goals: set[int]) -> int | None:
    return next((goal for goal in measure.goal_ids if goal in goals), None)


def type_named(text: str) -> ItemType:
    """What an address asks for; a measure unless it says goal."""
    return ItemType.GOAL if text == ItemType.GOAL else ItemType.MEASURE
