"""Who may do what to which comment in which phase: every combination, as one table."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.comments.models import Comment
from portal.comments.operations import withdraw_comment
from portal.consultations.models import Phase
from portal.kernel.actor import Role
from portal.moderation.models import Outcome
from portal.moderation.redaction import cover
from tests.moderation.deciding import join, now_is, revise, row, send, settle_as, text_of
from tests.support.world import EVERYBODY, World, consultation_in

ACTIONS = ("approve", "return", "redact", "decline", "undo")
BY_STATE = {
    "submitted": (303, 303, 303, 303, 409),
    "revised": (303, 303, 303, 303, 409),
    "approved": (409, 409, 409, 409, 303),
    "returned": (409, 409, 409, 409, 303),
    "redacted": (409, 409, 409, 409, 303),
    "declined": (409, 409, 409, 409, 303),
    "withdrawn": (409, 409, 409, 409, 409),
}
"""What the moderator gets who has taken every decision so far, from the actions in their order."""

BY_ANOTHER = {state: (*by_action[:4], 409 if state == "submitted" else 403) for state, by_action in BY_STATE.items()}
"""What every other moderator gets: only who took a decision takes it back."""

BY_ROLE = {name: 401 if name == "visitor" else 404 for name in EVERYBODY} | {"releaser": 403}
"""What everybody else gets whatever the state; `releaser` moderates too, but these come from the same organisation."""

MODERATORS = {"moderator": BY_STATE, "moderator2": BY_ANOTHER}


def expected(phase: Phase, name: str, state: str, action: str) -> int:
    if name not in MODERATORS:
        return BY_ROLE[name]
    return 403 if phase is Phase.ARCHIVED else MODERATORS[name][state][ACTIONS.index(action)]


def prepared(world: World, state: str, action: str) -> Comment:
    comment = world.comment(key=f"{state} {action}")
    if state in ("revised", "withdrawn", "approved"):
        settle_as(world, comment, Outcome.APPROVE)
    if state == "revised":
        revise(world, comment)
    if state in ("returned", "redacted", "declined"):
        settle_as(world, comment, Outcome(state.removesuffix("ed").replace("declin", "decline")))
    if state == "withdrawn":
        with world.work("member") as work:
            here = consultation_in(work)
            withdraw_comment(work, here, row(work, here, comment))
    return comment


def complete(world: World, comment: Comment) -> dict[str, str]:
    """What makes every action a complete one."""
    return {"redacted_body": cover(text_of(world, comment), [(0, 4)]), "revision": str(now_is(world, comment).newest)}


def answer(client: FlaskClient, comment: Comment, action: str, fields: dict[str, str]) -> int:
    if action == "undo":
        return client.post(f"/wir/moderation/{comment.public_id}/undo").status_code
    return send(client, comment, action, **fields).status_code


@pytest.mark.parametrize("phase", list(Phase))
@pytest.mark.parametrize("name", list(MODERATORS))
def test_every_state_action_and_phase_for_moderators(world: World, app: Flask, phase: Phase, name: str) -> None:
    comments = {(state, action): prepared(world, state, action) for state in BY_STATE for action in ACTIONS}
    world.phase(phase)
    client = world.client(app, name)
    found = {place: answer(client, comment, place[1], complete(world, comment)) for place, comment in comments.items()}
    assert found == {place: expected(phase, name, *place) for place in comments}


@pytest.mark.parametrize("phase", list(Phase))
def test_every_state_action_and_phase_for_everybody_else(world: World, app: Flask, phase: Phase) -> None:
    """Nothing changes by what they try, so all of them try it on the same comments."""
    join(world, "releaser", Role.MODERATOR)
    comments = {state: prepared(world, state, "") for state in BY_STATE}
    fields = {state: complete(world, comment) for state, comment in comments.items()}
    world.phase(phase)
    for name in BY_ROLE.keys() - MODERATORS.keys():
        client = world.client(app, name)
        for state, comment in comments.items():
            for action in ACTIONS:
                got = answer(client, comment, action, fields[state])
                assert got == expected(phase, name, state, action), (name, state, action)


@pytest.mark.parametrize("phase", list(Phase))
def test_who_opens_the_queue_and_the_ledger(world: World, app: Flask, phase: Phase) -> None:
    comment = world.comment()
    world.phase(phase)
    for name in EVERYBODY:
        client = world.client(app, name)
        is_staff = name in ("moderator", "moderator2", "steering", "chair", "editor", "admin")
        queue, ledger = client.get("/wir/moderation/"), client.get("/wir/moderation/ledger")
        assert queue.status_code == (200 if name in MODERATORS else 303 if name == "visitor" else 404), name
        assert ledger.status_code == (200 if is_staff or phase is not Phase.PREPARATION else 404), name
        assert (comment.public_id in queue.text) is (name in MODERATORS), name
        assert comment.public_id not in ledger.text
