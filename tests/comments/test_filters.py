"""One filter: what it counts is what it finds, and nothing unseen is ever among it."""

import pytest

from portal.comments.filters import NOBODY, OUTSIDE, CommentFilter, counted, matching, tallies
from portal.comments.models import Comment, Stance, Voice
from portal.comments.queries import CommentLine, read
from portal.stakeholders.models import Organisation
from tests.board.voices import CANARY, Wish, crowd, say
from tests.support.world import World, consultation_in


def found(world: World, asked: CommentFilter) -> list[CommentLine]:
    """The lines, after making sure that the count says the same."""
    with world.work() as work:
        here = consultation_in(work)
        lines = read(work, matching(work, here, asked))
        assert sum(tally.number for tally in counted(work, here, asked)) == len(lines)
        return lines


def test_every_part_of_the_filter_finds_what_it_names(world: World) -> None:
    statement = say(world, Wish("releaser", stance=Stance.OBJECT, voice=Voice.ORGANISATION, section="description"))
    personal = say(world, Wish("private", body="Der Vormittag ist zu früh", code="B 1.10", stance=Stance.QUESTION))
    on_goal = say(world, Wish("stranger", code="B 1"))
    elternnetz, mieterrat = (world.one(Organisation, name=n, consultation_id=1).id for n in ("Elternnetz", "Mieterrat"))
    cases = {
        CommentFilter(): {statement, personal, on_goal},
        CommentFilter(fields=("B",)): {statement, personal, on_goal},
        CommentFilter(fields=("B",), items=("B 1", "B 1.10")): {personal, on_goal},
        CommentFilter(groups=("civil-society",)): {statement, on_goal},
        CommentFilter(groups=(OUTSIDE,)): {personal},
        CommentFilter(organisations=(elternnetz,)): {statement},
        CommentFilter(organisations=(mieterrat, NOBODY)): {personal, on_goal},
        CommentFilter(stances=(Stance.OBJECT, Stance.QUESTION)): {statement, personal},
        CommentFilter(voices=(Voice.INDIVIDUAL,)): {personal, on_goal},
        CommentFilter(sections=("description",)): {statement},
        CommentFilter(text="vormitt"): {personal},
        CommentFilter(text="vormittag", voices=(Voice.ORGANISATION,)): set(),
    }
    for asked, expected in cases.items():
        assert {line.public_id for line in found(world, asked)} == expected, asked


@pytest.mark.parametrize(
    "asked",
    [
        CommentFilter(fields=("Z",)),
        CommentFilter(items=("B 9",)),
        CommentFilter(groups=("nobody",)),
        CommentFilter(organisations=(99,)),
        CommentFilter(sections=("nowhere",)),
        CommentFilter(text="***"),
    ],
)
def test_what_does_not_exist_finds_nothing(world: World, asked: CommentFilter) -> None:
    say(world, Wish())
    assert found(world, asked) == []


def test_another_consultation_is_never_found(world: World) -> None:
    say(world, Wish())
    with world.work() as work:
        there = consultation_in(work, "anderswo")
        assert read(work, matching(work, there, CommentFilter())) == []
        assert tallies(work, there) == []


def test_only_visible_text_is_found(world: World) -> None:
    crowd(world)
    every = found(world, CommentFilter())
    assert {line.is_visible for line in every} == {True}
    assert CANARY not in " ".join(line.body + line.proposed_wording for line in every)
    assert found(world, CommentFilter(text=CANARY)) == []
    assert len(world.all(Comment)) > len(every) > 20


def test_the_stance_asked_for_is_the_one_that_is_visible(world: World) -> None:
    revised = say(world, Wish(stance=Stance.OBJECT), "revised")
    assert [line.public_id for line in found(world, CommentFilter(stances=(Stance.OBJECT,)))] == [revised]
    assert found(world, CommentFilter(stances=(Stance.SUPPORT,))) == []


def test_waiting_comments_are_counted_and_late_ones_are_not(world: World) -> None:
    say(world, Wish(), "submitted")
    say(world, Wish("stranger", body="Noch nicht geprüft"), "revised")
    with world.work() as work:
        every = tallies(work, consultation_in(work))
    assert (sum(tally.waiting for tally in every), sum(tally.number for tally in every)) == (2, 1)
    say(world, Wish("private", body="Zu spät"), "late and waiting")
    with world.work() as work:
        assert sum(tally.waiting for tally in tallies(work, consultation_in(work))) == 2
