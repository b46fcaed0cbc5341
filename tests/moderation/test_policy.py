"""Who may do what to which comment in which phase: every combination, as one table."""

from collections.abc import Callable, Collection, Iterator
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.comments.models import Comment, CommentState
from portal.comments.operations import withdraw_comment
from portal.consultations.models import Phase
from portal.kernel.actor import Role
from portal.moderation import policy
from portal.moderation.models import Outcome
from portal.moderation.policy import Occasion
from portal.moderation.redaction import cover
from tests.house.matrix import STAFF
from tests.house.things import nothing_is_kept
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
AT_THE_TABLE = {*MODERATORS, "releaser"}
"""Past the guard, where the state of a comment is looked at."""


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


def tries(
    phase: Phase, states: Collection[str], actions: Collection[str], due: Callable[[Phase, str, str, str], int]
) -> Iterator[tuple[str, str, str]]:
    """Who tries what on a comment in which state: everybody everything while people comment.

    In the other phases the guard's answer, which is the same for each state, is asked for once per name and action,
    each time of another state.
    """
    for number, (name, action) in enumerate(product(EVERYBODY, actions)):
        is_guarded = name not in AT_THE_TABLE and len({due(phase, name, state, action) for state in states}) == 1
        turn = (number + list(Phase).index(phase)) % len(states)
        for state in [[*states][turn]] if is_guarded and phase is not Phase.COMMENTING else states:
            yield name, state, action


def answer(client: FlaskClient, comment: Comment, action: str, fields: dict[str, str]) -> int:
    if action == "undo":
        return client.post(f"/wir/moderation/{comment.public_id}/undo").status_code
    return send(client, comment, action, **fields).status_code


def test_every_state_decision_role_and_phase(world: World, app: Flask) -> None:
    """Every request rolls back what it did, so that all of them try it on the same comments."""
    join(world, "releaser", Role.MODERATOR)
    comments = {state: prepared(world, state, "") for state in BY_STATE}
    fields = {state: complete(world, comment) for state, comment in comments.items()}
    clients = {name: world.client(app, name) for name in EVERYBODY}
    wrong = []
    for phase in Phase:
        world.phase(phase)
        with nothing_is_kept():
            for name, state, action in tries(phase, BY_STATE, ACTIONS, expected):
                got = answer(clients[name], comments[state], action, fields[state])
                if got != expected(phase, name, state, action):
                    wrong.append((phase.value, name, state, action, got))
    assert wrong == []


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


LITERAL: dict[tuple[str, str], str] = {
    ("submitted", "arrival"): "approve return redact decline",
    ("submitted", "appeal"): "approve return redact decline",
    ("submitted", "report"): "approve return redact decline",
    ("approved", "report"): "return redact decline",
    ("redacted", "appeal"): "approve return redact decline",
    ("redacted", "report"): "return redact decline",
    ("declined", "appeal"): "approve return redact decline",
}
"""The whole state machine; a pair that is not here refuses every outcome."""


@pytest.mark.parametrize("state", list(CommentState))
@pytest.mark.parametrize("occasion", list(Occasion))
def test_every_state_and_occasion_allows_what_the_table_says(state: CommentState, occasion: Occasion) -> None:
    assert " ".join(policy.outcomes(state, [occasion])) == LITERAL.get((state.value, occasion.value), "")


def test_every_outcome_leads_into_one_state() -> None:
    assert {outcome.value: state.value for outcome, state in policy.STATES.items()} == {
        "approve": "approved",
        "return": "returned",
        "redact": "redacted",
        "decline": "declined",
    }


VERBS = ("claim", "leave", "note", "report", "appeal")
ANSWERS = {
    "submitted": (303, 409, 303, 404, 403),
    "revised": (303, 409, 303, 303, 403),
    "approved": (409, 409, 303, 303, 403),
    "reported": (303, 303, 303, 303, 403),
    "returned": (409, 409, 303, 404, 403),
    "redacted": (409, 409, 303, 303, 303),
    "declined": (409, 409, 303, 404, 303),
    "appealed": (303, 409, 303, 404, 409),
    "withdrawn": (409, 409, 303, 404, 403),
}
"""What a moderator gets for the first three, anybody for a report, and the author for an appeal."""


def answered(phase: Phase, name: str, state: str, verb: str) -> int:
    usual = ANSWERS[state][VERBS.index(verb)]
    if verb == "report":
        is_hidden = phase is Phase.PREPARATION and name not in STAFF | {"releaser", "moderator2"}
        return 404 if is_hidden else 403 if phase is Phase.ARCHIVED and usual == 303 else usual
    if verb == "appeal":
        if name != "member":
            return 401 if name == "visitor" else 404
        if phase is Phase.PREPARATION:
            return 404
        return 403 if phase is Phase.ARCHIVED and usual == 303 else usual
    if name not in MODERATORS:
        return BY_ROLE[name]
    return 403 if phase is Phase.ARCHIVED else usual


def send_verb(client: FlaskClient, comment: Comment, verb: str) -> int:
    said = {"explanation": "Darum", "complaint": "other", "body": "Hm", "answer": "Nein"}
    said["revision"] = str(comment.newest)
    place = {"note": "moderation/{}/notes", "report": "comments/{}/report", "appeal": "comments/{}/appeal"}
    address = place.get(verb, f"moderation/{{}}/{verb}").format(comment.public_id)
    return client.post(f"/wir/{address}", data=said).status_code


def test_every_state_role_and_phase_of_what_is_not_a_decision(world: World, app: Flask) -> None:
    join(world, "releaser", Role.MODERATOR)
    clients = {name: world.client(app, name) for name in EVERYBODY}
    made = {state: now_is(world, spoken_against(world, clients, state)) for state in ANSWERS}
    wrong = []
    for phase in Phase:
        world.phase(phase)
        with nothing_is_kept():
            for name, state, verb in tries(phase, ANSWERS, VERBS, answered):
                got = send_verb(clients[name], made[state], verb)
                if got != answered(phase, name, state, verb):
                    wrong.append((phase.value, name, state, verb, got))
    assert wrong == []


def spoken_against(world: World, clients: dict[str, FlaskClient], state: str) -> Comment:
    """Like `prepared`, and with an open report or appeal."""
    before = {"reported": "approved", "appealed": "declined"}.get(state, state)
    comment = prepared(world, before, state)
    if before != state:
        assert send_verb(clients["member"], comment, "report" if state == "reported" else "appeal") == 303
    return comment
