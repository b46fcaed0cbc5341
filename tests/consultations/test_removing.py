"""What was put in by mistake can be taken out again: what is empty, and what nobody outside can have read."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.audit.models import AuditLine
from portal.consultations import operations, queries
from portal.consultations.models import (
    Consultation,
    Field,
    GoalLink,
    Item,
    ItemType,
    ItemVersion,
    Origin,
    Phase,
    Section,
)
from portal.consultations.operations import Rendered
from portal.kernel.errors import Refused
from portal.kernel.work import Work
from portal.search import queries as search
from portal.search.models import Subject
from tests.support.world import EVERYBODY, World, consultation_in

QUIET = "ruhig"
"""A consultation nobody has ever opened."""


@pytest.fixture
def quiet(world: World) -> int:
    """Its id: one field with a goal and a measure that serves it."""
    with world.work("admin") as work:
        made = operations.create_consultation(work, QUIET, "Ruhig")
        field = operations.add_field(work, made, "Q", "Quartier")
        work.session.flush()
        goal = add(work, made, ItemType.GOAL, "Q 1", field.id)
        add(work, made, ItemType.MEASURE, "Q 1.1", field.id, goal.id)
        return made.id


def add(work: Work, here: Consultation, type: ItemType, code: str, field_id: int, *goals: int) -> Item:
    text = Rendered.of("Quastenflosse", {"description": f"Zu {code}"})
    return operations.add_item(work, here, type, code, field_id, text, goal_ids=goals)


def at(work: Work, number: int) -> Consultation:
    return work.session.get_one(Consultation, number)


def item_in(work: Work, number: int, code: str) -> Item:
    return work.session.scalars(select(Item).where(Item.consultation_id == number, Item.code == code)).one()


def removed(world: World, number: int, code: str) -> None:
    with world.work("admin") as work:
        operations.remove_item(work, at(work, number), item_in(work, number, code))


def test_a_measure_nobody_has_seen_goes_with_its_versions_and_its_code_is_free(world: World, quiet: int) -> None:
    with world.work("admin") as work:
        measure = item_in(work, quiet, "Q 1.1")
        text = Rendered.of("Quastenflosse", {"description": "Neu"})
        operations.add_version(work, at(work, quiet), measure, text, "Anders")
        number = measure.id
    removed(world, quiet, "Q 1.1")
    assert not [row for row in world.all(ItemVersion) if row.item_id == number]
    with world.work("admin") as work:
        here = at(work, quiet)
        assert [line.code for line in queries.structure(work, here).items] == ["Q 1"]
        found = search.found(work, Subject.ITEM, here.id, "Quastenflosse")
        assert len(work.session.scalars(found).all()) == 1
        again = add(work, here, ItemType.MEASURE, "Q 1.1", item_in(work, quiet, "Q 1").field_id)
        assert queries.structure(work, here).by_id[again.id].version == 1
    assert "item.removed" in [line.event for line in world.all(AuditLine)]


def test_a_measure_outlives_the_goal_it_serves(world: World, quiet: int) -> None:
    removed(world, quiet, "Q 1")
    with world.work("admin") as work:
        (measure,) = queries.structure(work, at(work, quiet)).items
        assert measure.goal_ids == ()
    assert not [row for row in world.all(GoalLink) if row.measure_id == measure.id]


@pytest.mark.parametrize("phase", [Phase.COMMENTING, Phase.REVIEW, Phase.ADOPTED])
def test_what_was_public_once_stays_also_when_it_is_prepared_again(world: World, quiet: int, phase: Phase) -> None:
    for stage in (phase, Phase.PREPARATION):
        with world.work("admin") as work:
            operations.set_stage(work, at(work, quiet), stage)
    with pytest.raises(Refused, match="war schon öffentlich"):
        removed(world, quiet, "Q 1.1")


@pytest.mark.parametrize("by", ["dates", "stage"])
def test_what_dates_have_made_public_stays_when_somebody_takes_it_back(world: World, quiet: int, by: str) -> None:
    with world.work("admin") as work:
        here, now = at(work, quiet), work.now
        operations.set_dates(work, here, now + timedelta(days=1), now + timedelta(days=2))
    removed(world, quiet, "Q 1.1")
    with world.work("admin", at=now + timedelta(days=1)) as work:
        if by == "stage":
            operations.set_stage(work, at(work, quiet), Phase.PREPARATION)
        else:
            operations.set_dates(work, at(work, quiet), now + timedelta(days=3), now + timedelta(days=4))
    with pytest.raises(Refused, match="war schon öffentlich"):
        removed(world, quiet, "Q 1")


def test_what_somebody_has_commented_on_stays(world: World) -> None:
    world.comment()
    with world.work("admin") as work:
        here = consultation_in(work)
        here.stage, here.published_at = Phase.PREPARATION, None
    with pytest.raises(Refused, match="hängt"):
        removed(world, 1, "B 1.2")
    assert world.one(Item, code="B 1.2", consultation_id=1)


@pytest.mark.parametrize("who", [name for name in EVERYBODY if name not in ("admin", "editor", "visitor")])
def test_nobody_but_the_office_removes(world: World, who: str) -> None:
    with world.work("admin") as work:
        here = consultation_in(work)
        operations.add_origin(work, here, "AG Bildung")
        operations.add_field(work, here, "X", "Leer")
        operations.add_section(work, here, "leer", "Leer")
    removals: list[tuple[type[Any], Callable[[Work, Consultation, Any], None]]] = [
        (Origin, operations.remove_origin),
        (Field, operations.remove_field),
        (Section, operations.remove_section),
        (Item, operations.remove_item),
    ]
    for kind, remove in removals:
        rows = len(world.all(kind))
        with pytest.raises(Refused, match="Geschäftsstelle"), world.work(who) as work:
            here = consultation_in(work)
            theirs = select(kind).where(kind.consultation_id == here.id).order_by(kind.id.desc())
            remove(work, here, work.session.scalars(theirs).first())
        assert len(world.all(kind)) == rows
