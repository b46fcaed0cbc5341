"""Signing in and out: who is let in, what everybody else is told, and how often."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask, session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from sqlalchemy import Engine, update
from werkzeug.test import TestResponse

from portal.accounts import operations, passwords, throttle
from portal.accounts.models import Account, SignInSession, Throttle
from portal.accounts.queries import credentials
from portal.accounts.throttle import MOST_PER_ACCOUNT, MOST_PER_NETWORK
from portal.app import create_app
from portal.audit.models import AuditLine
from portal.consultations.models import Consultation
from portal.kernel.database import open_engine
from portal.kernel.public_id import digest
from portal.kernel.settings import Settings
from tests.accounts.people import ANOTHER, PASSWORD, entry, give_password
from tests.support.world import World, address_of

WRONG = "E-Mail-Adresse oder Passwort stimmt nicht."


@pytest.fixture(autouse=True)
def _passwords(world: World) -> None:
    give_password(world, "member", "stranger", "admin")


def sessions_of(world: World, name: str) -> list[SignInSession]:
    """The newest last; the first is the one every person of the cast has."""
    account = world.one(Account, email=address_of(name))
    return [row for row in world.all(SignInSession) if row.account_id == account.id]


def events(world: World) -> list[str]:
    return [line.event for line in world.all(AuditLine) if line.event.startswith("account.")]


def fail(client: FlaskClient, times: int, **other: str) -> TestResponse:
    for _ in range(times):
        answer = client.post("/sign-in", data=entry(password="falsch") | other)
    return answer


def test_the_right_password_leads_to_where_one_wanted_to_go(visitor: FlaskClient, world: World) -> None:
    answer = visitor.post("/sign-in", data=entry(next="/wir/mine?x=1"))
    assert (answer.status_code, answer.location) == (303, "/wir/mine?x=1")
    line = world.all(AuditLine)[-1]
    assert (line.event, line.actor_label) == ("account.signed_in", "Member")
    assert visitor.get("/account/").status_code == 200


def test_the_address_may_be_written_in_capitals(visitor: FlaskClient) -> None:
    assert visitor.post("/sign-in", data=entry(email=" Member@Example.ORG ")).status_code == 303


def test_a_session_is_a_row_of_half_a_day_with_the_digest_of_its_token(visitor: FlaskClient, world: World) -> None:
    visitor.post("/sign-in", data=entry(), headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"})
    with visitor.session_transaction() as cookie:
        token = cookie["_user_id"]
    row = sessions_of(world, "member")[-1]
    assert row.token_digest == digest(token) and token not in str(row.__dict__)
    assert row.browser == "Firefox, Linux"
    assert row.expires_at - row.began_at == timedelta(hours=12)


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "falsch"},
        {"email": "nobody@example.org"},
        {"email": "not an address"},
        {"email": address_of("moderator")},
    ],
)
def test_anything_wrong_gets_the_same_answer(visitor: FlaskClient, wrong: dict[str, str]) -> None:
    answer = visitor.post("/sign-in", data=entry(**wrong))
    assert answer.status_code == 422
    assert WRONG in answer.text and PASSWORD not in answer.text


def test_a_blocked_account_is_as_good_as_none(visitor: FlaskClient, world: World) -> None:
    with world.work() as work:
        work.session.execute(update(Account).values(is_blocked=True))
    answer = visitor.post("/sign-in", data=entry())
    assert answer.status_code == 422 and WRONG in answer.text


@pytest.mark.parametrize(("name", "sentence"), [("email", "Adresse an"), ("password", "Passwort ein")])
def test_an_empty_field_is_named(visitor: FlaskClient, name: str, sentence: str) -> None:
    answer = visitor.post("/sign-in", data=entry(**{name: ""}))
    assert answer.status_code == 422
    assert f'id="{name}-error"' in answer.text and sentence in answer.text


@pytest.mark.parametrize("away", ["https://example.com/", "//example.com/", "/\\example.com/", "/\t/example.com", ""])
def test_next_never_leads_away_from_the_site(visitor: FlaskClient, away: str) -> None:
    assert visitor.post("/sign-in", data=entry(next=away)).location == "/"
    visitor.post("/sign-out")
    assert 'name="next" type="hidden" value="/"' in visitor.get("/sign-in", query_string={"next": away}).text


def test_somebody_who_is_signed_in_is_sent_on(member: FlaskClient) -> None:
    answer = member.get("/sign-in?next=/wir/mine")
    assert (answer.status_code, answer.location) == (303, "/wir/mine")


def test_after_ten_failures_an_account_is_closed_even_for_the_right_password(
    visitor: FlaskClient, world: World
) -> None:
    assert fail(visitor, MOST_PER_ACCOUNT).status_code == 422
    answer = visitor.post("/sign-in", data=entry())
    assert answer.status_code == 429
    assert "In 15 Minuten geht es weiter." in answer.text
    assert 0 < int(answer.headers["Retry-After"]) <= 900
    assert len(sessions_of(world, "member")) == 1
    assert visitor.post("/sign-in", data=entry("stranger")).status_code == 303


def test_an_address_without_an_account_is_closed_likewise(visitor: FlaskClient) -> None:
    assert fail(visitor, MOST_PER_ACCOUNT, email="nobody@example.org").status_code == 422
    assert fail(visitor, 1, email="nobody@example.org").status_code == 429


def test_after_fifty_failures_a_network_is_closed_for_every_account(visitor: FlaskClient, world: World) -> None:
    with world.work() as work:
        for _ in range(MOST_PER_NETWORK):
            throttle.count(work, [throttle.network_key("127.0.0.1")])
    assert visitor.post("/sign-in", data=entry()).status_code == 429
    elsewhere = {"REMOTE_ADDR": "192.0.2.9"}
    assert visitor.post("/sign-in", data=entry(), environ_overrides=elsewhere).status_code == 303


def test_failures_count_for_account_and_network(visitor: FlaskClient, world: World) -> None:
    fail(visitor, 2)
    fail(visitor, 1, email="nobody@example.org")
    assert sorted(row.failures for row in world.all(Throttle)) == [1, 2, 3]


def test_success_counts_for_nothing_and_clears_the_account(visitor: FlaskClient, world: World) -> None:
    fail(visitor, MOST_PER_ACCOUNT - 1)
    for _ in range(3):
        assert visitor.post("/sign-in", data=entry()).status_code == 303
    assert fail(visitor, MOST_PER_ACCOUNT - 1).status_code == 422
    keys = {row.key: row.failures for row in world.all(Throttle)}
    assert keys[throttle.account_key(address_of("member")).digest] == MOST_PER_ACCOUNT - 1


def test_the_audit_log_names_an_account_that_is_closed_once(visitor: FlaskClient, world: World) -> None:
    fail(visitor, MOST_PER_ACCOUNT + 3)
    line = next(line for line in world.all(AuditLine) if line.event == "account.throttled")
    assert line.subject == str(world.one(Account, email=address_of("member")).id)
    assert events(world).count("account.throttled") == 1


def test_many_guesses_at_once_do_not_get_past_the_limit(world: World) -> None:
    """Each was let through by the look; the lock lets no more than ten of them be answered."""
    keys = [throttle.account_key(address_of("member"))]
    with world.work() as work:
        found = credentials(work, address_of("member"))
    wrong, right = (operations.Checked(found, right=right) for right in (False, True))
    for _ in range(MOST_PER_ACCOUNT):
        with world.work() as work:
            operations.sign_in(work, wrong, keys=keys, browser="")
    with world.work() as work:
        attempt = operations.sign_in(work, right, keys=keys, browser="")
    assert attempt.token is None and attempt.pause is not None


def test_a_password_that_was_changed_while_it_was_checked_is_wrong(world: World) -> None:
    with world.work() as work:
        checked = operations.Checked.of(credentials(work, address_of("member")), PASSWORD)
        operations.set_password(work, address_of("member"), passwords.hash_password(ANOTHER))
    with world.work() as work:
        attempt = operations.sign_in(work, checked, keys=[throttle.account_key("m")], browser="")
    assert checked.right and attempt.token is None


def test_a_hash_with_other_costs_is_made_anew(
    visitor: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = world.one(Account, email=address_of("member")).password_hash
    with monkeypatch.context() as patch:
        patch.setattr(passwords, "is_outdated", lambda stored: stored == before)
        visitor.post("/sign-in", data=entry())
    assert world.one(Account, email=address_of("member")).password_hash != before
    visitor.post("/sign-out")
    assert visitor.post("/sign-in", data=entry()).status_code == 303


def test_others_can_write_while_a_password_is_checked(
    visitor: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*_: object) -> bool:
        with world.work() as work:
            work.session.execute(update(Account).values(language="en"))
        return True

    monkeypatch.setattr(passwords, "verify", slow)
    assert visitor.post("/sign-in", data=entry()).status_code == 303
    assert world.one(Account, email=address_of("member")).language == "en"


@pytest.mark.usefixtures("earnest_passwords")
def test_an_unknown_address_takes_as_long_as_a_known_one(visitor: FlaskClient, world: World) -> None:
    """Both hash once, which is nearly all the time there is."""
    with world.work() as work:
        operations.set_password(work, address_of("member"), passwords.hash_password(PASSWORD))

    def seconds(email: str) -> float:
        begin = time.perf_counter()
        visitor.post("/sign-in", data=entry(email=email, password="falsch"))
        return time.perf_counter() - begin

    pairs = [(seconds(address_of("member")), seconds("nobody@example.org")) for _ in range(9)]
    known, unknown = (min(times) for times in zip(*pairs, strict=True))
    assert 0.5 < unknown / known < 2


def test_signing_in_makes_a_new_cookie_of_which_nothing_old_is_left(app: Flask, world: World) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client()
    client.get("/sign-in")
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
        csrf = cookie["csrf_token"]
    with app.test_request_context():
        session["csrf_token"] = csrf
        signed = generate_csrf()
    assert client.post("/sign-in", data=entry(csrf_token=signed)).status_code == 303
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie["csrf_token"] != csrf
    assert "Set-Cookie" not in client.get("/account/").headers


def test_a_form_without_its_token_is_refused(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    for path in ("/sign-in", "/sign-out", "/password"):
        assert app.test_client().post(path, data=entry()).status_code == 400
    assert app.test_client().post("/account/password", data=entry()).status_code == 401


def test_signing_in_again_ends_the_session_before(visitor: FlaskClient, world: World) -> None:
    visitor.post("/sign-in", data=entry())
    visitor.post("/sign-in", data=entry("stranger"))
    assert sessions_of(world, "member")[-1].ended_at is not None
    assert sessions_of(world, "stranger")[-1].ended_at is None


def test_signing_out_ends_the_row_and_the_cookie_is_worth_nothing(app: Flask, world: World) -> None:
    client = app.test_client()
    client.post("/sign-in", data=entry())
    stolen = client.get_cookie("session")
    assert stolen is not None
    answer = client.post("/sign-out")
    assert (answer.status_code, answer.location) == (303, "/sign-in?done=signed-out")
    assert sessions_of(world, "member")[-1].ended_at is not None
    thief = app.test_client()
    thief.set_cookie("session", stolen.value)
    assert thief.get("/account/").status_code == 303
    assert events(world) == ["account.signed_in", "account.signed_out"]


def test_signing_out_twice_does_no_harm(visitor: FlaskClient, world: World) -> None:
    assert visitor.post("/sign-out").status_code == visitor.post("/sign-out").status_code == 303
    assert events(world) == []


def test_a_session_is_over_after_twelve_hours(app: Flask, world: World) -> None:
    client = app.test_client()
    client.post("/sign-in", data=entry())
    with world.work() as work:
        past = datetime.now(UTC) - timedelta(seconds=1)
        work.session.execute(update(SignInSession).values(expires_at=past))
    assert client.get("/account/").status_code == 303


@pytest.mark.parametrize(
    ("base_url", "remote", "status"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1", 303),
        ("http://127.0.0.1:8000", "192.0.2.1", 422),
        ("https://mitreden.example", "127.0.0.1", 422),
    ],
)
def test_accounts_of_a_demo_are_closed_beyond_its_own_machine(
    settings: Settings, engine: Engine, world: World, base_url: str, remote: str, status: int
) -> None:
    with world.work() as work:
        work.session.execute(update(Consultation).values(is_demo=True))
    app = create_app(replace(settings, base_url=base_url), engine, TESTING=True, WTF_CSRF_ENABLED=False)
    answer = app.test_client().post(
        "/sign-in", base_url=base_url, data=entry(), environ_overrides={"REMOTE_ADDR": remote}
    )
    assert answer.status_code == status
    assert ("Demonstration" in answer.text) == (status == 422)


def test_a_get_of_the_sign_in_page_writes_nothing(visitor: FlaskClient, world: World) -> None:
    before = [row.__dict__.keys() for row in world.all(SignInSession)]
    assert visitor.get("/sign-in").status_code == 200
    assert len(world.all(SignInSession)) == len(before) and events(world) == []


def test_two_engines_share_one_throttle(visitor: FlaskClient, world: World, settings: Settings) -> None:
    fail(visitor, MOST_PER_ACCOUNT)
    engine = open_engine(settings.database_url)
    other = create_app(settings, engine, TESTING=True, WTF_CSRF_ENABLED=False)
    assert other.test_client().post("/sign-in", data=entry()).status_code == 429
    engine.dispose()
