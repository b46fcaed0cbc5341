"""Sittings, their agendas, adopting together, and frozen packs."""

import hashlib
import io
from contextlib import nullcontext
from datetime import date
from typing import Any

import pytest
from docx import Document
from sqlalchemy import update

from portal.audit.models import AuditLine
from portal.board.agenda import agenda_page
from portal.comments.models import Stance
from portal.consultations import queries as consultations
from portal.consultations.models import Phase
from portal.consultations.structure import ItemLine
from portal.decisions.jobs import JOBS
from portal.decisions.models import AgendaPoint, Decision, DecisionOutcome, Pack, Sitting
from portal.decisions.operations import planning
from portal.decisions.operations.deciding import adopt_together
from portal.decisions.operations.packing import JOB, freeze_pack
from portal.decisions.queries import packs, sittings
from portal.decisions.queries.sittings import SittingLine
from portal.decisions.queries.snapshot import snapshot
from portal.decisions.resolution import Resolution, Votes
from portal.kernel.errors import Invalid, Missing, Refused
from portal.kernel.work import Work
from portal.outbox.jobs import run_due_jobs
from portal.outbox.operations import start_job
from tests.board.voices import Wish, say
from tests.decisions.sayings import answered, decide, spoken, theme
from tests.support.world import World, consultation_in, item_named

DAY = date(2027, 1, 21)


def line(work: Work, number: int = 1) -> SittingLine:
    found = sittings.sitting_numbered(work, consultation_in(work), number)
    assert found is not None
    return found


def items(work: Work, *codes: str) -> list[ItemLine]:
    every = consultations.structure(work, consultation_in(work)).items
    return [next(item for item in every if item.code == code) for code in codes]


def planned(world: World, *codes: str, number: int | None = None) -> Sitting:
    with world.work("steering") as work:
        here = consultation_in(work)
        made = planning.plan_sitting(work, here, DAY, number=number, title="Bildung")
        planning.put_on_agenda(work, here, line(work, made.number), items(work, *codes))
        return made


def order(world: World) -> list[str]:
    with world.work() as work:
        by_id = consultations.structure(work, consultation_in(work)).by_id
        return [by_id[point.item_id].code for point in sittings.agenda(work, line(work).id)]


def frozen(world: World, number: int = 1) -> Pack:
    with world.work("editor") as work:
        here = consultation_in(work)
        return freeze_pack(work, here, line(work, number), snapshot(work, here, line(work, number)))


def document_of(world: World, pack_id: int) -> dict[str, Any]:
    with world.work() as work:
        return work.session.get_one(Pack, pack_id).document


def test_sittings_are_numbered_on_and_no_number_is_given_twice(world: World) -> None:
    assert planned(world).number == 1
    assert planned(world, number=5).number == 5
    assert planned(world).number == 6
    for wrong in (5, 0, 1000):
        with pytest.raises(Invalid):
            planned(world, number=wrong)


def test_a_sitting_needs_a_day(world: World) -> None:
    with pytest.raises(Invalid) as refusal, world.work("steering") as work:
        planning.plan_sitting(work, consultation_in(work), None)
    assert refusal.value.field == "held_on"


@pytest.mark.parametrize("name", ["member", "releaser", "moderator", "admin", "outsider"])
def test_nobody_else_plans(world: World, name: str) -> None:
    with pytest.raises(Refused), world.work(name) as work:
        planning.plan_sitting(work, consultation_in(work), DAY)


def test_after_the_council_nothing_is_planned(world: World) -> None:
    planned(world, "B 1.2")
    world.phase(Phase.ADOPTED)
    with pytest.raises(Refused):
        planned(world)
    with pytest.raises(Refused):
        frozen(world)


def test_points_keep_their_order_move_and_leave(world: World) -> None:
    planned(world, "B 1.2", "B 1.10", "B 1")
    with world.work("steering") as work:
        here = consultation_in(work)
        assert planning.put_on_agenda(work, here, line(work), items(work, "B 1.2")) == 0
        (goal,) = items(work, "B 1")
        planning.move_on_agenda(work, here, line(work), goal, -1)
    assert order(world) == ["B 1.2", "B 1", "B 1.10"]
    with world.work("steering") as work:
        here = consultation_in(work)
        (goal,) = items(work, "B 1")
        planning.move_on_agenda(work, here, line(work), goal, -9)
        planning.take_off_agenda(work, here, line(work), *items(work, "B 1.10"))
    assert order(world) == ["B 1", "B 1.2"]
    with pytest.raises(Missing), world.work("steering") as work:
        planning.take_off_agenda(work, consultation_in(work), line(work), *items(work, "B 1.10"))


def test_several_are_adopted_by_one_vote_or_none(world: World) -> None:
    planned(world, "B 1.2", "B 1.10")
    made = theme(world, "Kosten", spoken(world, code="B 1.10"), code="B 1.10")
    said = Resolution(DecisionOutcome.ADOPT, votes=Votes(20, 0, 2), sitting=1)
    with pytest.raises(Invalid), world.work("steering") as work:
        adopt_together(work, consultation_in(work), items(work, "B 1.2", "B 1.10"), said)
    assert world.all(Decision) == []
    answered(world, made)
    with world.work("steering") as work:
        assert adopt_together(work, consultation_in(work), items(work, "B 1.2", "B 1.10"), said) == 2
    decisions = world.all(Decision)
    assert {(one.in_block, one.votes_for, one.sitting, one.outcome) for one in decisions} == {
        (True, 20, "1", DecisionOutcome.ADOPT)
    }


def test_only_adopting_is_put_to_a_vote_together(world: World) -> None:
    with pytest.raises(ValueError, match="reject"), world.work("steering") as work:
        said = Resolution(DecisionOutcome.REJECT, reason="Nein")
        adopt_together(work, consultation_in(work), items(work, "B 1.2"), said)


def test_choosing_a_block_leaves_out_what_is_not_named(world: World) -> None:
    planned(world, "B 1.2", "B 1.10")
    first, second = item_named(world).id, item_named(world, "B 1.10").id
    for chosen in ({first}, {second}):
        with world.work("steering") as work:
            planning.choose_block(work, consultation_in(work), line(work), chosen)
        assert {point.item_id for point in world.all(AgendaPoint) if point.in_block} == chosen


def test_an_empty_agenda_makes_no_pack(world: World) -> None:
    planned(world)
    with pytest.raises(Invalid):
        frozen(world)


def test_a_pack_holds_what_was_said_then_and_later_comments_come_since(world: World) -> None:
    planned(world, "B 1.2")
    spoken(world, body="Vor der Mappe", stance=Stance.OBJECT)
    pack = frozen(world)
    later = spoken(world, "stranger", "Nach der Mappe")
    (item,) = document_of(world, pack.id)["items"]
    assert [quote["text"] for quote in item["quotes"]] == ["Vor der Mappe"]
    assert sum(group["individual"]["object"] for group in item["groups"]) == 1
    measure = item_named(world)
    with world.work() as work:
        assert packs.since(work, measure.id, pack.last_comment_id) == [later]
        assert packs.count_since(work, [measure.id], pack.last_comment_id) == {measure.id: 1}
    assert frozen(world).number == 2


def test_what_nobody_may_read_is_in_no_pack(world: World) -> None:
    planned(world, "B 1.2")
    for number, fate in enumerate(("submitted", "declined", "returned", "withdrawn")):
        say(world, Wish(body=f"KANARIENVOGEL {number}"), fate)
    assert "KANARIENVOGEL" not in str(document_of(world, frozen(world).id))


def test_the_worker_makes_the_files_once_and_their_digests_are_theirs(world: World) -> None:
    planned(world, "B 1.2", "B 1.10")
    made = theme(world, "=Dauer", spoken(world, body="=cmd|'/c calc'!A1 <b>fett</b>"))
    answered(world, made, reason="Das nehmen wir auf.")
    pack_id = frozen(world).id
    run_due_jobs(world.engine, JOBS)
    first = world.one(Pack, id=pack_id)
    with world.work() as work:
        pack = packs.packs(work, consultation_in(work))[0]
        content = packs.file_of(work, pack, "docx")
    assert content is not None
    assert first.docx_digest == hashlib.sha256(content).hexdigest()
    with world.work() as work:
        work.session.execute(update(Pack).where(Pack.id == pack_id).values(docx_digest="of the first file"))
        start_job(work, JOB, {"pack": pack_id, "language": "en"})
    run_due_jobs(world.engine, JOBS)
    assert world.one(Pack, id=pack_id).docx_digest == "of the first file"
    read = Document(io.BytesIO(content))
    words = "\n".join([paragraph.text for paragraph in read.paragraphs])
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    assert "B 1.2 Sprachbrücken an Grundschulen" in words
    assert any("=cmd|'/c calc'!A1 <b>fett</b>" in cell for cell in [*cells, words])
    assert any("Das nehmen wir auf." in cell for cell in cells)


def test_what_was_postponed_is_offered_to_a_later_sitting_only(world: World) -> None:
    planned(world, "B 1.2")
    decide(world, DecisionOutcome.POSTPONE, reason="Keine Zeit", sitting=1)
    planned(world)
    with world.work() as work:
        here = consultation_in(work)
        assert [item.code for item in agenda_page(work, here, line(work, 1)).postponed] == []
        assert [item.code for item in agenda_page(work, here, line(work, 2)).postponed] == ["B 1.2"]
        later = line(work, 2)
    with world.work("steering") as work:
        planning.put_on_agenda(work, consultation_in(work), later, items(work, "B 1.2"))
    with world.work() as work:
        page = agenda_page(work, consultation_in(work), line(work, 2))
        assert page.postponed == []
        assert page.rows[0].decision is None


def change(world: World, of: int = 1, name: str = "steering", **said: Any) -> None:
    with world.work(name) as work:
        planning.change_sitting(work, consultation_in(work), line(work, of), said.pop("held_on", DAY), **said)


def cancel(world: World, number: int = 1, name: str = "steering") -> None:
    with world.work(name) as work:
        planning.cancel_sitting(work, consultation_in(work), line(work, number))


def test_a_sitting_gets_another_day_title_and_number_and_keeps_its_agenda(world: World) -> None:
    planned(world, "B 1.2")
    change(world, held_on=date(2027, 2, 4), title="  Soziales  ", number=3)
    changed = world.one(Sitting)
    assert (changed.number, changed.held_on, changed.title) == (3, date(2027, 2, 4), "Soziales")
    assert len(world.all(AgendaPoint)) == 1
    assert [(one.subject, one.detail) for one in world.all(AuditLine) if one.event == "sitting.changed"] == [
        ("1", "3, 2027-02-04")
    ]


def test_a_change_without_a_number_keeps_it_and_a_taken_one_is_refused(world: World) -> None:
    planned(world)
    planned(world)
    change(world, 2, title="Neu")
    assert [one.number for one in world.all(Sitting)] == [1, 2]
    for wrong in ({"number": 1}, {"number": 0}, {"held_on": None}, {"title": "x" * 201}):
        with pytest.raises(Invalid):
            change(world, 2, **wrong)
    assert [one.title for one in world.all(Sitting)] == ["Bildung", "Neu"]


def test_a_sitting_that_is_called_off_is_gone_with_its_agenda_only(world: World) -> None:
    planned(world, "B 1.2")
    planned(world, "B 1.10")
    cancel(world)
    assert [one.number for one in world.all(Sitting)] == [2]
    assert [one.item_id for one in world.all(AgendaPoint)] == [item_named(world, "B 1.10").id]
    assert [one.subject for one in world.all(AuditLine) if one.event == "sitting.cancelled"] == ["1"]


@pytest.mark.parametrize("trace", ["a pack", "a decision"])
def test_a_sitting_with_a_pack_or_a_decision_stays_as_it_is(world: World, trace: str) -> None:
    planned(world, "B 1.2")
    if trace == "a pack":
        frozen(world)
    else:
        decide(world, DecisionOutcome.POSTPONE, reason="Keine Zeit", sitting=1)
    for attempt in (change, cancel):
        with pytest.raises(Refused) as refusal:
            attempt(world)
        assert refusal.value.sentence == planning.STANDS
    assert world.one(Sitting).title == "Bildung"


@pytest.mark.parametrize("phase", list(Phase))
def test_who_changes_and_calls_off_a_sitting_and_when(world: World, phase: Phase) -> None:
    in_time = phase in (Phase.COMMENTING, Phase.REVIEW, Phase.DECIDED)
    for _ in range(3):
        planned(world)
    world.phase(phase)
    for name in ("member", "releaser", "stranger", "private", "moderator", "admin", "outsider"):
        for attempt in (change, cancel):
            with pytest.raises(Refused):
                attempt(world, 1, name)
    for number, name in enumerate(("steering", "chair", "editor"), 1):
        for attempt in (change, cancel):
            with nullcontext() if in_time else pytest.raises(Refused):
                attempt(world, number, name)
    assert len(world.all(Sitting)) == (0 if in_time else 3)


def test_what_was_called_off_meanwhile_takes_neither_points_nor_packs(world: World) -> None:
    planned(world, "B 1.2")
    with world.work("editor") as work:
        seen, taken = line(work), snapshot(work, consultation_in(work), line(work))
    cancel(world)
    with pytest.raises(Missing), world.work("editor") as work:
        freeze_pack(work, consultation_in(work), seen, taken)
    with pytest.raises(Missing), world.work("editor") as work:
        planning.put_on_agenda(work, consultation_in(work), seen, items(work, "B 1.2"))
