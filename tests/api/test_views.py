"""The interface for programs: what it answers, what it refuses, and that it knows nobody."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.comments.models import Comment, Stance, Voice
from portal.comments.policy import is_visible
from portal.consultations.models import Consultation, FormerCode, Item, Phase
from tests.board.voices import CANARY, Wish, crowd, say
from tests.support.statements import counted
from tests.support.world import World

API = "/api/v1/consultations"
HERE = f"{API}/wir"
PROBLEM = "application/problem+json"


@pytest.fixture
def api(app: Flask) -> FlaskClient:
    return app.test_client()


def got(client: FlaskClient, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, answer.data
    assert answer.mimetype == "application/json"
    return json.loads(answer.data)


def every(client: FlaskClient, address: str, limit: int = 3) -> Iterator[Any]:
    """All things of a list, page by page."""
    mark = "&" if "?" in address else "?"
    page = got(client, f"{address}{mark}limit={limit}")
    while True:
        assert len(page["items"]) <= limit
        yield from page["items"]
        if page["next"] is None:
            return
        page = got(client, f"{address}{mark}limit={limit}&cursor={page['next']}")


def test_a_public_consultation_is_described(world: World, api: FlaskClient) -> None:
    [here] = [one for one in got(api, API)["items"] if one["slug"] == "wir"]
    assert here == got(api, HERE)
    assert (here["title"], here["phase"]) == ("WIR 2.0 – Migration und Teilhabe", "commenting")
    assert here["page"].endswith("/wir/")


def test_the_catalogue_is_told_in_order(world: World, api: FlaskClient) -> None:
    assert [field["code"] for field in every(api, f"{HERE}/fields")] == ["B"]
    assert [goal["code"] for goal in every(api, f"{HERE}/goals")] == ["B 1"]
    assert [measure["code"] for measure in every(api, f"{HERE}/measures", 1)] == ["B 1.2", "B 1.10"]
    measure = got(api, f"{HERE}/measures/B 1.2")
    assert (measure["item"]["goals"], measure["item"]["kind"]) == (["B 1"], "lighthouse")
    assert {section["key"]: section["text"] for section in measure["sections"]}["description"].startswith("Eltern")
    assert got(api, f"{HERE}/goals/B 1")["item"]["type"] == "goal"
    assert [version["number"] for version in every(api, f"{HERE}/measures/B 1.2/versions")] == [1]


def test_a_comment_says_who_speaks_and_never_names_a_person(world: World, api: FlaskClient) -> None:
    number = say(world, Wish("releaser", stance=Stance.OBJECT, voice=Voice.ORGANISATION, section="description"))
    say(world, Wish("member", body="Ich"))
    say(world, Wish("private", body="Privat"))
    statement, member, private = every(api, f"{HERE}/comments")
    assert statement == got(api, f"{HERE}/comments/{number}")
    assert (statement["id"], statement["item"], statement["field"]) == (number, "B 1.2", "B")
    assert (statement["stance"], statement["voice"], statement["section"]) == ("object", "organisation", "description")
    assert statement["organisation"]["name"] == member["organisation"]["name"] == "Elternnetz"
    assert (private["organisation"], member["private_number"]) == (None, None)
    assert private["private_number"] > 0
    assert not any(name in json.dumps([statement, member, private]) for name in ("Member", "Releaser", "@"))


def test_pages_hold_every_visible_comment_once_and_in_order(world: World, api: FlaskClient) -> None:
    crowd(world)
    with world.work() as work:
        expected = list(
            work.session.scalars(
                select(Comment.public_id).where(is_visible()).order_by(Comment.first_submitted_at, Comment.id)
            )
        )
    for limit in (1, 3, 200):
        assert [comment["id"] for comment in every(api, f"{HERE}/comments", limit)] == expected
    assert CANARY not in api.get(f"{HERE}/comments?limit=200").text


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    stances=st.lists(st.sampled_from(Stance), unique=True, max_size=3),
    measures=st.sampled_from(((), ("B 1.2",), ("B 1.2", "B 1.10"), ("nothing",))),
    organisations=st.sampled_from(((), (1,), (99,))),
)
def test_filters_find_what_a_recount_finds(
    world: World, api: FlaskClient, stances: list[Stance], measures: tuple[str, ...], organisations: tuple[int, ...]
) -> None:
    if not world.all(Comment):
        crowd(world)
    wishes = [*(f"stance={one}" for one in stances), *(f"measure={one}" for one in measures)]
    wishes += [f"organisation={one}" for one in organisations]
    found = [comment["id"] for comment in every(api, f"{HERE}/comments?{'&'.join(wishes)}", 200)]
    assert len(found) == len(set(found))
    with world.work() as work:
        rows = work.session.scalars(select(Comment).where(is_visible())).all()
        skeleton = {item["code"] for item in every(api, f"{HERE}/measures")} & set(measures)
        shown = {comment["id"]: comment for comment in every(api, f"{HERE}/comments", 200)}
        assert set(found) == {
            row.public_id
            for row in rows
            if (not stances or row.stance in stances)
            and (not measures or shown[row.public_id]["item"] in skeleton)
            and (not organisations or row.organisation_id in organisations)
        }


def test_figures_sum_to_what_is_visible(world: World, api: FlaskClient) -> None:
    crowd(world)
    figures = got(api, f"{HERE}/figures")
    with world.work() as work:
        number = work.session.scalar(select(func.count()).select_from(Comment).where(is_visible()))
    assert figures["comments"] == number == sum(one["number"] for one in figures["figures"])
    of_one = [one["number"] for one in figures["figures"] if (one["item"], one["stance"]) == ("B 1.2", "object")]
    assert sum(of_one) == len(list(every(api, f"{HERE}/comments?measure=B 1.2&stance=object", 200)))


def test_what_is_not_visible_is_missing(world: World, api: FlaskClient) -> None:
    for state in ("submitted", "returned", "declined"):
        number = say(world, Wish(body=f"{CANARY} {state}"), state)
        assert api.get(f"{HERE}/comments/{number}").status_code == 404


def test_signing_in_changes_nothing(world: World, app: Flask, api: FlaskClient) -> None:
    crowd(world)
    hidden = say(world, Wish(body="Wartet"), "submitted")
    addresses = ["", "/comments", "/figures", "/measures", "/decisions", f"/comments/{hidden}"]
    for name in ("member", "moderator", "steering", "editor", "admin"):
        client = world.client(app, name)
        for address in addresses:
            mine, theirs = client.get(f"{HERE}{address}"), api.get(f"{HERE}{address}")
            assert (mine.status_code, mine.data) == (theirs.status_code, theirs.data), (name, address)
    world.phase(Phase.PREPARATION)
    assert world.client(app, "editor").get(HERE).status_code == 404
    assert "wir" not in [one["slug"] for one in got(world.client(app, "editor"), API)["items"]]


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", f"{API}/nowhere", 404),
        ("GET", f"{HERE}/measures/nothing", 404),
        ("GET", f"{HERE}/measures/B 1", 404),
        ("GET", f"{HERE}/comments/87654321", 404),
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api/", 404),
        ("POST", f"{HERE}/comments", 405),
        ("DELETE", HERE, 405),
        ("GET", f"{HERE}/comments?limit=0", 422),
        ("GET", f"{HERE}/comments?limit=201", 422),
        ("GET", f"{HERE}/comments?limit=²", 422),
        ("GET", f"{HERE}/comments?stance=angry", 422),
        ("GET", f"{HERE}/comments?organisation=ours", 422),
        ("GET", f"{HERE}/comments?organisation=99999999999999999999", 422),
        ("GET", f"{HERE}/comments?cursor=x", 422),
        ("GET", f"{HERE}/comments?cursor=OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTkuMQ", 422),
        ("GET", f"{HERE}/measures?cursor=QQ", 422),
    ],
)
def test_whatever_goes_wrong_is_told_as_a_problem(
    world: World, api: FlaskClient, method: str, address: str, status: int
) -> None:
    answer = api.open(address, method=method)
    assert (answer.status_code, answer.mimetype) == (status, PROBLEM)
    said = json.loads(answer.data)
    assert (said["status"], said["type"]) == (status, "about:blank")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_who_has_the_newest_answer_is_told_so_until_something_changes(world: World, api: FlaskClient) -> None:
    for address in (API, HERE, f"{HERE}/comments", f"{HERE}/figures", "/api/v1/openapi.json"):
        first = api.get(address)
        assert "no-cache" in first.headers["Cache-Control"]
        again = api.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b""), address
    tag = api.get(f"{HERE}/comments").headers["ETag"]
    say(world, Wish())
    changed = api.get(f"{HERE}/comments", headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert len(json.loads(changed.data)["items"]) == 1


def test_any_site_may_read_it(world: World, api: FlaskClient) -> None:
    for address in (API, f"{HERE}/comments", f"{HERE}/nothing"):
        for _ in range(2):
            assert api.get(address).headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in api.get("/").headers


def test_a_former_code_leads_to_the_present_one(world: World, api: FlaskClient) -> None:
    here = world.one(Consultation, slug="wir")
    item = world.one(Item, code="B 1.2", consultation_id=here.id)
    world.add(FormerCode(consultation_id=here.id, code="B 0", item_id=item.id))
    answer = api.get(f"{HERE}/measures/B 0/versions")
    assert (answer.status_code, answer.location) == (301, f"{HERE}/measures/B%201.2/versions")


def test_a_page_of_comments_takes_the_same_statements_at_any_size(world: World, app: Flask) -> None:
    taken = []
    for number in (2, 20):
        crowd(world, number)
        client = app.test_client()
        with counted(world.engine) as statements:
            got(client, f"{HERE}/comments?limit=200&organisation=1")
        taken.append(len(statements))
    assert taken[0] == taken[1]
