"""The system administration: settings, accounts, consultations and roles, audit log, outbox."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal.accounts.models import Account, PasswordLetter, SignInSession
from portal.accounts.operations import erase_account
from portal.app import create_app
from portal.audit import operations as audit
from portal.audit.models import AuditLine
from portal.consultations.models import Consultation
from portal.kernel.actor import Role
from portal.kernel.settings import Settings
from portal.outbox.models import Letter, LetterState
from portal.stakeholders.models import Invitation, MembershipRow
from tests.support.days import today
from tests.support.statements import counted
from tests.support.world import World, address_of

PAGES = (
    "/",
    "/accounts",
    "/accounts/new",
    "/accounts/1",
    "/consultations",
    "/consultations/wir",
    "/audit",
    "/outbox",
    "/outbox/1",
)
POSTS = ("/accounts/new", "/accounts/1", "/consultations", "/consultations/wir", "/outbox/1/retry")
EDITOR = 9
ADMIN = 10


@pytest.fixture
def admin(app: Flask, world: World) -> FlaskClient:
    return world.client(app, "admin")


def letter(world: World, number: int = 1, state: LetterState = LetterState.REFUSED, **more: object) -> Letter:
    now = datetime.now(UTC)
    fields = {"text": "Guten Tag, portal:/wir/ wartet.", "html": "<p>Guten Tag</p>", "problem": "550 no such user"}
    return world.add(
        Letter(
            message_id=f"<{number}@portal.invalid>",
            address=f"a{number}@example.org",
            subject=f"Betreff {number}",
            state=state,
            posted_at=now,
            next_attempt_at=now + timedelta(hours=9),
            **{**fields, **more},
        )
    )


def account_of(world: World, name: str) -> Account:
    return world.one(Account, email=address_of(name))


# Who may come in


@pytest.mark.parametrize("page", PAGES)
def test_only_admins_see_these_pages(world: World, app: Flask, page: str) -> None:
    letter(world)
    assert world.client(app, "admin").get(f"/admin{page}").status_code == 200
    for name in ("member", "moderator", "chair", "editor", "outsider"):
        assert world.client(app, name).get(f"/admin{page}").status_code == 404
    assert app.test_client().get(f"/admin{page}").location.startswith("/sign-in?next=")


@pytest.mark.parametrize("page", POSTS)
def test_nobody_else_changes_anything(world: World, app: Flask, page: str) -> None:
    letter(world)
    before = len(world.all(AuditLine))
    form = {"action": "block", "slug": "neu", "title": "Neu", "email": "x@example.org", "name": "X", "role": "editor"}
    for name, status in (("visitor", 401), ("member", 404), ("chair", 404), ("editor", 404), ("outsider", 404)):
        assert world.client(app, name).post(f"/admin{page}", data=form).status_code == status
    assert len(world.all(AuditLine)) == before


def test_admins_find_the_way_from_everywhere_and_nobody_else_sees_it(world: World, app: Flask) -> None:
    for page in ("/wir/", "/admin/"):
        assert 'href="/admin/"' in world.client(app, "admin").get(page).text
    assert 'href="/admin/"' not in world.client(app, "editor").get("/wir/office/").text


# Settings


def test_the_overview_shows_settings_and_no_secret(settings: Settings, engine: Engine, world: World) -> None:
    secret = "very-secret-key-of-more-than-32-signs"
    told = replace(
        settings,
        secret_key=secret,
        smtp_url="smtp+starttls://mailer:hunter2@mail.example.org:587",
        redis_url="redis://:hunter3@cache.example.org:6379/0",
    )
    app = create_app(told, engine, TESTING=True, WTF_CSRF_ENABLED=False)
    answer = world.client(app, "admin").get("/admin/")
    assert answer.status_code == 200
    for words in ("mail.example.org:587", "cache.example.org:6379", told.mail_from.split(" <")[0], "gesetzt"):
        assert words in answer.text
    for words in ("hunter2", "hunter3", secret, "mailer"):
        assert words not in answer.text


def test_the_overview_counts_what_its_links_open(world: World, admin: FlaskClient) -> None:
    letter(world, 1)
    letter(world, 2, LetterState.WAITING)
    letter(world, 3, LetterState.WAITING)
    page = admin.get("/admin/").text
    assert "1 Brief kam nicht an" in page and "2 Briefe warten" in page and "11 Konten" in page
    assert admin.get("/admin/outbox?state=waiting").text.count("Betreff ") == 3, "two, and the search box"


# Accounts


def test_accounts_are_found_by_address_and_name(world: World, admin: FlaskClient) -> None:
    assert "member@example.org" in admin.get("/admin/accounts").text
    found = admin.get("/admin/accounts?q=STRANG").text
    assert "stranger@example.org" in found and "member@example.org" not in found
    assert "nichts" in admin.get("/admin/accounts?q=100%25").text


def test_accounts_are_shown_a_hundred_at_a_time(world: World, admin: FlaskClient, engine: Engine) -> None:
    admin.get("/admin/accounts")
    with counted(engine) as few:
        admin.get("/admin/accounts")
    with world.work() as work:
        for number in range(120):
            name = f"Person {number:03}"
            work.session.add(Account(email=f"p{number}@example.org", name=name, created_at=work.now))
    with counted(engine) as many:
        first = admin.get("/admin/accounts?q=person").text
    second = admin.get("/admin/accounts?q=person&page=2").text
    assert (first.count("Person "), second.count("Person ")) == (100, 20)
    assert "page=2" in first and "q=person" in first and "page=3" not in second
    assert len(many) == len(few) == 2


def test_a_blocked_account_is_signed_out_and_stays_out(world: World, app: Flask, admin: FlaskClient) -> None:
    moderator = world.client(app, "moderator")
    number = account_of(world, "moderator").id
    assert admin.post(f"/admin/accounts/{number}", data={"action": "block"}).status_code == 303
    assert moderator.get("/account/").status_code == 303
    assert world.one(SignInSession, account_id=number).ended_at is not None
    assert "gesperrt" in admin.get(f"/admin/accounts/{number}").text
    admin.post(f"/admin/accounts/{number}", data={"action": "unblock"})
    assert not account_of(world, "moderator").is_blocked
    assert moderator.get("/account/").status_code == 303, "the old session stays over"


def test_admins_are_appointed_and_dismissed(world: World, app: Flask, admin: FlaskClient) -> None:
    editor = world.client(app, "editor")
    admin.post(f"/admin/accounts/{EDITOR}", data={"action": "appoint"})
    assert editor.get("/admin/").status_code == 200
    admin.post(f"/admin/accounts/{EDITOR}", data={"action": "dismiss"})
    assert editor.get("/admin/").status_code == 404
    events = [line.event for line in world.all(AuditLine) if line.subject == str(EDITOR)]
    assert events == ["account.appointed", "account.dismissed"]


@pytest.mark.parametrize("action", ["block", "dismiss", "unblock", "appoint"])
def test_nobody_locks_themselves_out(world: World, admin: FlaskClient, action: str) -> None:
    assert admin.post(f"/admin/accounts/{ADMIN}", data={"action": action}).status_code == 403
    own = account_of(world, "admin")
    assert own.is_admin and not own.is_blocked
    assert 'name="action"' not in admin.get(f"/admin/accounts/{ADMIN}").text


def test_an_erased_account_stays_erased(world: World, admin: FlaskClient) -> None:
    with world.work("moderator") as work:
        erase_account(work)
        number = work.actor.account_id
    assert admin.post(f"/admin/accounts/{number}", data={"action": "unblock"}).status_code == 409
    page = admin.get(f"/admin/accounts/{number}").text
    assert "moderator@example.org" not in page and 'name="action"' not in page


@pytest.mark.parametrize("path", ["/admin/accounts/99", "/admin/outbox/99", "/admin/consultations/nirgends"])
def test_what_there_is_not_is_missing(admin: FlaskClient, path: str) -> None:
    assert admin.get(path).status_code == 404


def test_an_unknown_change_is_no_request_we_understand(admin: FlaskClient) -> None:
    assert admin.post(f"/admin/accounts/{EDITOR}", data={"action": "erase"}).status_code == 400


def test_a_new_account_gets_a_letter_for_its_password(world: World, admin: FlaskClient, visitor: FlaskClient) -> None:
    form = {"email": "Neu@Example.org", "name": "Neue Person", "is_admin": "y"}
    answer = admin.post("/admin/accounts/new", data=form)
    assert answer.status_code == 303
    made = world.one(Account, email="neu@example.org")
    assert made.is_admin and made.password_hash is None
    sent = world.one(Letter)
    assert sent.is_secret and sent.address == "neu@example.org"
    link = re.search(r"portal:(/password/\S+)", sent.text)
    assert link and visitor.get(link[1]).status_code == 200
    assert world.one(PasswordLetter).account_id == made.id
    assert link[1] not in admin.get("/admin/outbox/1").text


@pytest.mark.parametrize(
    "form",
    [
        {"email": "member@example.org", "name": "Mia"},
        {"email": "so nicht", "name": "Mia"},
        {"email": "", "name": "Mia"},
    ],
)
def test_a_refused_account_keeps_what_was_typed(world: World, admin: FlaskClient, form: dict[str, str]) -> None:
    answer = admin.post("/admin/accounts/new", data=form)
    assert answer.status_code == 422 and 'value="Mia"' in answer.text
    assert world.all(Letter) == []


# Consultations and roles


def test_a_consultation_is_created_in_preparation(world: World, admin: FlaskClient, visitor: FlaskClient) -> None:
    answer = admin.post("/admin/consultations", data={"slug": "plan-2030", "title": "Plan 2030"})
    assert answer.location.startswith("/admin/consultations/plan-2030")
    assert world.one(Consultation, slug="plan-2030").title == "Plan 2030"
    assert visitor.get("/plan-2030/").status_code == 404
    assert "Plan 2030" in admin.get("/admin/consultations").text
    assert admin.get("/plan-2030/office/catalogue").status_code == 200


@pytest.mark.parametrize("slug", ["wir", "admin", "Groß", "", "a/b", "api"])
def test_a_taken_or_reserved_address_is_refused(world: World, admin: FlaskClient, slug: str) -> None:
    answer = admin.post("/admin/consultations", data={"slug": slug, "title": "Mein Titel"})
    assert answer.status_code == 422 and "Mein Titel" in answer.text
    assert len(world.all(Consultation)) == 2


def test_somebody_with_an_account_has_the_role_at_once(world: World, app: Flask, admin: FlaskClient) -> None:
    form = {"email": "Stranger@example.org", "role": "editor", "organisation": ""}
    answer = admin.post("/admin/consultations/wir", data=form)
    assert answer.status_code == 303 and "done=role" in answer.location
    assert world.client(app, "stranger").get("/wir/office/catalogue").status_code == 200
    assert world.all(Invitation) == []
    assert world.one(AuditLine, event="membership.given").detail.startswith("editor")
    assert "Stranger" in admin.get("/admin/consultations/wir").text


def test_everybody_else_gets_an_invitation(world: World, admin: FlaskClient) -> None:
    form = {"email": "neu@example.org", "name": "Neu", "role": "chair", "organisation": ""}
    answer = admin.post("/admin/consultations/wir", data=form)
    assert "done=invited" in answer.location
    invitation = world.one(Invitation)
    assert (invitation.role, invitation.chair) == (Role.STEERING, True)
    assert world.one(Letter).address == "neu@example.org"


@pytest.mark.parametrize(
    "form",
    [
        {"email": "editor@example.org", "role": "editor"},
        {"email": "stranger@example.org", "role": "releaser"},
        {"email": "neu@example.org", "role": "releaser"},
        {"email": "stranger@example.org", "role": "admin"},
        {"email": "so nicht", "role": "editor"},
        {"email": "stranger@example.org", "role": "editor", "organisation": "3"},
    ],
)
def test_a_role_that_cannot_be_given_is_refused(world: World, admin: FlaskClient, form: dict[str, str]) -> None:
    before = len(world.all(MembershipRow))
    answer = admin.post("/admin/consultations/wir", data={"organisation": "", **form})
    assert answer.status_code == 422 and form["email"] in answer.text
    assert len(world.all(MembershipRow)) == before and world.all(Invitation) == []


def test_a_role_given_for_an_organisation_speaks_for_it(world: World, admin: FlaskClient) -> None:
    admin.post(
        "/admin/consultations/wir", data={"email": "editor@example.org", "role": "releaser", "organisation": "1"}
    )
    assert world.one(MembershipRow, account_id=EDITOR, role=Role.RELEASER).organisation_id == 1


def test_a_role_ends_within_one_request(world: World, app: Flask, admin: FlaskClient) -> None:
    editor = world.client(app, "editor")
    number = world.one(MembershipRow, account_id=EDITOR).id
    assert editor.get("/wir/office/catalogue").status_code == 200
    assert admin.post(f"/admin/consultations/wir/roles/{number}/end").status_code == 303
    assert editor.get("/wir/office/catalogue").status_code == 404
    assert admin.post(f"/admin/consultations/wir/roles/{number}/end").status_code == 404


def test_a_role_of_another_consultation_is_not_ended_here(world: World, admin: FlaskClient) -> None:
    strange = next(row for row in world.all(MembershipRow) if row.consultation_id == 2)
    assert admin.post(f"/admin/consultations/wir/roles/{strange.id}/end").status_code == 404


# The audit log


def log(world: World, *lines: tuple[str, str, str]) -> None:
    for name, event, subject in lines:
        with world.work(name) as work:
            audit.record(work, event, subject, consultation_id=1)


def shown(page: str) -> list[str]:
    return re.findall(r"<code>([\w.]+)</code>", page)


def test_the_log_is_filtered_by_event_subject_actor_and_day(world: World, admin: FlaskClient) -> None:
    log(world, ("editor", "test.changed", "B 1.2"), ("editor", "test.added", "B 1"), ("member", "test.added", "S 1"))
    assert shown(admin.get("/admin/audit?event=test.added").text) == ["test.added", "test.added"]
    assert shown(admin.get("/admin/audit?subject=B 1.2&event=test.changed").text) == ["test.changed"]
    assert shown(admin.get("/admin/audit?subject=B 1&event=test.added").text) == ["test.added"]
    assert shown(admin.get("/admin/audit?actor=EDIT").text) == ["test.added", "test.changed"]
    assert shown(admin.get(f"/admin/audit?actor={EDITOR}").text) == ["test.added", "test.changed"]
    assert shown(admin.get(f"/admin/audit?day={today() - timedelta(days=9)}").text) == []
    assert shown(admin.get("/admin/audit?actor=%25").text) == []
    assert admin.get("/admin/audit?day=gestern&page=-3").status_code == 200


def test_the_log_shows_the_newest_hundred_first_and_then_the_others(
    world: World, admin: FlaskClient, engine: Engine
) -> None:
    with world.work("editor") as work:
        for number in range(150):
            audit.record(work, "test.line", f"Zeile {number:03}")
    with counted(engine) as sent:
        first = admin.get("/admin/audit?event=test.line").text
    second = admin.get("/admin/audit?event=test.line&page=2").text
    assert (first.count("<bdi>Zeile "), second.count("<bdi>Zeile ")) == (100, 50)
    assert first.index("Zeile 149") < first.index("Zeile 148")
    assert "event=test.line" in first and "page=2" in first
    assert len(sent) == 4


def test_the_log_shows_text_and_never_markup(world: World, admin: FlaskClient) -> None:
    attack = "<script>alert(1)</script>"
    with world.work("editor") as work:
        audit.record(replace(work, actor=replace(work.actor, name=attack)), attack, attack, detail=attack)
    page = admin.get("/admin/audit").text
    assert "<script>alert" not in page and page.count("&lt;script&gt;") >= 4


def test_an_erased_name_is_gone_from_the_log(world: World, admin: FlaskClient) -> None:
    log(world, ("moderator", "item.changed", "B 1.2"))
    with world.work("moderator") as work:
        erase_account(work)
    page = admin.get("/admin/audit").text
    assert "Moderator<" not in page and "gelöscht" in page


# The outbox


def test_letters_are_shown_by_state_with_the_answer_of_the_server(world: World, admin: FlaskClient) -> None:
    letter(world, 1)
    letter(world, 2, LetterState.SENT, problem=None)
    page = admin.get("/admin/outbox?state=refused").text
    assert "550 no such user" in page and "Betreff 1" in page and "Betreff 2" not in page
    assert "Betreff 2" in admin.get("/admin/outbox?q=a2@").text
    assert "Betreff 1" not in admin.get("/admin/outbox?q=a2@").text


def test_the_outbox_takes_few_statements(world: World, admin: FlaskClient, engine: Engine) -> None:
    with world.work() as work:
        for number in range(120):
            now = work.now
            work.session.add(
                Letter(
                    message_id=f"<{number}>",
                    address="a@example.org",
                    subject=f"Betreff {number}",
                    text="x",
                    html="x",
                    posted_at=now,
                    next_attempt_at=now,
                )
            )
    with counted(engine) as sent:
        first = admin.get("/admin/outbox").text
    assert first.count("Betreff") - first.count("Betreff suchen") == 100
    assert admin.get("/admin/outbox?page=2").text.count("Betreff ") - 1 == 20
    assert len(sent) == 3


def test_a_refused_letter_is_tried_again_at_once(world: World, admin: FlaskClient) -> None:
    number = letter(world).id
    assert admin.post(f"/admin/outbox/{number}/retry").status_code == 303
    again = world.one(Letter)
    assert again.state is LetterState.WAITING and again.next_attempt_at <= datetime.now(UTC)


def test_a_letter_that_has_left_or_has_no_text_is_not_tried_again(world: World, admin: FlaskClient) -> None:
    left = letter(world, 1, LetterState.SENT).id
    blank = letter(world, 2, text="", html="").id
    for number in (left, blank):
        assert admin.post(f"/admin/outbox/{number}/retry").status_code == 409
    assert "Jetzt noch einmal" not in admin.get("/admin/outbox").text


def test_the_text_of_a_letter_is_shown_unless_it_is_secret(world: World, admin: FlaskClient) -> None:
    plain, secret = letter(world, 1).id, letter(world, 2, is_secret=True, text="Ihr Link: portal:/password/abc").id
    shown_text = admin.get(f"/admin/outbox/{plain}").text
    assert "Guten Tag, http://" in shown_text and "/wir/ wartet" in shown_text
    hidden = admin.get(f"/admin/outbox/{secret}").text
    assert "/password/abc" not in hidden and "persönlichen Link" in hidden
    assert "/password/abc" not in admin.get("/admin/outbox").text


def test_letters_are_text_and_never_markup(world: World, admin: FlaskClient) -> None:
    attack = "<img src=x onerror=alert(1)>"
    row = letter(world, 1, text=attack, problem=attack)
    with world.work() as work:
        work.session.get_one(Letter, row.id).subject = attack
    for page in ("/admin/outbox", f"/admin/outbox/{row.id}"):
        assert "<img" not in admin.get(page).text
