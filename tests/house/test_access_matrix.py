"""Every address lets in whom the matrix names, in every phase, and turns everybody else away alike."""

from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal.app import create_app
from portal.comments.models import Comment
from portal.consultations.models import Consultation, Phase
from portal.kernel.settings import Settings
from portal.web.access import GuardedRule, anyone
from tests.house.matrix import EVERYBODY, MATRIX, NOBODY, PHASES, ROLES, STAFF, Who
from tests.house.things import TEXT, TOKEN, Caller, Things, make_things, nothing_is_kept
from tests.support.world import ELSEWHERE, SLUG, World

ALOUD = {"TESTING": True, "PROPAGATE_EXCEPTIONS": False, "WTF_CSRF_ENABLED": False}
"""A view that raises answers 500, so that one run names them all."""
SIGN_IN = "/sign-in?next="
EXHAUSTIVE = (Phase.PREPARATION, Phase.COMMENTING)
SOME = frozenset({"visitor", "member", "steering", "editor"})
"""One of those who may do the same stands for the others."""
OWN_IN_ONE_PLACE = {"public_id", "number", "name"}
"""Parts of an address that name a thing of one consultation; codes and keys may mean something in another one too."""


@pytest.fixture
def things(world: World) -> Things:
    return make_things(world)


@pytest.fixture
def app(settings: Settings, world: World) -> Iterator[Flask]:
    app = create_app(settings, world.engine, **ALOUD)
    yield app
    app.extensions["look"].dispose()


@pytest.fixture
def people(app: Flask, world: World, things: Things) -> dict[str, Caller]:
    return {name: Caller.of(world, app, name) for name in ROLES}


def test_the_matrix_has_a_line_for_every_endpoint_and_for_nothing_else(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(MATRIX)


def test_every_line_that_names_things_names_a_missing_one(app: Flask) -> None:
    """An endpoint with an own part of the address has to be asked for something that is not there."""
    for rule in app.url_map.iter_rules():
        who = MATRIX[rule.endpoint]
        if OWN_IN_ONE_PLACE & rule.arguments:
            assert isinstance(who, dict), rule.endpoint
            assert any(thing.startswith("no ") for thing in who), rule.endpoint


@pytest.mark.parametrize(
    ("engine", "phase"),
    [*(("sqlite", phase) for phase in PHASES), ("postgresql", Phase.COMMENTING), ("postgresql", Phase.DECIDED)],
    indirect=["engine"],
)
def test_an_address_lets_in_whom_the_matrix_names_and_turns_the_others_away(
    app: Flask, world: World, things: Things, people: dict[str, Caller], phase: Phase
) -> None:
    """All roles in two phases; in the later ones, and on PostgreSQL in two, some and always one who is let in."""
    world.phase(phase)
    wrong = []
    everybody = phase in EXHAUSTIVE and world.engine.dialect.name == "sqlite"
    with nothing_is_kept():
        for rule, thing, who in lines(app):
            address = things.address(app, rule, thing)
            hidden = phase is Phase.PREPARATION and "consultation" in rule.arguments
            let_in = NOBODY if hidden and is_public_only(rule) else who & STAFF if hidden else who
            for name in ROLES if everybody else some(let_in):
                answer = people[name].call(rule, address)
                allowed = name in let_in
                right = is_let_in(answer) if allowed else is_turned_away(answer, rule, name)
                if not right:
                    wrong.append(f"{rule.endpoint} {thing} {name}: {answer.status} {answer.headers.get('Location')}")
    assert wrong == []


def test_what_is_forbidden_and_what_is_missing_look_alike(
    app: Flask, world: World, things: Things, people: dict[str, Caller]
) -> None:
    """At two addresses, so each is blanked out of its page: nothing else may differ."""
    missing: dict[tuple[int, str], tuple[int, bytes]] = {}
    with nothing_is_kept():
        for rule, thing, who in lines(app):
            if not thing or thing.startswith("no "):
                continue
            for name in sorted(EVERYBODY - who - {"visitor"}):
                if (id(rule), name) not in missing:
                    missing[id(rule), name] = blanked(people[name], things, app, rule, "no thing")
                forbidden = blanked(people[name], things, app, rule, thing)
                assert forbidden == missing[id(rule), name], (rule.endpoint, thing, name)


def test_a_hidden_comment_and_none_at_the_same_address_are_byte_for_byte_alike(
    app: Flask, world: World, things: Things, people: dict[str, Caller]
) -> None:
    hidden = ("submitted", "returned", "declined", "withdrawn", "late", "late approved", "statement")
    outside = ("visitor", "stranger", "private", "steering", "chair", "admin", "outsider")
    addresses = [f"/{SLUG}/comments/{things.named[state]}" for state in hidden]
    before = [people[name].get(address).data for name in outside for address in addresses]
    with world.work() as work:
        for number, state in enumerate(hidden):
            row = update(Comment).where(Comment.public_id == things.named[state])
            work.session.execute(row.values(public_id=f"MOVED00{number}"))
    after = [people[name].get(address).data for name in outside for address in addresses]
    assert [TOKEN.sub(b"", page) for page in before] == [TOKEN.sub(b"", page) for page in after]


def test_a_hidden_consultation_and_none_at_the_same_address_are_byte_for_byte_alike(
    app: Flask, world: World, things: Things, people: dict[str, Caller]
) -> None:
    world.phase(Phase.PREPARATION)
    outside = ("visitor", "member", "releaser", "private", "outsider")
    before = answers(app, things, people, outside)
    with world.work() as work:
        work.session.execute(update(Consultation).where(Consultation.slug == SLUG).values(slug="moved"))
    assert answers(app, things, people, outside) == before


def test_whoever_may_do_everything_elsewhere_reaches_nothing_of_this_consultation(
    app: Flask, things: Things, people: dict[str, Caller]
) -> None:
    with nothing_is_kept():
        for rule, thing, _ in lines(app):
            if not thing or "consultation" not in rule.arguments or not OWN_IN_ONE_PLACE & rule.arguments:
                continue
            answer = people["outsider"].call(rule, things.address(app, rule, thing, consultation=ELSEWHERE))
            assert answer.status_code == 404, (rule.endpoint, thing)


def some(let_in: Who) -> Who:
    """Those who stand for all, and somebody who is let in where none of them is."""
    return SOME if SOME & let_in else SOME | set(sorted(let_in)[:1])


def lines(app: Flask) -> Iterator[tuple[GuardedRule, str, Who]]:
    """Every endpoint with everything it is asked for, and who is let in."""
    for rule in app.url_map.iter_rules():
        assert isinstance(rule, GuardedRule)
        who = MATRIX[rule.endpoint]
        for thing, let_in in who.items() if isinstance(who, dict) else (("", who),):
            yield rule, thing, let_in


def is_let_in(answer: TestResponse) -> bool:
    turned_away = answer.status_code == 303 and answer.headers["Location"].startswith(SIGN_IN)
    return answer.status_code not in (401, 404, 405, 429) and answer.status_code < 500 and not turned_away


def is_public_only(rule: Rule) -> bool:
    """The interface for programs tells staff no more than anybody."""
    return str(rule.endpoint).startswith("api.")


def is_turned_away(answer: TestResponse, rule: GuardedRule, name: str) -> bool:
    if name != "visitor" or rule.access is anyone:
        return answer.status_code == 404
    if "POST" in (rule.methods or ()):
        return answer.status_code == 401 and TEXT in answer.text
    return answer.status_code == 303 and answer.headers["Location"].startswith(SIGN_IN)


def blanked(caller: Caller, things: Things, app: Flask, rule: Rule, thing: str) -> tuple[int, bytes]:
    address = things.address(app, rule, thing)
    answer = caller.call(rule, address)
    page = TOKEN.sub(b"", answer.data)
    for written in (address, unquote(address)):
        page = page.replace(written.encode(), b"")
    return answer.status_code, page


def answers(
    app: Flask, things: Things, people: dict[str, Caller], names: tuple[str, ...]
) -> list[tuple[str, str, int, bytes]]:
    with nothing_is_kept():
        return [
            (rule.endpoint, name, answer.status_code, TOKEN.sub(b"", answer.data))
            for rule, thing, _ in lines(app)
            if "consultation" in rule.arguments
            for name in names
            for answer in [people[name].call(rule, things.address(app, rule, thing))]
        ]
