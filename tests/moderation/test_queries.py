"""What waits, what was decided, how it went altogether; every number is that of the rows it counts."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.comments.models import CommentState, Voice
from portal.moderation import queries
from portal.moderation.models import ModerationDecision, Outcome, Reason
from portal.moderation.operations import decide
from portal.moderation.queries import Asked
from portal.moderation.verdict import Verdict
from tests.moderation.deciding import WHY, join, revise, row, settle_as, undo_as
from tests.support.world import World, consultation_in


def asked_for(world: World, asked: Asked) -> list[str]:
    """The texts of the rows, and that as many are counted; the tallies leave words aside."""
    with world.work("moderator") as work:
        here = consultation_in(work)
        rows = queries.cases(work, here, asked)
        assert queries.found(work, here, asked) == len(rows)
        if not asked.q:
            assert queries.tallies(work, here, asked).get(asked.state, 0) == len(rows)
        return [one.body for one in rows]


def some(world: World) -> None:
    world.comment("member", "Über den Übergang reden")
    world.comment("releaser", "Für uns alle", voice=Voice.ORGANISATION, code="B 1.10")
    world.comment("stranger", "100 % richtig")
    world.comment("private", "Von mir")


@pytest.mark.parametrize(
    ("asked", "bodies"),
    [
        (Asked(), ["Über den Übergang reden", "Für uns alle", "100 % richtig", "Von mir"]),
        (Asked(field="B"), ["Über den Übergang reden", "Für uns alle", "100 % richtig", "Von mir"]),
        (Asked(field="X"), []),
        (Asked(group="civil-society"), ["Über den Übergang reden", "Für uns alle", "100 % richtig"]),
        (Asked(group="-"), ["Von mir"]),
        (Asked(group="nobody"), []),
        (Asked(q="übergang"), ["Über den Übergang reden"]),
        (Asked(q="mir VON"), ["Von mir"]),
        (Asked(q="elternnetz"), ["Über den Übergang reden", "Für uns alle"]),
        (Asked(q="elternnetz alle"), ["Für uns alle"]),
        (Asked(q="0 %"), ["100 % richtig"]),
        (Asked(q="%"), ["100 % richtig"]),
        (Asked(q="nirgends"), []),
        (Asked(by="NOTHERE0"), []),
        (Asked(state=CommentState.APPROVED), []),
    ],
)
def test_the_list_is_narrowed_and_counted_alike(world: World, asked: Asked, bodies: list[str]) -> None:
    some(world)
    assert asked_for(world, asked) == bodies


def test_a_comment_is_found_by_its_number(world: World) -> None:
    some(world)
    comment = world.comment("stranger", "Der da")
    assert asked_for(world, Asked(q=f"{comment.public_id[:4]} {comment.public_id[4:].lower()}")) == ["Der da"]


def test_others_of_one_hand_are_counted_and_found_alike(world: World) -> None:
    some(world)
    about = world.comment("member", "Noch eins")
    with world.work("moderator") as work:
        here = consultation_in(work)
        case = queries.case(work, here, about.public_id)
        assert case is not None
        assert queries.others(work, here, case) == {CommentState.SUBMITTED: 1}
    assert asked_for(world, Asked(by=about.public_id)) == ["Über den Übergang reden"]


def test_a_statement_and_its_writers_own_comments_are_different_hands(world: World) -> None:
    own = world.comment("releaser", "Ich")
    world.comment("releaser", "Wir", voice=Voice.ORGANISATION)
    assert asked_for(world, Asked(by=own.public_id)) == []


def test_comments_of_erased_accounts_are_of_no_common_hand(world: World) -> None:
    own = world.comment("private", "Eins")
    world.comment("stranger", "Zwei")
    with world.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE comment SET author_id = NULL")
    assert asked_for(world, Asked(by=own.public_id)) == []
    with world.work("moderator") as work:
        here = consultation_in(work)
        assert [queries.others(work, here, case) for case in queries.cases(work, here, Asked())] == [{}, {}]


def test_decided_ones_come_newest_first(world: World) -> None:
    for body in ("Eins", "Zwei"):
        settle_as(world, world.comment(body=body), Outcome.APPROVE)
    assert asked_for(world, Asked(state=CommentState.APPROVED)) == ["Zwei", "Eins"]


@pytest.mark.parametrize("name", ["stranger", "releaser"])
def test_after_one_comes_the_next_that_this_moderator_may_check(world: World, name: str) -> None:
    """`stranger` wrote one in between, somebody of the organisation of `releaser` did so too."""
    first = world.comment("private", "Elternnetz eins")
    theirs = world.comment("stranger" if name == "stranger" else "member")
    last = world.comment("private", "Drei")
    join(world, name)
    with world.work(name) as work:
        here = consultation_in(work)
        cases = {case.public_id: case for case in queries.cases(work, here, Asked())}
        assert queries.following(work, here, Asked(), cases[first.public_id]) == last.public_id
        assert queries.following(work, here, Asked(), cases[last.public_id]) == first.public_id
        assert queries.following(work, here, Asked(q="eins"), cases[first.public_id]) is None
    assert theirs.public_id in cases


def test_the_trace_tells_everything_but_who(world: World) -> None:
    comment = world.comment()
    settle_as(world, comment, Outcome.RETURN)
    revise(world, comment)
    settle_as(world, comment, Outcome.DECLINE)
    undo_as(world, comment)
    settle_as(world, comment, Outcome.APPROVE)
    with world.work() as work:
        lines = queries.trace(work, comment.id)
    told = [(line.outcome, line.reason, line.explanation, line.revision, line.is_undo) for line in lines]
    assert told == [
        (Outcome.RETURN, Reason.INSULT, WHY, 1, False),
        (Outcome.DECLINE, Reason.INSULT, WHY, 2, False),
        (Outcome.DECLINE, Reason.INSULT, "", 2, True),
        (Outcome.APPROVE, None, "", 2, False),
    ]
    assert "oderator" not in repr(lines)


def test_the_ledger_counts_what_stands_and_what_was_taken_back(world: World) -> None:
    now = datetime.now(UTC)
    for name, outcome, hours in (("member", Outcome.APPROVE, 1), ("stranger", Outcome.DECLINE, 5)):
        comment = world.comment(name)
        with world.work("moderator", at=now + timedelta(hours=hours)) as work:
            here = consultation_in(work)
            decide(work, here, row(work, here, comment), Verdict(1, outcome, Reason.INSULT, WHY))
    undone = world.comment("private")
    settle_as(world, undone, Outcome.RETURN)
    undo_as(world, undone)
    with world.work() as work:
        found = queries.ledger(work, consultation_in(work))
        elsewhere = queries.ledger(work, consultation_in(work, "anderswo"))
    assert (found.decided, found.reversals, found.waiting) == (2, 1, 1)
    assert found.by_outcome == {Outcome.APPROVE: 1, Outcome.RETURN: 0, Outcome.REDACT: 0, Outcome.DECLINE: 1}
    assert found.number(Reason.INSULT, Outcome.DECLINE) == 1
    assert found.number(Reason.INSULT, Outcome.RETURN) == 0
    assert found.median is not None and abs(found.median - 3 * 3600) < 60
    assert (elsewhere.decided, elsewhere.reversals, elsewhere.waiting, elsewhere.median) == (0, 0, 0, None)
    assert len(world.all(ModerationDecision)) == 4
