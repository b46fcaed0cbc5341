"""An author disagrees, once; somebody else than the first moderator decides anew."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.audit.models import AuditLine
from portal.comments.models import Comment, CommentState, Voice
from portal.consultations.models import Phase
from portal.kernel.errors import Conflict, Refused
from portal.moderation.models import Appeal, ModerationDecision, Outcome
from portal.outbox.models import Letter
from tests.moderation.deciding import now_is, revise, send, settle_as, undo_as
from tests.support.world import EVERYBODY, World

WHY_NOT = "Ich habe niemanden beleidigt."


def object_to(client: FlaskClient, comment: Comment, explanation: str = WHY_NOT) -> int:
    return client.post(f"/wir/comments/{comment.public_id}/appeal", data={"explanation": explanation}).status_code


def appealed(world: World, member: FlaskClient, outcome: Outcome = Outcome.DECLINE) -> Comment:
    comment = world.comment(key=f"appealed {outcome}")
    settle_as(world, comment, outcome)
    assert object_to(member, comment) == 303
    return comment


@pytest.mark.parametrize(
    ("outcome", "status"),
    [(None, 403), (Outcome.APPROVE, 403), (Outcome.RETURN, 403), (Outcome.REDACT, 303), (Outcome.DECLINE, 303)],
)
def test_only_what_is_held_back_can_be_appealed_against(
    world: World, member: FlaskClient, outcome: Outcome | None, status: int
) -> None:
    comment = world.comment()
    if outcome is not None:
        settle_as(world, comment, outcome)
    assert object_to(member, comment) == status
    assert len(world.all(Appeal)) == (status == 303)


def test_only_the_author_appeals(world: World, app: Flask) -> None:
    comment = world.comment()
    settle_as(world, comment, Outcome.REDACT)
    for name in EVERYBODY:
        if name != "member":
            assert object_to(world.client(app, name), comment) == (401 if name == "visitor" else 404), name
    assert world.all(Appeal) == []


def test_a_statement_is_appealed_for_by_the_releaser_of_its_organisation(world: World, app: Flask) -> None:
    comment = world.comment("releaser", voice=Voice.ORGANISATION)
    settle_as(world, comment, Outcome.DECLINE)
    assert object_to(world.client(app, "member"), comment) == 404
    assert object_to(world.client(app, "releaser"), comment) == 303


def test_it_takes_words_and_keeps_them(world: World, member: FlaskClient) -> None:
    comment = world.comment()
    settle_as(world, comment, Outcome.DECLINE)
    assert object_to(member, comment, " ") == 422
    answer = member.post(f"/wir/comments/{comment.public_id}/appeal", data={"explanation": "x" * 4001})
    assert answer.status_code == 422
    assert "x" * 4001 in answer.text
    assert world.all(Appeal) == []


def test_a_second_appeal_is_a_conflict(world: World, member: FlaskClient) -> None:
    comment = appealed(world, member)
    assert object_to(member, comment, "Noch einmal") == 409
    settle_as(world, comment, Outcome.DECLINE, "moderator2")
    assert object_to(member, comment, "Noch einmal") == 409
    (row,) = world.all(Appeal)
    assert (row.explanation, row.first_outcome, row.revision) == (WHY_NOT, Outcome.DECLINE, 1)


def test_an_archive_takes_no_appeal(world: World, member: FlaskClient) -> None:
    comment = world.comment()
    settle_as(world, comment, Outcome.DECLINE)
    world.phase(Phase.DECIDED)
    assert "Dieser Entscheidung widersprechen" in member.get(f"/wir/comments/{comment.public_id}").text
    world.phase(Phase.ARCHIVED)
    assert "Dieser Entscheidung widersprechen" not in member.get(f"/wir/comments/{comment.public_id}").text
    assert object_to(member, comment) == 403


@pytest.mark.parametrize("first", [Outcome.DECLINE, Outcome.REDACT])
@pytest.mark.parametrize("second", list(Outcome))
def test_the_second_moderator_decides_by_any_outcome(
    world: World, member: FlaskClient, first: Outcome, second: Outcome
) -> None:
    comment = appealed(world, member, first)
    with pytest.raises(Refused):
        settle_as(world, comment, second)
    assert world.one(Appeal).answered_at is None
    decision = settle_as(world, comment, second, "moderator2")
    assert decision.appeal_id == world.one(Appeal).id
    assert world.one(Appeal).answered_at is not None
    assert now_is(world, comment).state.startswith(second.value)
    letter = world.all(Letter)[-1]
    assert letter.address == "member@example.org"
    assert "Sie haben unserer Entscheidung widersprochen." in letter.text
    assert "einmal widersprechen" not in letter.text
    assert [line.event for line in world.all(AuditLine) if line.event.startswith("moderation.appeal")] == [
        "moderation.appealed",
        "moderation.appeal_answered",
    ]
    with pytest.raises(Conflict):
        settle_as(world, comment, Outcome.DECLINE, "moderator2")


def test_the_first_moderator_stays_out_after_the_second_has_taken_the_decision_back(
    world: World, member: FlaskClient
) -> None:
    comment = appealed(world, member)
    settle_as(world, comment, Outcome.APPROVE, "moderator2")
    undo_as(world, comment, "moderator2")
    with pytest.raises(Refused):
        settle_as(world, comment, Outcome.DECLINE)
    settle_as(world, comment, Outcome.APPROVE, "moderator2")
    assert now_is(world, comment).state is CommentState.APPROVED


def test_a_new_revision_is_for_everybody_again_once_the_appeal_is_answered(world: World, member: FlaskClient) -> None:
    comment = appealed(world, member)
    settle_as(world, comment, Outcome.RETURN, "moderator2")
    revise(world, comment)
    settle_as(world, comment, Outcome.APPROVE)
    assert now_is(world, comment).visible == 2


def test_a_revision_of_what_is_appealed_against_is_still_for_the_second(world: World, member: FlaskClient) -> None:
    comment = appealed(world, member, Outcome.REDACT)
    revise(world, comment)
    with pytest.raises(Refused):
        settle_as(world, comment, Outcome.APPROVE)
    settle_as(world, comment, Outcome.APPROVE, "moderator2")
    assert world.one(Appeal).answered_at is not None


def test_undoing_shows_no_text_that_was_blackened(world: World, member: FlaskClient) -> None:
    comment = appealed(world, member, Outcome.REDACT)
    settle_as(world, comment, Outcome.RETURN, "moderator2")
    undo_as(world, comment, "moderator2")
    assert now_is(world, comment).visible is None


def test_text_first_decision_and_appeal_stand_side_by_side(world: World, app: Flask, member: FlaskClient) -> None:
    comment = appealed(world, member)
    path = f"/wir/moderation/?about=appeal&case={comment.public_id}"
    second = world.client(app, "moderator2").get(path).text
    case = second.split('id="case"')[1]
    for words in ("Mehr Sprachpat*innen bitte", "Bitte sehen Sie noch einmal auf den Ton.", WHY_NOT, "Widerspruch vom"):
        assert words in case
    assert 'aria-current="true">Widersprüche <b>1</b>' in second
    assert f'action="/wir/moderation/{comment.public_id}?about=appeal#decision"' in second
    first = world.client(app, "moderator").get(path).text
    assert "Beim ersten Mal haben Sie entschieden." in first
    assert f'action="/wir/moderation/{comment.public_id}?about=appeal#decision"' not in first
    answer = send(world.client(app, "moderator"), comment, "approve")
    assert answer.status_code == 403
    assert "jemand anderes" in answer.text
    assert send(world.client(app, "moderator2"), comment, "approve").status_code == 303
    assert "Kein Widerspruch ist offen." in world.client(app, "moderator2").get("/wir/moderation/?about=appeal").text
    assert len(world.all(ModerationDecision)) == 2


def test_a_withdrawn_comment_has_no_open_appeal(world: World, app: Flask, member: FlaskClient) -> None:
    comment = appealed(world, member)
    member.post(f"/wir/comments/{comment.public_id}/withdraw")
    assert "Widersprüche <b>0</b>" in world.client(app, "moderator2").get("/wir/moderation/").text


def test_the_author_reads_the_whole_way_and_others_what_was_decided(
    world: World, app: Flask, member: FlaskClient
) -> None:
    comment = appealed(world, member)
    settle_as(world, comment, Outcome.APPROVE, "moderator2")
    path = f"/wir/comments/{comment.public_id}"
    own, public = member.get(path).text, world.client(app, "visitor").get(path).text
    for words in ("Sie haben widersprochen", WHY_NOT, "Widerspruch geprüft: veröffentlicht"):
        assert words in own
        assert words not in public
    assert "Nicht veröffentlicht" in own
    assert "Geprüft und veröffentlicht" in public
