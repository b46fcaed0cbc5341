"""What a link from a letter shows and does, and a releaser's page."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.models import Account, SignInSession
from portal.accounts.passwords import verify
from portal.consultations.models import Phase
from portal.kernel.actor import Role
from portal.outbox.models import Letter
from portal.stakeholders import operations
from portal.stakeholders.models import Invitation, MembershipRow
from tests.stakeholders.test_operations import NEW, invited, token_to
from tests.support.world import World, consultation_in

GOOD = {"name": "Ada Beispiel", "password": "mein altes blaues Fahrrad"}


def browser(app: Flask) -> FlaskClient:
    return app.test_client()


# The link


def test_the_link_shows_for_whom_it_is_what_it_allows_and_until_when(world: World, visitor: FlaskClient) -> None:
    token = invited(world, organisation_name="Elternnetz", role=Role.RELEASER, name="Ada")
    page = visitor.get(f"/invitations/{token}")
    assert page.status_code == 200
    end = "24\N{NO-BREAK SPACE}Uhr"
    for words in (NEW, "Elternnetz", "WIR 2.0", "Kommentare für Elternnetz freigeben", end, 'value="Ada"'):
        assert words in page.text


def test_looking_consumes_nothing(world: World, visitor: FlaskClient) -> None:
    token = invited(world)
    before = world.one(Invitation).__dict__.copy()
    for _ in range(3):
        assert visitor.get(f"/invitations/{token}").status_code == 200
        assert visitor.head(f"/invitations/{token}").status_code == 200
    after = world.one(Invitation).__dict__
    assert {key: before[key] for key in before if key[0] != "_"} == {key: after[key] for key in after if key[0] != "_"}


def test_accepting_signs_in_and_leads_to_the_consultation(world: World, app: Flask) -> None:
    token = invited(world, organisation_name="Elternnetz")
    client = browser(app)
    answer = client.post(f"/invitations/{token}", data=GOOD)
    assert (answer.status_code, answer.location) == (303, "/wir/?done=accepted")
    assert "Willkommen" in client.get(answer.location).text
    assert client.get("/wir/mine").status_code == 200
    account = world.one(Account, email=NEW)
    assert verify(account.password_hash, GOOD["password"])
    assert [session.account_id for session in world.all(SignInSession)][-1] == account.id


def test_a_new_session_begins_with_a_cookie_of_its_own(world: World, app: Flask) -> None:
    client = browser(app)
    token = invited(world)
    client.get(f"/invitations/{token}")
    with client.session_transaction() as cookie:
        cookie["left"] = "from before"
    client.post(f"/invitations/{token}", data=GOOD)
    with client.session_transaction() as cookie:
        assert "left" not in cookie
        assert cookie["_user_id"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"password": GOOD["password"]}, "Bitte geben Sie Ihren Namen an."),
        ({"name": "Ada"}, "Bitte wählen Sie ein Passwort."),
        ({"name": "Ada", "password": "kurz"}, "mindestens 10 Zeichen"),
        ({"name": "Ada", "password": "aaaaaaaaaaaa"}, "zu leicht zu erraten"),
        ({"name": "x" * 101, "password": GOOD["password"]}, "höchstens 100 Zeichen"),
        ({"name": "\u202e", "password": GOOD["password"]}, "Bitte geben Sie einen Namen an."),
    ],
)
def test_a_refused_form_keeps_the_name_and_uses_nothing_up(
    world: World, visitor: FlaskClient, data: dict[str, str], words: str
) -> None:
    token = invited(world)
    answer = visitor.post(f"/invitations/{token}", data=data)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{data.get("name", "")}"' in answer.text
    assert GOOD["password"] not in answer.text
    assert world.one(Invitation).accepted_at is None
    assert visitor.post(f"/invitations/{token}", data=GOOD).status_code == 303


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_unknown_link_is_a_friendly_404(world: World, visitor: FlaskClient, method: str) -> None:
    invited(world)
    answer = getattr(visitor, method)("/invitations/nothing-like-this", data=GOOD)
    assert answer.status_code == 404
    assert "Diesen Link kennen wir nicht" in answer.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_expired_link_is_gone(world: World, visitor: FlaskClient, method: str) -> None:
    token = invited(world)
    with world.work() as work:
        work.session.get_one(Invitation, 1).expires_at = work.now - timedelta(seconds=1)
    answer = getattr(visitor, method)(f"/invitations/{token}", data=GOOD)
    assert answer.status_code == 410
    assert "abgelaufen" in answer.text
    assert "office@example.org" in answer.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_revoked_link_is_gone(world: World, visitor: FlaskClient, method: str) -> None:
    token = invited(world)
    with world.work() as work:
        operations.revoke(work, consultation_in(work), work.session.get_one(Invitation, 1))
    answer = getattr(visitor, method)(f"/invitations/{token}", data=GOOD)
    assert answer.status_code == 410
    assert "zurückgezogen" in answer.text


def test_a_used_link_is_gone_and_sending_it_again_is_a_conflict(world: World, app: Flask) -> None:
    token = invited(world)
    assert browser(app).post(f"/invitations/{token}", data=GOOD).status_code == 303
    later = browser(app)
    assert later.get(f"/invitations/{token}").status_code == 410
    answer = later.post(f"/invitations/{token}", data=GOOD | {"name": "Räuber*in"})
    assert answer.status_code == 409
    assert "schon angenommen" in answer.text
    assert world.one(Account, email=NEW).name == "Ada Beispiel"


def test_who_has_accepted_is_led_on_by_the_used_link(world: World, app: Flask) -> None:
    client, token = browser(app), invited(world)
    client.post(f"/invitations/{token}", data=GOOD)
    page = client.get(f"/invitations/{token}")
    assert page.status_code == 410
    assert "Sie sind dabei" in page.text
    assert 'href="/wir/"' in page.text


def test_the_former_link_dies_when_the_letter_is_sent_again(world: World, visitor: FlaskClient) -> None:
    first = invited(world)
    with world.work() as work:
        operations.resend(work, consultation_in(work), work.session.get_one(Invitation, 1))
    assert visitor.get(f"/invitations/{first}").status_code == 404
    assert visitor.get(f"/invitations/{token_to(world, NEW)}").status_code == 200


def with_password(world: World, *addresses: str) -> None:
    with world.work() as work:
        for account in work.session.query(Account).filter(Account.email.in_(addresses)):
            account.password_hash = "their own"


def test_an_address_with_an_account_is_asked_to_sign_in(world: World, visitor: FlaskClient) -> None:
    with_password(world, "member@example.org")
    token = invited(world, email="member@example.org", organisation_name="Mieterrat")
    page = visitor.get(f"/invitations/{token}")
    assert f"/sign-in?next=/invitations/{token}" in page.text
    assert 'name="password"' not in page.text
    answer = visitor.post(f"/invitations/{token}", data=GOOD)
    assert (answer.status_code, "Sie haben schon ein Konto" in answer.text) == (403, True)
    assert world.one(Account, email="member@example.org").password_hash == "their own"
    assert world.one(Invitation).accepted_at is None


def test_who_is_signed_in_with_that_account_needs_one_click(world: World, member: FlaskClient) -> None:
    with_password(world, "member@example.org")
    token = invited(world, email="member@example.org", organisation_name="Mieterrat")
    page = member.get(f"/invitations/{token}")
    assert "Ein Klick genügt" in page.text
    assert 'name="password"' not in page.text
    answer = member.post(f"/invitations/{token}")
    assert (answer.status_code, answer.location) == (303, "/wir/?done=accepted")
    assert world.one(Account, email="member@example.org").password_hash == "their own"
    assert world.actor("member").organisations_in(consultation_id=1) == {1, 2}


def test_who_is_signed_in_as_somebody_else_is_told_so(world: World, app: Flask, member: FlaskClient) -> None:
    for fields in ({}, {"email": "stranger@example.org", "organisation_name": "Elternnetz"}):
        token = invited(world, **fields)
        page = member.get(f"/invitations/{token}")
        assert "als jemand anderes angemeldet" in page.text
        assert member.post(f"/invitations/{token}", data=GOOD).status_code == 403
    assert all(invitation.accepted_at is None for invitation in world.all(Invitation))


def test_a_blocked_account_is_sent_to_the_office(world: World, visitor: FlaskClient) -> None:
    with world.work() as work:
        work.session.get_one(Account, 1).is_blocked = True
    token = invited(world, email="member@example.org", organisation_name="Mieterrat")
    assert "gesperrt" in visitor.get(f"/invitations/{token}").text
    assert visitor.post(f"/invitations/{token}", data=GOOD).status_code == 403


def test_in_preparation_members_are_welcomed_on_the_home_page(world: World, visitor: FlaskClient) -> None:
    world.phase(Phase.PREPARATION)
    token = invited(world)
    assert visitor.get(f"/invitations/{token}").status_code == 200
    assert visitor.post(f"/invitations/{token}", data=GOOD).location == "/?done=accepted"


def test_staff_sees_the_consultation_in_preparation_at_once(world: World, visitor: FlaskClient) -> None:
    world.phase(Phase.PREPARATION)
    token = invited(world, role=Role.MODERATOR)
    assert visitor.post(f"/invitations/{token}", data=GOOD).location == "/wir/?done=accepted"


def test_the_language_of_the_page_becomes_that_of_the_account(world: World, visitor: FlaskClient) -> None:
    token = invited(world, language="en")
    assert f"/invitations/{token}?lang=en" in world.one(Letter).text
    visitor.post(f"/invitations/{token}?lang=en", data=GOOD)
    assert world.one(Account, email=NEW).language == "en"


def test_no_page_about_a_link_may_be_kept_or_found(world: World, visitor: FlaskClient) -> None:
    token = invited(world)
    for path in (token, "unknown"):
        answer = visitor.get(f"/invitations/{path}")
        assert "no-store" in answer.headers["Cache-Control"]
        assert "noindex" in answer.text


def test_a_form_without_its_token_is_refused(world: World, settings: object, engine: object) -> None:
    from portal.app import create_app

    guarded = create_app(settings, engine, TESTING=True)  # type: ignore[arg-type]
    token = invited(world)
    assert guarded.test_client().post(f"/invitations/{token}", data=GOOD).status_code == 400
    assert world.one(Invitation).accepted_at is None


# A releaser's own organisation


@pytest.fixture
def releaser(app: Flask, world: World) -> FlaskClient:
    return world.client(app, "releaser")


def test_a_releaser_sees_the_members_of_the_own_organisation_only(world: World, releaser: FlaskClient) -> None:
    invited(world, email="other@example.org", organisation_name="Mieterrat")
    invited(world, organisation_name="Elternnetz")
    page = releaser.get("/wir/organisation")
    assert page.status_code == 200
    assert "member@example.org" in page.text
    assert NEW in page.text
    assert "stranger@example.org" not in page.text
    assert "other@example.org" not in page.text


def test_a_releaser_invites_a_colleague(world: World, releaser: FlaskClient) -> None:
    answer = releaser.post("/wir/organisation/invitations", data={"email": NEW, "name": "Ada"})
    assert (answer.status_code, answer.location) == (303, "/wir/organisation?done=invited")
    invitation = world.one(Invitation)
    assert (invitation.role, invitation.organisation_id, invitation.name) == (Role.MEMBER, 1, "Ada")


@pytest.mark.parametrize(("email", "words"), [("", "Bitte geben Sie"), ("x", "keine E-Mail-Adresse")])
def test_a_wrong_address_is_kept_and_explained(world: World, releaser: FlaskClient, email: str, words: str) -> None:
    answer = releaser.post("/wir/organisation/invitations", data={"email": email, "name": "Ada"})
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="Ada"' in answer.text


def test_a_releaser_cannot_reach_another_organisation(world: World, releaser: FlaskClient) -> None:
    answer = releaser.post("/wir/organisation/invitations", data={"email": NEW, "organisation": "2"})
    assert answer.status_code == 404
    invited(world, organisation_name="Mieterrat")
    invited(world, organisation_name="Elternnetz", role=Role.RELEASER)
    for path in ("invitations/1/resend", "invitations/1/revoke", "invitations/2/revoke", "invitations/99/revoke"):
        assert releaser.post(f"/wir/organisation/{path}").status_code == 404
    stranger = next(row.id for row in world.all(MembershipRow) if row.organisation_id == 2)
    for number in (stranger, 2, 99):
        assert releaser.post(f"/wir/organisation/members/{number}/end").status_code == 404
    assert all(row.ended_at is None for row in world.all(MembershipRow))


def test_a_releaser_sends_again_revokes_and_ends(world: World, releaser: FlaskClient) -> None:
    invited(world, "releaser", organisation_name="Elternnetz")
    assert releaser.post("/wir/organisation/invitations/1/resend").location.endswith("done=resent")
    assert releaser.post("/wir/organisation/invitations/1/revoke").location.endswith("done=revoked")
    assert releaser.post("/wir/organisation/members/1/end").location.endswith("done=left")
    assert world.one(Invitation).revoked_at
    assert world.one(MembershipRow, id=1).ended_at


@pytest.mark.parametrize("name", ["member", "private", "moderator", "steering", "editor", "admin", "outsider"])
def test_nobody_else_has_that_page(world: World, app: Flask, name: str) -> None:
    client = world.client(app, name)
    assert client.get("/wir/organisation").status_code == 404
    assert client.post("/wir/organisation/invitations", data={"email": NEW}).status_code == 404
