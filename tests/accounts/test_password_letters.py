"""A forgotten password: the letter, its link, and everything such a link must not do."""

import re
import time
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from portal.accounts import operations
from portal.accounts.jobs import JOBS
from portal.accounts.models import Account, PasswordLetter, SignInSession, Throttle
from portal.accounts.policy import MOST_LETTERS
from portal.accounts.throttle import MOST_PER_ACCOUNT
from portal.kernel.actor import Role
from portal.kernel.errors import Conflict
from portal.kernel.public_id import digest, new_token
from portal.outbox.jobs import run_due_jobs
from portal.outbox.models import Job, Letter
from portal.stakeholders.models import Invitation, MembershipRow
from tests.accounts.people import ANOTHER, PASSWORD, entry, give_password
from tests.support.world import World, address_of, consultation_in

HEAD = {"plan_name": "WIR 2.0", "city": "Lindenfurt", "contact_name": "Büro", "contact_phone": "", "privacy_href": ""}


def ask(world: World, client: FlaskClient, email: str) -> None:
    """Fill in the form, and let the worker go round."""
    answer = client.post("/password", data={"email": email})
    assert (answer.status_code, answer.location) == (303, "/password?done=letter")
    run_due_jobs(world.engine, JOBS)


def token_in(world: World, name: str = "member") -> str:
    """From the newest letter to that person."""
    letter = [row for row in world.all(Letter) if row.address == address_of(name)][-1]
    found = re.search(r"portal:/password/(\S+)", letter.text)
    assert found is not None
    return found[1]


def use(client: FlaskClient, token: str, password: str = ANOTHER) -> int:
    return client.post(f"/password/{token}", data={"new_password": password}).status_code


def test_the_link_in_the_letter_gives_a_new_password(visitor: FlaskClient, world: World) -> None:
    give_password(world, "member")
    ask(world, visitor, " Member@Example.org ")
    letter = world.one(Letter, address=address_of("member"))
    assert letter.is_secret and letter.subject == "Neues Passwort wählen"
    answer = visitor.post(f"/password/{token_in(world)}", data={"new_password": ANOTHER})
    assert (answer.status_code, answer.location) == (303, "/sign-in?done=password")
    assert visitor.post("/sign-in", data=entry(password=PASSWORD)).status_code == 422
    assert visitor.post("/sign-in", data=entry(password=ANOTHER)).status_code == 303
    assert [letter.subject for letter in world.all(Letter)][-1] == "Ihr Passwort ist geändert"


def test_only_the_digest_of_a_token_is_kept_and_the_letter_forgets_it(visitor: FlaskClient, world: World) -> None:
    ask(world, visitor, address_of("member"))
    assert world.one(PasswordLetter).token_digest == digest(token_in(world))
    assert world.one(PasswordLetter).expires_at - world.one(PasswordLetter).posted_at == timedelta(hours=2)


def test_an_account_without_a_password_gets_its_first_one(visitor: FlaskClient, world: World) -> None:
    ask(world, visitor, address_of("member"))
    assert use(visitor, token_in(world)) == 303
    assert visitor.post("/sign-in", data=entry(password=ANOTHER)).status_code == 303


def test_an_unknown_address_gets_the_same_answer_and_no_letter(visitor: FlaskClient, world: World) -> None:
    ask(world, visitor, "nobody@example.org")
    assert not world.all(Letter) and not world.all(PasswordLetter)
    known, unknown = (
        visitor.post("/password", data={"email": email}, follow_redirects=True).text
        for email in (address_of("member"), "nobody@example.org")
    )
    assert re.sub(r'value="[^"]*"', "", known) == re.sub(r'value="[^"]*"', "", unknown)


def test_known_and_unknown_addresses_leave_the_same_rows_behind_at_first(visitor: FlaskClient, world: World) -> None:
    """What tells them apart happens in the worker, so no answer can take longer for one of them."""
    for email in (address_of("member"), "nobody@example.org"):
        visitor.post("/password", data={"email": email})
    known, unknown = world.all(Job)
    assert known.kind == unknown.kind and known.arguments.keys() == unknown.arguments.keys()
    assert world.all(Letter) == []
    run_due_jobs(world.engine, JOBS)
    assert world.all(Job) == []


@pytest.mark.parametrize("email", ["", "no address", "a@b.example\r\nBcc: c@d.example"])
def test_what_is_no_address_is_said_at_once(visitor: FlaskClient, world: World, email: str) -> None:
    answer = visitor.post("/password", data={"email": email})
    assert answer.status_code == 422 and 'id="email-error"' in answer.text
    assert world.all(Job) == []


def test_nobodys_mailbox_is_flooded(visitor: FlaskClient, world: World) -> None:
    for _ in range(MOST_LETTERS + 2):
        ask(world, visitor, address_of("member"))
    assert len(world.all(Letter)) == MOST_LETTERS


def test_one_address_may_ask_only_so_often(visitor: FlaskClient) -> None:
    answers = [visitor.post("/password", data={"email": f"p{n}@example.org"}).status_code for n in range(11)]
    assert answers == [303] * 10 + [429]


def test_looking_at_the_link_uses_nothing_up(visitor: FlaskClient, world: World) -> None:
    ask(world, visitor, address_of("member"))
    token = token_in(world)
    for _ in range(2):
        answer = visitor.get(f"/password/{token}")
        assert answer.status_code == 200 and address_of("member") in answer.text
    assert use(visitor, token) == 303


def test_a_link_is_good_once(visitor: FlaskClient, world: World) -> None:
    ask(world, visitor, address_of("member"))
    token = token_in(world)
    assert [use(visitor, token), use(visitor, token)] == [303, 410]
    assert visitor.get(f"/password/{token}").status_code == 410


def test_of_two_who_use_a_link_at_once_one_wins(world: World) -> None:
    with world.work() as work:
        operations.post_password_letter(work, address_of("member"), "de", HEAD)
    token, outcomes = token_in(world), []

    def try_it(number: int) -> None:
        try:
            with world.work() as work:
                operations.use_password_letter(work, token, f"hash {number}", HEAD)
                time.sleep(0.05)
            outcomes.append(number)
        except Conflict:
            outcomes.append(-1)

    threads = [Thread(target=try_it, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = max(outcomes)
    assert sorted(outcomes) == [-1, -1, -1, winner]
    assert world.one(Account, email=address_of("member")).password_hash == f"hash {winner}"


def test_a_link_is_over_after_two_hours(visitor: FlaskClient, world: World) -> None:
    ask(world, visitor, address_of("member"))
    with world.work() as work:
        work.session.execute(update(PasswordLetter).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    token = token_in(world)
    assert use(visitor, token) == visitor.get(f"/password/{token}").status_code == 410


def test_used_over_and_unknown_links_look_alike(visitor: FlaskClient, world: World) -> None:
    ask(world, visitor, address_of("member"))
    token = token_in(world)
    use(visitor, token)
    used, unknown = visitor.get(f"/password/{token}"), visitor.get(f"/password/{new_token()}")
    assert used.status_code == unknown.status_code == 410
    assert used.text.replace(token, "") == re.sub(r"/password/[\w-]{32}", "/password/", unknown.text)


def test_a_new_password_ends_every_session_and_every_other_link(
    visitor: FlaskClient, member: FlaskClient, world: World
) -> None:
    ask(world, visitor, address_of("member"))
    first = token_in(world)
    ask(world, visitor, address_of("member"))
    assert use(visitor, token_in(world)) == 303
    assert use(visitor, first) == 410
    assert member.get("/account/").status_code == 303


def test_a_new_password_opens_an_account_that_guessing_had_closed(visitor: FlaskClient, world: World) -> None:
    for _ in range(MOST_PER_ACCOUNT):
        visitor.post("/sign-in", data=entry(password="falsch"))
    ask(world, visitor, address_of("member"))
    use(visitor, token_in(world))
    assert visitor.post("/sign-in", data=entry(password=ANOTHER)).status_code == 303
    assert len(world.all(Throttle)) == 1


@pytest.mark.parametrize("password", ["", "kurz", "a" * 201, "kommentarschleife", "member@example.org"])
def test_a_bad_password_is_refused_and_the_link_stays_good(visitor: FlaskClient, world: World, password: str) -> None:
    ask(world, visitor, address_of("member"))
    token = token_in(world)
    answer = visitor.post(f"/password/{token}", data={"new_password": password})
    assert answer.status_code == 422 and 'id="new_password-error"' in answer.text
    assert use(visitor, token) == 303


def test_a_blocked_account_is_not_opened_by_a_letter(visitor: FlaskClient, world: World) -> None:
    ask(world, visitor, address_of("member"))
    with world.work() as work:
        work.session.execute(update(Account).values(is_blocked=True))
    assert use(visitor, token_in(world)) == 410
    ask(world, visitor, address_of("member"))
    assert len(world.all(Letter)) == 1


def test_an_expired_invitation_is_not_accepted_by_way_of_a_new_password(visitor: FlaskClient, world: World) -> None:
    give_password(world, "admin")
    for email in (address_of("admin"), "invited@example.org"):
        world.add(expired_invitation(world, email))
        ask(world, visitor, email)
    assert {letter.address for letter in world.all(Letter)} == {address_of("admin")}
    assert use(visitor, token_in(world, "admin")) == 303
    admin = world.one(Account, email=address_of("admin"))
    assert [row for row in world.all(MembershipRow) if row.account_id == admin.id] == []
    assert all(row.accepted_at is None for row in world.all(Invitation))
    assert [row.email for row in world.all(Account) if row.email == "invited@example.org"] == []


def test_the_token_of_an_invitation_is_none_for_a_password(visitor: FlaskClient, world: World) -> None:
    token = new_token()
    invitation = expired_invitation(world, address_of("member"))
    invitation.token_digest, invitation.expires_at = digest(token), datetime.now(UTC) + timedelta(days=1)
    world.add(invitation)
    assert visitor.get(f"/password/{token}").status_code == use(visitor, token) == 410


def test_the_letter_is_written_in_the_language_of_the_account(world: World) -> None:
    with world.work() as work:
        work.session.execute(update(Account).values(language="en"))
    with world.work() as work:
        operations.post_password_letter(work, address_of("member"), "de", HEAD)
    assert 'lang="en"' in world.one(Letter).html


def test_the_sign_in_page_says_that_the_new_password_holds(visitor: FlaskClient) -> None:
    assert "Ihr neues Passwort gilt ab sofort." in visitor.get("/sign-in?done=password").text


def test_sessions_of_others_stay(visitor: FlaskClient, world: World) -> None:
    ask(world, visitor, address_of("member"))
    use(visitor, token_in(world))
    stranger = world.one(Account, email=address_of("stranger"))
    assert world.one(SignInSession, account_id=stranger.id).ended_at is None


def expired_invitation(world: World, email: str) -> Invitation:
    with world.work() as work:
        here = consultation_in(work).id
    now = datetime.now(UTC)
    return Invitation(
        consultation_id=here,
        email=email,
        role=Role.EDITOR,
        token_digest=digest(email),
        invited_at=now - timedelta(days=40),
        expires_at=now - timedelta(days=1),
    )
