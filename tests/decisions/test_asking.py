"""The return round: who is asked, once, and who may answer."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.belongings import Person
from portal.comments.models import Comment, Voice
from portal.consultations import queries as consultations
from portal.consultations.models import Item, ItemType, Phase
from portal.consultations.operations import Rendered, add_version
from portal.decisions.belongings import BELONGINGS
from portal.decisions.models import Decision, DecisionOutcome, Settled, Settlement
from portal.decisions.operations.asking import ask_authors, settle_point
from portal.decisions.queries.returned import Round, return_round
from portal.kernel.errors import Conflict, Invalid, Missing, Refused
from portal.outbox.models import Letter
from tests.decisions.sayings import decide, spoken
from tests.support.world import World, consultation_in

MEASURE = "/wir/board/measures/B 1.2"


def rewritten(world: World, text: str = "Die Begleitung dauert zwei Jahre.") -> None:
    with world.work("editor") as work:
        here = consultation_in(work)
        row = work.session.scalars(select(Item).filter_by(code="B 1.2", consultation_id=here.id)).one()
        add_version(work, here, row, Rendered.of("Sprachbrücken", {"description": text}), "Nach der Rückgabe")


def ask(world: World, name: str = "editor") -> int:
    with world.work(name) as work:
        here = consultation_in(work)
        line = consultations.item(work, here, ItemType.MEASURE, "B 1.2")
        assert line is not None
        return ask_authors(work, here, line)


def settle(world: World, name: str, public_id: str, settled: Settled, remark: str = "") -> None:
    with world.work(name) as work:
        comment = work.session.scalars(select(Comment).filter_by(public_id=public_id)).one()
        settle_point(work, consultation_in(work), comment, settled, remark)


def standing(world: World) -> Round | None:
    with world.work() as work:
        here = consultation_in(work)
        line = consultations.item(work, here, ItemType.MEASURE, "B 1.2")
        assert line is not None
        return return_round(work, here, line)


def returned(world: World) -> None:
    decide(world, DecisionOutcome.RETURN_TO_EXPERTS, reason="Zu kurz")


def test_only_what_was_returned_and_rewritten_is_asked_about(world: World) -> None:
    spoken(world)
    with pytest.raises(Conflict):
        ask(world)
    returned(world)
    with pytest.raises(Conflict):
        ask(world)
    rewritten(world)
    assert ask(world) == 1


def test_each_author_of_an_older_comment_gets_one_letter_and_is_asked_once(world: World) -> None:
    first, second = (spoken(world, body=f"Punkt {number}") for number in range(2))
    spoken(world, "releaser", "Für uns", voice=Voice.ORGANISATION)
    world.comment("stranger", "Noch nicht geprüft")
    returned(world)
    rewritten(world)
    spoken(world, "private", "Schon zur neuen Fassung")
    before = len(world.all(Letter))
    assert ask(world) == 2
    posted = world.all(Letter)[before:]
    assert sorted(letter.address for letter in posted) == ["member@example.org", "releaser@example.org"]
    to_member = next(letter for letter in posted if letter.address == "member@example.org")
    assert to_member.text.count("#question") == 2
    labels = [f"{one[:4]} {one[4:]}" for one in (first, second)]
    for number in labels:
        assert f"Frage zu Kommentar {number} beantworten" in to_member.text
        assert f"Frage zu Kommentar {number} beantworten" in to_member.html
    assert "zu B\N{NO-BREAK SPACE}1.2 „" in to_member.html
    assert "zu B 1.2 „" in to_member.text
    assert not any("Zu kurz" in letter.text + letter.html for letter in posted)
    assert len(world.all(Settlement)) == 3
    with pytest.raises(Conflict):
        ask(world)
    assert len(world.all(Settlement)) == 3


@pytest.mark.parametrize("name", ["member", "moderator", "admin"])
def test_nobody_else_asks(world: World, name: str) -> None:
    spoken(world)
    returned(world)
    rewritten(world)
    with pytest.raises(Refused):
        ask(world, name)


def test_only_who_was_asked_answers_and_once(world: World) -> None:
    public_id, other = spoken(world), spoken(world, "stranger", "Etwas anderes")
    returned(world)
    rewritten(world)
    with pytest.raises(Missing):
        settle(world, "member", public_id, Settled.YES)
    ask(world)
    for name in ("releaser", "stranger", "editor", "moderator"):
        with pytest.raises(Missing):
            settle(world, name, public_id, Settled.YES)
    with pytest.raises(Invalid):
        settle(world, "member", public_id, Settled.PARTLY, "x" * 2001)
    settle(world, "member", public_id, Settled.PARTLY, "Das zweite Jahr fehlt.")
    with pytest.raises(Conflict):
        settle(world, "member", public_id, Settled.NO)
    settle(world, "stranger", other, Settled.NO)
    found = standing(world)
    assert found is not None
    assert (found.number(Settled.PARTLY), found.number(Settled.NO), found.number(None)) == (1, 1, 0)


def test_a_statement_is_answered_by_its_releaser_not_by_members(world: World) -> None:
    public_id = spoken(world, "releaser", "Für uns", voice=Voice.ORGANISATION)
    returned(world)
    rewritten(world)
    ask(world)
    with pytest.raises(Missing):
        settle(world, "member", public_id, Settled.YES)
    settle(world, "releaser", public_id, Settled.YES)


def test_after_the_council_no_answer_is_taken(world: World) -> None:
    public_id = spoken(world)
    returned(world)
    rewritten(world)
    ask(world)
    world.phase(Phase.ADOPTED)
    with pytest.raises(Refused):
        settle(world, "member", public_id, Settled.YES)


def test_a_further_version_is_asked_about_anew(world: World) -> None:
    spoken(world)
    returned(world)
    rewritten(world)
    ask(world)
    rewritten(world, "Die Begleitung dauert drei Jahre.")
    assert ask(world) == 1
    assert len(world.all(Settlement)) == 2


def test_asking_and_answering_by_the_pages(world: World, app: Flask) -> None:
    public_id = spoken(world)
    returned(world)
    rewritten(world)
    editor, member = world.client(app, "editor"), world.client(app, "member")
    assert "Nach 1 Kommentar fragen" in editor.get(MEASURE).text
    assert 'id="question"' not in member.get(f"/wir/comments/{public_id}").text
    assert editor.post(f"{MEASURE}/ask").status_code == 303
    assert editor.post(f"{MEASURE}/ask").status_code == 409
    for name in ("visitor", "stranger", "editor"):
        assert 'id="question"' not in world.client(app, name).get(f"/wir/comments/{public_id}").text
    assert 'name="settled"' in member.get(f"/wir/comments/{public_id}").text
    address = f"/wir/comments/{public_id}/settle"
    assert member.post(address, data={"settled": "maybe"}).status_code == 422
    assert world.client(app, "stranger").post(address, data={"settled": "yes"}).status_code == 404
    fields = {"settled": "partly", "remark": "KANARIENVOGEL bleibt"}
    assert member.post(address, data=fields).status_code == 303
    assert member.post(address, data=fields).status_code == 409
    assert "KANARIENVOGEL bleibt" in editor.get(MEASURE).text
    assert "KANARIENVOGEL" in member.get(f"/wir/comments/{public_id}").text
    for name in ("visitor", "stranger"):
        assert "KANARIENVOGEL" not in world.client(app, name).get(f"/wir/comments/{public_id}").text


def test_own_data_tell_the_answer_and_erasure_forgets_it_and_the_recorder(world: World) -> None:
    public_id = spoken(world)
    returned(world)
    rewritten(world)
    ask(world)
    settle(world, "member", public_id, Settled.NO, "Mein Punkt")
    for name in ("member", "steering"):
        with world.work(name) as work:
            person = Person(work.actor.account_id or 0, f"{name}@example.org")
            told = BELONGINGS.tell(work, person)
            assert [one["remark"] for one in told["questions"]] == (["Mein Punkt"] if name == "member" else [])
            BELONGINGS.forget(work, person)
    assert world.one(Settlement).remark == ""
    decision = world.one(Decision)
    assert (decision.recorder_id, decision.recorder_label, decision.reason) == (None, "", "Zu kurz")
