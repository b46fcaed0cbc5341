"""One comment through everything that can happen to it: the trail is complete, and none of it can be changed."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.audit.models import AuditLine
from portal.comments import counters
from portal.comments.models import Comment, CommentState, Revision
from portal.moderation.models import ModerationDecision, Outcome
from portal.moderation.queries import matters, trace
from portal.outbox.models import Letter
from tests.moderation.deciding import now_is, revise, settle_as
from tests.support.world import World, consultation_in

EVENTS = [
    "comment.submitted",
    "comment.moderated",
    "comment.revised",
    "comment.moderated",
    "comment.reported",
    "comment.moderated",
    "moderation.appealed",
    "comment.moderated",
    "moderation.appeal_answered",
]


@pytest.fixture
def travelled(world: World, member: FlaskClient, visitor: FlaskClient) -> Comment:
    """Submitted, returned, revised, approved, reported, redacted, appealed, approved by the second moderator."""
    comment = world.comment(body="Der erste Text")
    settle_as(world, comment, Outcome.RETURN)
    revise(world, comment, "Der zweite Text")
    settle_as(world, comment, Outcome.APPROVE)
    report = {"complaint": "insult", "explanation": "Das meint mich", "email": ""}
    assert visitor.post(f"/wir/comments/{comment.public_id}/report", data=report).status_code == 303
    settle_as(world, comment, Outcome.REDACT)
    appeal = {"explanation": "Das meint niemanden"}
    assert member.post(f"/wir/comments/{comment.public_id}/appeal", data=appeal).status_code == 303
    settle_as(world, comment, Outcome.APPROVE, "moderator2")
    return comment


def test_the_trail_is_complete(world: World, travelled: Comment) -> None:
    assert now_is(world, travelled).state is CommentState.APPROVED
    assert [line.event for line in world.all(AuditLine) if line.subject == travelled.public_id] == EVENTS
    with world.work() as work:
        told = [(line.outcome, line.revision) for line in trace(work, travelled.id)]
        answers = [(line.answers_report, line.answers_appeal) for line in trace(work, travelled.id)]
        said = matters(work, travelled.id)
        here = consultation_in(work)
        assert counters.counted(work, here.id) == counters.recount(work, here.id)
    assert told == [("return", 1), ("approve", 2), ("redact", 2), ("approve", 2)]
    assert answers == [(False, False), (False, False), (True, False), (False, True)]
    assert said.appeal is not None and not said.appeal.is_open and not said.open_reports
    assert [revision.body for revision in world.all(Revision)] == ["Der erste Text", "Der zweite Text"]
    assert len([letter for letter in world.all(Letter) if letter.address == "member@example.org"]) == 6


def test_the_author_reads_every_step_in_its_order(world: World, travelled: Comment, member: FlaskClient) -> None:
    page = member.get(f"/wir/comments/{travelled.public_id}").text.split('class="trace"')[1]
    titles = [
        "Eingegangen",
        "Zur Überarbeitung zurückgegeben",
        "Überarbeitet eingegangen",
        "Geprüft und veröffentlicht",
        "Jemand hat den Kommentar gemeldet",
        "Nach einer Meldung geprüft: geschwärzt",
        "Sie haben widersprochen",
        "Widerspruch geprüft: veröffentlicht",
    ]
    places = [page.index(f"<h3>{title}</h3>") for title in titles]
    assert places == sorted(places)


def test_everybody_else_reads_what_was_decided_and_nobody_elses_words(
    world: World, travelled: Comment, visitor: FlaskClient
) -> None:
    page = visitor.get(f"/wir/comments/{travelled.public_id}").text
    for hidden in ("gemeldet", "widersprochen", "Das meint", "Der erste Text", "Moderator"):
        assert hidden not in page
    for shown in ("Eingegangen", "Überarbeitet eingegangen", "Mit Schwärzung veröffentlicht", "Der zweite Text"):
        assert shown in page


def test_nothing_of_it_can_be_changed(world: World, travelled: Comment) -> None:
    with pytest.raises(TypeError, match="never changes"), world.work() as work:
        for decision in work.session.scalars(select(ModerationDecision)):
            decision.explanation = "Anders"
        work.session.flush()
    with pytest.raises(TypeError, match="never changes"), world.work() as work:
        for revision in work.session.scalars(select(Revision)):
            revision.body = "Anders"
        work.session.flush()
    assert [revision.body for revision in world.all(Revision)] == ["Der erste Text", "Der zweite Text"]
