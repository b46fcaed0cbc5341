"""The skeleton of a catalogue: everything but the texts, read once per revision and kept by the process."""

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consultations.models import (
    Consultation,
    Field,
    GoalLink,
    Item,
    ItemType,
    ItemVersion,
    Kind,
    Origin,
    Section,
)
from portal.kernel.kept import Kept


@dataclass(frozen=True, slots=True)
class FieldLine:
    id: int
    code: str
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class SectionLine:
    id: int
    key: str
    label: str
    label_en: str

    def name(self, language: str) -> str:
        return self.label_en if language == "en" and self.label_en else self.label


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item without its texts; `goal_ids` in the order of the sheet, empty for a goal.

    Whatever stands here changes with the catalogue revision only, under which it is kept.
    """

    id: int
    type: ItemType
    code: str
    title: str
    field_id: int
    kind: Kind | None
    recommended_to: str
    origin_id: int | None
    origin: str
    version: int
    version_id: int
    goal_ids: tuple[int, ...]

    @property
    def is_measure(self) -> bool:
        return self.type is ItemType.MEASURE


@dataclass(frozen=True)
class Structure:
    """Items are in catalogue order: field by field, natural order of codes."""

    consultation_id: int
    fields: tuple[FieldLine, ...]
    sections: tuple[SectionLine, ...]
    origins: tuple[tuple[int, str], ...]
    items: tuple[ItemLine, ...]

    @cached_property
    def goals(self) -> tuple[ItemLine, ...]:
        return tuple(item for item in self.items if not item.is_measure)

    @cached_property
    def measures(self) -> tuple[ItemLine, ...]:
        return tuple(item for item in self.items if item.is_measure)

    @cached_property
    def by_id(self) -> dict[int, ItemLine]:
        return {item.id: item for item in self.items}

    @cached_property
    def _by_code(self) -> dict[str, ItemLine]:
        return {item.code: item for item in self.items}

    @cached_property
    def field_by_id(self) -> dict[int, FieldLine]:
        return {field.id: field for field in self.fields}

    @cached_property
    def section_by_id(self) -> dict[int, SectionLine]:
        return {section.id: section for section in self.sections}

    @cached_property
    def section_by_key(self) -> dict[str, SectionLine]:
        return {section.key: section for section in self.sections}

    def item(self, type: ItemType, code: str) -> ItemLine | None:
        found = self._by_code.get(code)
        return found if found is not None and found.type is type else None

    def measures_of(self, goal: ItemLine) -> tuple[ItemLine, ...]:
        return tuple(measure for measure in self.measures if goal.id in measure.goal_ids)

    def goals_of(self, measure: ItemLine) -> tuple[ItemLine, ...]:
        return tuple(self.by_id[goal] for goal in measure.goal_ids if goal in self.by_id)

    def neighbours(self, item: ItemLine) -> tuple[ItemLine | None, ItemLine | None]:
        """The item of the same type before and after it."""
        line = self.measures if item.is_measure else self.goals
        here = [one.id for one in line].index(item.id)
        return (line[here - 1] if here else None, line[here + 1] if here + 1 < len(line) else None)


_kept: Kept[Structure] = Kept(64)


def structure_of(session: Session, consultation: Consultation) -> Structure:
    """The skeleton as it stands; every change of it raises the catalogue revision."""
    key = (consultation.id, consultation.catalogue_revision)
    return _kept.find(session, key, lambda: _read(session, consultation.id))


def _read(session: Session, consultation_id: int) -> Structure:
    links: dict[int, list[int]] = {}
    for measure_id, goal_id in session.execute(
        select(GoalLink.measure_id, GoalLink.goal_id)
        .join(Item, Item.id == GoalLink.measure_id)
        .where(Item.consultation_id == consultation_id)
        .order_by(GoalLink.position, GoalLink.goal_id)
    ):
        links.setdefault(measure_id, []).append(goal_id)
    fields = session.execute(
        select(Field.id, Field.code, Field.title, Field.summary)
        .where(Field.consultation_id == consultation_id)
        .order_by(Field.position, Field.id)
    )
    sections = session.execute(
        select(Section.id, Section.key, Section.label, Section.label_en)
        .where(Section.consultation_id == consultation_id)
        .order_by(Section.position, Section.id)
    )
    origins = session.execute(
        select(Origin.id, Origin.name).where(Origin.consultation_id == consultation_id).order_by(Origin.name)
    )
    items = session.execute(
        select(
            Item.id,
            Item.type,
            Item.code,
            ItemVersion.title,
            Item.field_id,
            Item.kind,
            Item.recommended_to,
            Item.origin_id,
            Origin.name,
            Item.version,
            ItemVersion.id,
        )
        .join(ItemVersion, (ItemVersion.item_id == Item.id) & (ItemVersion.number == Item.version))
        .join(Field, Field.id == Item.field_id)
        .outerjoin(Origin, Origin.id == Item.origin_id)
        .where(Item.consultation_id == consultation_id)
        .order_by(Field.position, Field.id, Item.sort_key, Item.code)
    )
    return Structure(
        consultation_id,
        tuple(FieldLine(*row) for row in fields),
        tuple(SectionLine(*row) for row in sections),
        tuple((row.id, row.name) for row in origins),
        tuple(ItemLine(*row[:8], row[8] or "", row[9], row[10], tuple(links.get(row[0], ()))) for row in items),
    )
