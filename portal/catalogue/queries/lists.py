"""The first pages of a consultation: its fields, and its measures as they are filtered and sorted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.catalogue.figures import Figures, by_item, together
from portal.comments import queries as comments
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, Phase
from portal.consultations.structure import FieldLine, ItemLine, Structure
from portal.kernel.work import Work
from portal.search import queries as search
from portal.search.models import Subject
from portal.stakeholders import queries as stakeholders

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class FieldCard:
    field: FieldLine
    goals: int
    measures: int
    comments: int


@dataclass(frozen=True, slots=True)
class Overview:
    phase: Phase
    days_left: int | None
    fields: list[FieldCard]
    measures: int
    organisations: int
    figures: Figures


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to filter by: its value in the address, its name, and how many measures it has."""

    value: str
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class MeasureFilter:
    """What the query string asks for; empty means everything."""

    q: str = ""
    fields: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    stances: tuple[str, ...] = ()
    silent: bool = False
    sort: str = "code"
    page: int = 1


@dataclass(frozen=True, slots=True)
class MeasureRow:
    item: ItemLine
    figures: Figures


@dataclass(frozen=True, slots=True)
class GoalRows:
    """Measures under their first goal; no goal where the list is sorted otherwise or a measure has none."""

    goal: ItemLine | None
    rows: list[MeasureRow]


@dataclass(frozen=True, slots=True)
class MeasureList:
    number: int
    groups: list[GoalRows]
    pages: int


def overview(work: Work, here: Consultation) -> Overview:
    skeleton = consultations.structure(work, here)
    sums = comments.sums(work, consultation_id=here.id)
    per_item = by_item(sums)
    cards = [
        FieldCard(
            field,
            sum(goal.field_id == field.id for goal in skeleton.goals),
            sum(measure.field_id == field.id for measure in skeleton.measures),
            sum(per_item[i.id].total for i in skeleton.items if i.field_id == field.id and i.id in per_item),
        )
        for field in skeleton.fields
    ]
    return Overview(
        here.phase(work.now),
        _days_left(here, work.now),
        cards,
        len(skeleton.measures),
        sum(group.organisations for group in stakeholders.groups(work, here)),
        together(sums),
    )


def measures(work: Work, here: Consultation, asked: MeasureFilter) -> MeasureList:
    """The measures that match, in catalogue order under their goals, or by comments."""
    skeleton = consultations.structure(work, here)
    figures = by_item(comments.sums(work, consultation_id=here.id))
    found = [MeasureRow(m, figures.get(m.id, Figures())) for m in skeleton.measures]
    found = [row for row in found if _matches(row, skeleton, asked)]
    if asked.q:
        ids = frozenset(work.session.scalars(search.found(work, Subject.ITEM, here.id, asked.q)))
        found = [row for row in found if row.item.id in ids]
    if asked.silent:
        said = comments.items_commented(work, here)
        found = [row for row in found if row.item.id not in said]
    if asked.sort == "comments":
        found.sort(key=lambda row: -row.figures.total)
    if asked.sort == "contested":
        found.sort(key=lambda row: (-row.figures.dispute, -row.figures.total))
    shown = found[(asked.page - 1) * PER_PAGE : asked.page * PER_PAGE]
    grouped = [GoalRows(None, shown)] if asked.sort in ("comments", "contested") else _under_goals(shown, skeleton)
    return MeasureList(len(found), grouped if shown else [], max(1, -(-len(found) // PER_PAGE)))


def choices(work: Work, here: Consultation) -> dict[str, list[Choice]]:
    """What the list can be filtered by."""
    skeleton = consultations.structure(work, here)
    every = skeleton.measures

    return {
        "field": [Choice(f.code, f.title, sum(m.field_id == f.id for m in every)) for f in skeleton.fields],
        "kind": [
            Choice(kind, kind, number)
            for kind in ("administration", "lighthouse", "recommendation")
            if (number := sum(m.kind == kind for m in every))
        ],
        "origin": [
            Choice(str(origin_id), name, number)
            for origin_id, name in skeleton.origins
            if (number := sum(m.origin_id == origin_id for m in every))
        ],
    }


def _days_left(here: Consultation, now: datetime) -> int | None:
    if here.closes_at is None or here.phase(now) is not Phase.COMMENTING:
        return None
    return max(0, (here.closes_at - now).days)


def _matches(row: MeasureRow, skeleton: Structure, asked: MeasureFilter) -> bool:
    item = row.item
    goals = {goal.code for goal in skeleton.goals_of(item)}
    return (
        (not asked.fields or skeleton.field_by_id[item.field_id].code in asked.fields)
        and (not asked.goals or bool(goals & set(asked.goals)))
        and (not asked.kinds or item.kind in asked.kinds)
        and (not asked.origins or str(item.origin_id) in asked.origins)
        and (not asked.stances or any(row.figures.has(stance) for stance in asked.stances))
    )


def _under_goals(rows: Sequence[MeasureRow], skeleton: Structure) -> list[GoalRows]:
    groups: list[GoalRows] = []
    for row in rows:
        goal = next(iter(skeleton.goals_of(row.item)), None)
        if not groups or groups[-1].goal != goal:
            groups.append(GoalRows(goal, []))
        groups[-1].rows.append(row)
    return groups
