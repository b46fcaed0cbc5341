"""What is kept of moderators, of those who appeal and of those who report; and what is left of them."""

from flask.testing import FlaskClient

from portal.accounts.belongings import Person
from portal.moderation.belongings import BELONGINGS
from portal.moderation.models import Appeal, Claim, ModerationDecision, ModeratorNote, Outcome, VisitorReport
from tests.moderation.deciding import WHY, settle_as
from tests.support.world import PEOPLE, World, address_of

ADDRESS = {"complaint": "other", "explanation": "Hm", "email": address_of("moderator")}


def left_behind(world: World, member: FlaskClient, moderator: FlaskClient) -> None:
    declined, other = world.comment(), world.comment("stranger")
    settle_as(world, declined, Outcome.DECLINE)
    member.post(f"/wir/comments/{declined.public_id}/appeal", data={"explanation": "Mein Widerspruch"})
    settle_as(world, other, Outcome.APPROVE, "moderator2")
    moderator.post(f"/wir/comments/{other.public_id}/report", data=ADDRESS)
    third = world.comment("private")
    moderator.post(f"/wir/moderation/{third.public_id}/notes", data={"body": "Meine Notiz"})
    moderator.post(f"/wir/moderation/{third.public_id}/claim")


def test_own_data_hold_decisions_notes_and_appeals(world: World, member: FlaskClient, moderator: FlaskClient) -> None:
    left_behind(world, member, moderator)
    told = moderator.get("/account/data.json").text
    assert WHY in told and "Meine Notiz" in told and "Mein Widerspruch" not in told
    told = member.get("/account/data.json").text
    assert "Mein Widerspruch" in told and "Meine Notiz" not in told


def test_after_erasure_what_was_decided_stays_without_a_name(
    world: World, member: FlaskClient, moderator: FlaskClient
) -> None:
    left_behind(world, member, moderator)
    with world.work("moderator") as work:
        BELONGINGS.forget(work, Person(PEOPLE.index("moderator") + 1, address_of("moderator")))
    first, second = world.all(ModerationDecision)
    assert (first.moderator_id, first.moderator_label, first.explanation) == (None, "", WHY)
    assert second.moderator_label == "Moderator2"
    (note,) = world.all(ModeratorNote)
    assert (note.author_id, note.author_label, note.body) == (None, "", "Meine Notiz")
    assert world.all(Claim) == []
    assert world.one(VisitorReport).email == ""
    assert (world.one(Appeal).first_moderator_id, world.one(Appeal).explanation) == (None, "Mein Widerspruch")
