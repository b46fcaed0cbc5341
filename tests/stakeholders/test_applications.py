"""Asking to take part: the same answer for everybody, one letter, and the office's answer with its letter."""

from threading import Barrier, Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.belongings import erase_everything, everything
from portal.app import BELONGINGS
from portal.audit.models import AuditLine
from portal.consultations.models import Phase
from portal.kernel.actor import Role
from portal.kernel.errors import Conflict, Invalid, Refused
from portal.outbox.models import Letter
from portal.stakeholders.models import Application, Invitation, Organisation
from portal.stakeholders.operations import accept_application, ask, decline_application
from portal.stakeholders.queries.applications import application_to_answer
from portal.web.limits import limiter
from tests.support.statements import counted
from tests.support.world import World, consultation_in

PAGE, OFFICE = "/wir/take-part", "/wir/office/applications"
SAID = {
    "organisation": "Kulturverein",
    "name": "Ada Beispiel",
    "email": "ada@example.net",
    "message": "Wir sind viele.",
}


@pytest.fixture(autouse=True)
def _fresh_limits(app: Flask) -> None:
    limiter.reset()


def wish(world: World, **changes: str) -> str:
    with world.work() as work:
        ask(work, consultation_in(work), **(SAID | changes))
    return world.all(Application)[-1].public_id


def answer(
    world: World, public_id: str, *, name: str = "editor", reason: str | None = None, group: str = "politics"
) -> None:
    with world.work(name) as work:
        here = consultation_in(work)
        found = application_to_answer(work, here, public_id)
        assert found is not None
        if reason is None:
            accept_application(work, here, found, role=Role.RELEASER, group_key=group)
        else:
            decline_application(work, here, found, reason)


def test_somebody_asks_and_gets_a_letter_with_nothing_of_what_was_typed(visitor: FlaskClient, world: World) -> None:
    said = SAID | {"organisation": "Kauft bei www.example.com", "message": "Jetzt klicken"}
    answered = visitor.post(PAGE, data=said)
    assert (answered.status_code, answered.headers["Location"]) == (303, f"{PAGE}?done=wish")
    assert "Ihre Anfrage ist bei der Geschäftsstelle" in visitor.get(f"{PAGE}?done=wish").text
    (letter,) = world.all(Letter)
    assert letter.address == "ada@example.net"
    for typed in ("Kauft", "Jetzt klicken", "Beispiel"):
        assert typed not in letter.subject + letter.text + letter.html


def test_the_answer_is_the_same_whether_the_address_is_known(visitor: FlaskClient, world: World) -> None:
    answers = []
    for email in ("nobody@example.net", "member@example.org", "nobody@example.net", "editor@example.org"):
        one = visitor.post(PAGE, data=SAID | {"email": email})
        answers.append((one.status_code, one.headers["Location"], one.data))
    assert len(set(answers)) == 1
    assert sorted(row.email for row in world.all(Application)) == [
        "editor@example.org",
        "member@example.org",
        "nobody@example.net",
    ]
    assert len(world.all(Letter)) == 3


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("organisation", ""),
        ("organisation", "x" * 201),
        ("organisation", "Verein\nBcc: x@y.z"),
        ("name", ""),
        ("name", "x" * 101),
        ("email", ""),
        ("email", "ada"),
        ("email", "ada@example.net\r\nBcc: eve@example.net"),
        ("message", "x" * 2001),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    visitor: FlaskClient, world: World, field: str, value: str
) -> None:
    answered = visitor.post(PAGE, data=SAID | {field: value})
    assert answered.status_code == 422 and f'href="#{field}"' in answered.text
    kept = {name: text for name, text in SAID.items() if name != field}
    assert all(text in answered.text for text in kept.values())
    assert [*world.all(Application), *world.all(Letter)] == []


def test_asking_is_throttled(visitor: FlaskClient, world: World) -> None:
    answers = [visitor.post(PAGE, data=SAID | {"email": f"{n}@example.net"}).status_code for n in range(11)]
    assert answers == [303] * 10 + [429]
    assert len(world.all(Application)) == 10


@pytest.mark.parametrize("phase", [Phase.REVIEW, Phase.DECIDED, Phase.ADOPTED, Phase.ARCHIVED])
def test_after_commenting_nobody_is_taken_any_more(visitor: FlaskClient, world: World, phase: Phase) -> None:
    world.phase(phase)
    assert '<form class="say"' not in visitor.get(PAGE).text
    assert visitor.post(PAGE, data=SAID).status_code == 403
    assert world.all(Application) == []


def test_the_way_in_stands_on_the_overview_and_where_one_would_comment(visitor: FlaskClient) -> None:
    for address in ("/wir/", "/wir/measures/B 1.2"):
        assert f'href="{PAGE}"' in visitor.get(address).text


def test_accepting_adds_the_organisation_and_sends_the_invitation(world: World, editor: FlaskClient) -> None:
    public_id = wish(world)
    page = editor.get(OFFICE).text
    assert "1 Anfrage wartet" in page and "Wir sind viele." in page
    sent = {"organisation": "Kulturverein Nord", "group": "politics", "role": "releaser"}
    answered = editor.post(f"{OFFICE}/{public_id}/accept", data=sent)
    assert answered.headers["Location"] == f"{OFFICE}?done=taken-on"
    (invitation,) = world.all(Invitation)
    assert (invitation.email, invitation.role, invitation.name) == ("ada@example.net", Role.RELEASER, "Ada Beispiel")
    assert world.one(Organisation, id=invitation.organisation_id).name == "Kulturverein Nord"
    row = world.one(Application, public_id=public_id)
    assert row.answered_at is not None and row.invitation_id == invitation.id
    assert "/invitations/" in world.all(Letter)[-1].text
    assert "Keine Anfrage wartet" in editor.get(OFFICE).text


def test_declining_needs_a_reason_which_the_letter_tells(world: World, editor: FlaskClient) -> None:
    public_id = wish(world)
    refused = editor.post(f"{OFFICE}/{public_id}/decline", data={"reason": " "})
    assert refused.status_code == 422 and 'id="reason"' in refused.text and len(world.all(Letter)) == 1
    answered = editor.post(f"{OFFICE}/{public_id}/decline", data={"reason": "Sie sind über den <b>Ring</b> dabei."})
    assert answered.headers["Location"] == f"{OFFICE}?done=turned-down"
    letter = world.all(Letter)[-1]
    assert "Sie sind über den <b>Ring</b> dabei." in letter.text and "<b>Ring" not in letter.html
    assert [*world.all(Invitation)] == []


@pytest.mark.parametrize(
    ("field", "value"), [("group", ""), ("group", "x"), ("role", "editor"), ("role", ""), ("organisation", "")]
)
def test_an_acceptance_that_lacks_something_writes_nothing(
    world: World, editor: FlaskClient, field: str, value: str
) -> None:
    public_id = wish(world)
    sent = {"organisation": "Kulturverein", "group": "politics", "role": "member"}
    answered = editor.post(f"{OFFICE}/{public_id}/accept", data=sent | {field: value})
    assert answered.status_code == 422 and f'id="{field}"' in answered.text
    assert world.all(Invitation) == []
    assert world.one(Application, public_id=public_id).answered_at is None


def test_a_known_organisation_is_joined_and_an_answer_is_given_once(world: World) -> None:
    public_id, number = wish(world, organisation="mieterrat"), len(world.all(Organisation))
    answer(world, public_id, group="")
    assert len(world.all(Organisation)) == number
    for reason in (None, "Nein"):
        with pytest.raises(Conflict):
            answer(world, public_id, reason=reason)


def test_somebody_who_takes_part_already_is_not_invited_again(world: World) -> None:
    public_id = wish(world, organisation="Elternnetz", email="releaser@example.org")
    with pytest.raises(Invalid):
        answer(world, public_id, group="")
    assert world.one(Application, public_id=public_id).answered_at is None


@pytest.mark.parametrize("name", ["member", "releaser", "moderator", "steering", "outsider"])
def test_only_the_office_answers(world: World, name: str) -> None:
    public_id = wish(world)
    for reason in (None, "Nein"):
        with pytest.raises(Refused):
            answer(world, public_id, name=name, reason=reason)


def test_of_two_who_answer_at_once_one_does(world: World) -> None:
    public_id, together, lost = wish(world), Barrier(2), []

    def decide(reason: str | None) -> None:
        together.wait()
        try:
            answer(world, public_id, reason=reason)
        except Conflict:
            lost.append(reason)

    threads = [Thread(target=decide, args=(reason,)) for reason in (None, "Nein")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(lost) == 1
    assert (
        len([line for line in world.all(AuditLine) if line.event in ("application.accepted", "application.declined")])
        == 1
    )


def test_the_list_costs_the_same_for_one_and_for_many(world: World, editor: FlaskClient) -> None:
    wish(world)
    editor.get(OFFICE)
    with counted(world.engine) as one:
        editor.get(OFFICE)
    for number in range(60):
        wish(world, email=f"{number}@example.net", organisation=f"Verein {number}")
    with counted(world.engine) as many:
        page = editor.get(OFFICE).text
    assert len(one) == len(many)
    assert "61 Anfragen warten" in page and "page=2" in page


def test_what_somebody_asked_is_told_to_them_and_forgotten_with_them(world: World) -> None:
    wish(world, email="member@example.org")
    with world.work("member") as work:
        assert everything(work, BELONGINGS)["applications"][0]["message"] == "Wir sind viele."
        erase_everything(work, BELONGINGS)
    (row,) = world.all(Application)
    assert (row.email, row.name, row.message) == ("", "", "")
