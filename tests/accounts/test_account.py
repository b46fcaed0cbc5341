"""One's own account: profile, sessions, password."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from portal.accounts import operations, passwords
from portal.accounts.models import Account, PasswordLetter, SignInSession
from portal.accounts.throttle import MOST_PER_ACCOUNT
from portal.audit.models import AuditLine
from portal.kernel.errors import Invalid
from portal.outbox.models import Letter
from tests.accounts.people import ANOTHER, PASSWORD, entry, give_password
from tests.support.world import World, address_of

CHANGE = {"current_password": PASSWORD, "new_password": ANOTHER}


@pytest.fixture(autouse=True)
def _passwords(world: World) -> None:
    give_password(world, "member", "private", "outsider")


def session_of(world: World, name: str) -> SignInSession:
    return world.one(SignInSession, account_id=world.actor(name).account_id)


@pytest.mark.parametrize(
    "path", ["/account/", "/account/password", "/account/data.json", "/account/erase", "/account/sessions/1/end"]
)
def test_a_visitor_is_led_to_the_way_in(visitor: FlaskClient, path: str) -> None:
    if not path.endswith("/end"):
        answer = visitor.get(path)
        assert (answer.status_code, answer.location) == (303, f"/sign-in?next={path}")
    if path not in ("/account/data.json",):
        assert visitor.post(path, data=CHANGE).status_code == 401


def test_the_page_shows_roles_with_their_organisation(member: FlaskClient) -> None:
    text = member.get("/account/").text
    assert "WIR 2.0 – Migration und Teilhabe" in text
    assert "Mitglied, Elternnetz" in text
    assert "Ein anderes Verfahren" not in text


def test_a_private_person_learns_the_number_they_are_known_by(app: Flask, world: World) -> None:
    assert "öffentlich als Privatperson 7" in world.client(app, "private").get("/account/").text


def test_somebody_without_a_role_is_told_so(app: Flask, world: World) -> None:
    assert "Zurzeit in keinem Verfahren." in world.client(app, "admin").get("/account/").text


def test_name_and_language_can_be_changed(member: FlaskClient, world: World) -> None:
    answer = member.post("/account/?lang=de", data={"name": "  Mia\u202e Öztürk ", "language": "en"})
    assert (answer.status_code, answer.location) == (303, "/account/?done=saved")
    account = world.one(Account, email=address_of("member"))
    assert (account.name, account.language) == ("Mia Öztürk", "en")
    assert 'lang="en"' in member.get("/account/").text
    member.post("/account/", data={"name": "Mia", "language": ""})
    assert world.one(Account, email=address_of("member")).language is None


@pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "a" * 101}, {"name": "\u200b"}, {"language": "xx"}])
def test_a_bad_name_or_language_changes_nothing(member: FlaskClient, world: World, wrong: dict[str, str]) -> None:
    answer = member.post("/account/", data={"name": "Mia", "language": "de"} | wrong)
    assert answer.status_code == 422 and 'id="errors"' in answer.text
    assert world.one(Account, email=address_of("member")).name == "Member"


def test_a_name_is_shown_as_text(member: FlaskClient) -> None:
    member.post("/account/", data={"name": "<script>alert(1)</script>", "language": ""})
    assert "<script>alert" not in member.get("/account/").text


def test_one_sees_where_one_is_signed_in_and_can_end_it(app: Flask, world: World) -> None:
    phone, desk = app.test_client(), app.test_client()
    phone.post("/sign-in", data=entry(), headers={"User-Agent": "Mozilla/5.0 (iPhone) FxiOS/140"})
    desk.post("/sign-in", data=entry(), headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140"})
    text = desk.get("/account/").text
    assert "Firefox, iPhone" in text and "Firefox, Windows" in text
    assert text.index("Firefox, Windows") < text.index("dieses Gerät") < text.index("Firefox, iPhone")
    row = next(row for row in world.all(SignInSession) if row.browser == "Firefox, iPhone")
    assert desk.post(f"/account/sessions/{row.id}/end").status_code == 303
    assert phone.get("/account/").status_code == 303
    assert desk.get("/account/").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(member: FlaskClient, world: World) -> None:
    theirs, missing = session_of(world, "stranger").id, 99_999
    assert member.post(f"/account/sessions/{theirs}/end").status_code == 404
    assert member.post(f"/account/sessions/{missing}/end").status_code == 404
    assert session_of(world, "stranger").ended_at is None


def test_a_new_password_ends_the_other_sessions_and_its_owner_is_told(app: Flask, world: World) -> None:
    desk, phone = app.test_client(), app.test_client()
    for client in (desk, phone):
        client.post("/sign-in", data=entry())
    with world.work() as work:
        operations.post_password_letter(
            work, address_of("member"), "de", {"plan_name": "", "city": "", "contact_name": ""}
        )
    answer = desk.post("/account/password", data=CHANGE)
    assert (answer.status_code, answer.location) == (303, "/account/?done=password")
    assert desk.get("/account/").status_code == 200
    assert phone.get("/account/").status_code == 303
    letter = world.all(Letter)[-1]
    assert (letter.address, letter.subject) == (address_of("member"), "Ihr Passwort ist geändert")
    assert world.one(PasswordLetter).used_at is not None
    assert app.test_client().post("/sign-in", data=entry(password=ANOTHER)).status_code == 303
    assert "account.password_changed" in [line.event for line in world.all(AuditLine)]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"current_password": "falsch"}, "current_password"),
        ({"current_password": ""}, "current_password"),
        ({"new_password": "kurz"}, "new_password"),
        ({"new_password": "member@example.org"}, "new_password"),
    ],
)
def test_a_password_is_not_changed_when_anything_is_wrong(
    member: FlaskClient, world: World, wrong: dict[str, str], field: str
) -> None:
    before = world.one(Account, email=address_of("member")).password_hash
    answer = member.post("/account/password", data=CHANGE | wrong)
    assert answer.status_code == 422 and f'id="{field}-error"' in answer.text
    assert world.one(Account, email=address_of("member")).password_hash == before
    assert world.all(Letter) == []


@pytest.mark.parametrize(("path", "name"), [("/account/password", "current_password"), ("/account/erase", "password")])
def test_one_cannot_guess_a_password_from_inside_either(
    member: FlaskClient, visitor: FlaskClient, world: World, path: str, name: str
) -> None:
    for _ in range(MOST_PER_ACCOUNT):
        assert member.post(path, data={name: "falsch", "new_password": ANOTHER}).status_code == 422
    answer = member.post(path, data={name: PASSWORD, "new_password": ANOTHER})
    assert answer.status_code == 429 and "geht es weiter" in answer.text
    assert visitor.post("/sign-in", data=entry()).status_code == 429
    assert world.one(Account, email=address_of("member")).erased_at is None


def test_others_can_write_while_a_password_is_changed(
    member: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(text: str) -> str:
        with world.work() as work:
            work.session.execute(update(Account).values(language="en"))
        return "a hash"

    monkeypatch.setattr(passwords, "hash_password", slow)
    assert member.post("/account/password", data=CHANGE).status_code == 303
    assert world.one(Account, email=address_of("member")).password_hash == "a hash"


def test_no_page_with_a_password_shows_it_again(member: FlaskClient) -> None:
    for path in ("/account/password", "/account/erase"):
        typed = {"current_password": "nicht dieses", "password": "nicht dieses", "new_password": "auch nicht dieses"}
        assert "nicht dieses" not in member.post(path, data=typed).text


def test_an_account_is_created_once_per_address(world: World) -> None:
    with world.work() as work:
        account = operations.create_account(work, "Neu@Example.org", "Neu", None, is_admin=True)
        assert (account.email, account.is_admin) == ("neu@example.org", True)
        with pytest.raises(Invalid):
            operations.create_account(work, "neu@example.org", "Noch einmal", None)
    assert world.one(Account, email="neu@example.org").name == "Neu"


def test_the_operator_sets_a_password_and_ends_every_session(world: World, member: FlaskClient) -> None:
    with world.work() as work:
        operations.set_password(work, " Member@example.org", "a hash")
    assert member.get("/account/").status_code == 303
    assert world.one(Account, email=address_of("member")).password_hash == "a hash"
    with pytest.raises(Invalid), world.work() as work:
        operations.set_password(work, "nobody@example.org", "a hash")
