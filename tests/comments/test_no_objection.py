"""“No objection” for many items at once: one each, once, counted right, taken back until the deadline."""

import pytest
from sqlalchemy import Engine, select

from portal.audit.models import AuditLine
from portal.comments import counters
from portal.comments.models import Comment, CommentState, Revision, Stance, Voice
from portal.comments.no_objection import Silent, declare, silence, take_back
from portal.comments.operations import settle
from portal.consultations.models import ItemType, Phase
from portal.consultations.operations import Rendered, add_item
from portal.consultations.queries import structure
from portal.kernel.errors import Refused
from portal.outbox.models import Letter
from portal.search.models import SearchDocument
from portal.stakeholders.models import Organisation
from tests.support.statements import counted
from tests.support.world import World, consultation_in

IN_ORDER = (Phase.COMMENTING, Phase.REVIEW, Phase.DECIDED, Phase.ADOPTED, Phase.ARCHIVED)
PHASES = {
    "declare": (True, True, False, False, False),
    "take back": (True, False, False, False, False),
}
"""What is done and what is refused in each of IN_ORDER."""


def test_every_item_gets_one_and_twice_is_once(world: World) -> None:
    assert [_declare(world), _declare(world)] == [3, 0]
    assert [(one.stance, one.voice, one.state) for one in world.all(Comment)] == [
        (Stance.NO_OBJECTION, Voice.INDIVIDUAL, CommentState.SUBMITTED)
    ] * 3
    assert [(revision.number, revision.body) for revision in world.all(Revision)] == [(1, "")] * 3
    assert [line.event for line in world.all(AuditLine)].count("comment.submitted") == 3
    _agree(world)


def test_one_letter_says_to_how_many(world: World) -> None:
    _declare(world)
    (letter,) = world.all(Letter)
    assert (letter.address, letter.subject) == (
        "member@example.org",
        "Ihr „Keine Einwände“ zu 3 Einträgen ist eingegangen",
    )
    assert "portal:/wir/no-objections" in letter.text


def test_where_something_was_said_it_stays_the_only_word(world: World) -> None:
    world.comment(code="B 1.2")
    assert _declare(world) == 2
    assert [one.stance for one in world.all(Comment)].count(Stance.SUPPORT) == 1


@pytest.mark.parametrize("state", [CommentState.DECLINED, CommentState.RETURNED])
def test_what_was_declined_stands_no_more(world: World, state: CommentState) -> None:
    comment = world.comment(code="B 1.2")
    with world.work() as work:
        settle(work, consultation_in(work), work.session.get_one(Comment, comment.id), state)
    assert _declare(world) == (3 if state is CommentState.DECLINED else 2)


def test_person_and_organisation_are_two_speakers(world: World) -> None:
    assert _declare(world, "releaser", Voice.ORGANISATION) == 3
    assert _declare(world, "releaser", Voice.INDIVIDUAL) == 3
    assert _declare(world, "member", Voice.INDIVIDUAL) == 3
    _agree(world)


def test_only_who_releases_says_it_for_the_organisation(world: World) -> None:
    with pytest.raises(Refused):
        _declare(world, "member", Voice.ORGANISATION)
    assert world.all(Comment) == []


def test_who_releases_does_not_matter_to_the_organisation(world: World) -> None:
    with world.work() as work:
        here = consultation_in(work)
        body = select(Organisation).filter_by(consultation_id=here.id, name="Elternnetz")
        work.session.scalars(body).one().short_mode = True
    assert _declare(world, "releaser", Voice.ORGANISATION) == 3
    assert _declare(world, "member", Voice.ORGANISATION) == 0
    assert _take_back(world, "member", Voice.ORGANISATION) == 3


def test_many_in_one_row_are_counted_together(world: World) -> None:
    world.comment()
    with world.work() as work:
        here = consultation_in(work)
        (key,) = counters.counted(work, here.id)
        counters.move_all(work, [(None, key), (None, key), (key, None)])
        assert counters.counted(work, here.id) == {key: 2}


def test_it_is_taken_back_and_may_be_said_again(world: World) -> None:
    _declare(world)
    assert _take_back(world) == 3
    assert {one.state for one in world.all(Comment)} == {CommentState.WITHDRAWN}
    assert [_declare(world), len(world.all(Comment))] == [3, 6]
    _agree(world)


def test_what_is_shown_already_is_gone_when_it_is_taken_back(world: World) -> None:
    _declare(world)
    for comment in world.all(Comment):
        with world.work() as work:
            settle(work, consultation_in(work), work.session.get_one(Comment, comment.id), CommentState.APPROVED)
    documents, revision = len(world.all(SearchDocument)), _revision(world)
    assert _take_back(world) == 3
    assert [one.visible for one in world.all(Comment)] == [None] * 3
    assert len(world.all(SearchDocument)) == documents - 3
    assert _revision(world) > revision
    _agree(world)


def test_what_has_a_text_is_not_taken_back(world: World) -> None:
    world.comment(stance=Stance.NO_OBJECTION, body="Gut so")
    world.comment("stranger", stance=Stance.NO_OBJECTION, body="", code="B 1.10")
    assert _take_back(world) == 0


def test_one_knows_where_one_has_been_silent(world: World) -> None:
    world.comment(code="B 1.2")
    with world.work("member") as work:
        here = consultation_in(work)
        items = structure(work, here).items
        declare(work, here, items[:1], Voice.INDIVIDUAL)
        codes = {item.id: item.code for item in items}
        found = silence(work, here, items, Voice.INDIVIDUAL)
    assert isinstance(found, Silent)
    assert {codes[number] for number in found.clicked} == {codes[items[0].id]}
    assert len(found.open) == len(items) - 2


@pytest.mark.parametrize("verb", PHASES)
def test_each_verb_has_its_phases(world: World, verb: str) -> None:
    _declare(world)
    done = []
    for phase in IN_ORDER:
        world.phase(phase)
        try:
            _declare(world, "stranger") if verb == "declare" else _take_back(world)
            done.append(True)
        except Refused:
            done.append(False)
    assert tuple(done) == PHASES[verb]


def test_more_items_need_no_more_statements(engine: Engine, world: World) -> None:
    numbers = []
    for more in (0, 60):
        _add_measures(world, more)
        with counted(engine) as sent:
            _declare(world)
            _take_back(world)
        numbers.append(len(sent))
    assert numbers[0] == numbers[1]


def _declare(world: World, name: str = "member", voice: Voice = Voice.INDIVIDUAL) -> int:
    with world.work(name) as work:
        here = consultation_in(work)
        return declare(work, here, structure(work, here).items, voice)


def _take_back(world: World, name: str = "member", voice: Voice = Voice.INDIVIDUAL) -> int:
    with world.work(name) as work:
        here = consultation_in(work)
        return take_back(work, here, structure(work, here).items, voice)


def _add_measures(world: World, number: int) -> None:
    with world.work() as work:
        here = consultation_in(work)
        field = structure(work, here).fields[0].id
        for place in range(number):
            text = Rendered.of("Noch eine", {"description": "Mehr davon."})
            add_item(work, here, ItemType.MEASURE, f"B 9.{place}", field, text)


def _revision(world: World) -> int:
    with world.work() as work:
        return consultation_in(work).revision


def _agree(world: World) -> None:
    with world.work() as work:
        here = consultation_in(work)
        assert counters.counted(work, here.id) == counters.recount(work, here.id)
