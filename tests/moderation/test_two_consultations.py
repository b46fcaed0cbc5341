"""Somebody who checks comments in one consultation and comments in another, for an organisation that speaks in both."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.comments.models import Comment, CommentState, Stance, Voice
from portal.comments.operations import submit_comment
from portal.kernel.actor import Role
from portal.kernel.errors import Refused
from portal.moderation.models import Outcome
from portal.stakeholders.models import MembershipRow, Organisation
from tests.moderation.deciding import now_is, send, settle_as
from tests.support.world import ELSEWHERE, PEOPLE, World, consultation_in, contribution

SAID = "Nur im anderen Verfahren gesagt"


@pytest.fixture
def both(world: World, app: Flask) -> FlaskClient:
    """The moderator, who also comments elsewhere, for the Elternnetz."""
    with world.work() as work:
        there = consultation_in(work, ELSEWHERE)
        mine = work.session.scalars(select(Organisation).filter_by(consultation_id=there.id, name="Elternnetz")).one()
        work.session.add(
            MembershipRow(
                account_id=PEOPLE.index("moderator") + 1,
                consultation_id=there.id,
                role=Role.MEMBER,
                organisation_id=mine.id,
                began_at=work.now,
            )
        )
    return world.client(app, "moderator")


def elsewhere(world: World) -> Comment:
    with world.work("moderator") as work:
        there = consultation_in(work, ELSEWHERE)
        said = contribution(work, there, "B 1.2", Stance.OBJECT, SAID)
        return submit_comment(work, there, said, voice=Voice.INDIVIDUAL, submission_key="elsewhere")


def places(client: FlaskClient, slug: str) -> list[str]:
    """The main navigation."""
    head = client.get(f"/{slug}/").text.split("<header", 1)[1].split("</header>")[0]
    return [name for name in re.findall(r"<a[^>]*>([^<]+)</a>", head) if name in {"Prüfen", "Meine Beiträge"}]


@pytest.mark.usefixtures("both")
def test_nobody_decides_on_what_the_same_organisation_says_in_another_consultation(world: World) -> None:
    comments = [world.comment(), world.comment("releaser", voice=Voice.ORGANISATION)]
    for comment in comments:
        with pytest.raises(Refused):
            settle_as(world, comment, Outcome.APPROVE)
    settle_as(world, world.comment("stranger"), Outcome.APPROVE)
    settle_as(world, world.comment("private"), Outcome.APPROVE)


def test_the_queue_leaves_it_to_others(world: World, both: FlaskClient) -> None:
    own, free, later = world.comment(), world.comment("stranger"), world.comment("private")
    page = both.get("/wir/moderation/").text
    assert f"/wir/moderation/{free.public_id}" in page
    assert "Aus Ihrer Organisation: prüft jemand anderes" in page
    assert "oder aus Ihrer Organisation" in both.get(f"/wir/moderation/?case={own.public_id}").text
    assert send(both, own, "approve").status_code == 403
    assert now_is(world, own).state is CommentState.SUBMITTED
    assert own.public_id not in both.get("/wir/moderation/bulk").text
    assert f"case={later.public_id}" in send(both, free, "approve").location
    assert "case=" not in send(both, later, "approve").location


def test_each_consultation_shows_its_own_role_and_its_own_comments(world: World, both: FlaskClient) -> None:
    mine, here = elsewhere(world), world.comment("stranger")
    assert places(both, "wir") == ["Prüfen"]
    assert places(both, ELSEWHERE) == ["Meine Beiträge"]
    assert both.get("/wir/mine").status_code == both.get(f"/{ELSEWHERE}/moderation/").status_code == 404
    assert SAID in both.get(f"/{ELSEWHERE}/mine").text
    assert SAID not in both.get("/wir/moderation/").text
    assert mine.public_id not in both.get("/wir/moderation/?q=anderen").text
    for address in (f"/wir/moderation/?case={mine.public_id}", f"/wir/comments/{mine.public_id}"):
        assert both.get(address).status_code == 404
    assert send(both, mine, "approve").status_code == 404
    assert both.get(f"/{ELSEWHERE}/comments/{here.public_id}").status_code == 404
    assert both.get(f"/{ELSEWHERE}/comments/{mine.public_id}").status_code == 200
