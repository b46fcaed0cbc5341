"""All that is kept about one person: theirs to take along, and to have erased."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from portal.accounts.models import Account, PasswordLetter, SignInSession
from portal.audit import operations as audit
from portal.audit.models import AuditLine
from portal.comments import counters, drafts
from portal.comments.models import Comment, CommentState, Draft, Revision, Stance, Voice
from portal.comments.operations import revise_comment, settle
from portal.kernel.actor import Role
from portal.kernel.database import begin_reading, unit_of_work
from portal.outbox import operations as outbox
from portal.outbox.letters import WrittenLetter
from portal.outbox.models import Letter, LetterState
from portal.outbox.queries import letters_to
from portal.stakeholders.models import Invitation, MembershipRow
from tests.accounts.people import PASSWORD, entry, give_password
from tests.support.world import World, address_of, consultation_in, contribution


@pytest.fixture(autouse=True)
def _passwords(world: World) -> None:
    give_password(world, "member", "releaser", "admin")


def draft(world: World, name: str, body: str, *, is_shared: bool = False) -> None:
    with world.work(name) as work:
        here = consultation_in(work)
        said = contribution(work, here, "B 1.2", Stance.SUPPORT, body)
        writing = drafts.Writing(said.item_id, said.version_id, None, body)
        drafts.save_draft(work, here, writing, is_shared=is_shared)


def approve(world: World, comment: Comment) -> None:
    with world.work() as work:
        row = work.session.get_one(Comment, comment.id)
        settle(work, consultation_in(work), row, CommentState.APPROVED)


def erase(client: FlaskClient, password: str = PASSWORD) -> int:
    return client.post("/account/erase", data={"password": password}).status_code


def test_own_data_hold_every_text_in_every_revision(member: FlaskClient, world: World) -> None:
    comment = world.comment(body="Erste Fassung")
    with world.work("member") as work:
        here = consultation_in(work)
        said = contribution(work, here, "B 1.2", Stance.OBJECT, "Zweite Fassung")
        revise_comment(work, here, work.session.get_one(Comment, comment.id), said)
    draft(world, "member", "Noch nicht fertig")
    world.comment("stranger", body="Nicht von mir")
    answer = member.get("/account/data.json")
    assert answer.mimetype == "application/json" and "attachment" in answer.headers["Content-Disposition"]
    told = json.loads(answer.text)
    assert told["account"]["email"] == address_of("member")
    assert [line["organisation"] for line in told["memberships"]] == ["Elternnetz"]
    (submitted,) = told["comments"]["submitted"]
    assert [revision["text"] for revision in submitted["revisions"]] == ["Erste Fassung", "Zweite Fassung"]
    assert [line["text"] for line in told["comments"]["drafts"]] == ["Noch nicht fertig"]
    assert len(told["letters"]) == 2 and all("eingegangen" in letter["subject"] for letter in told["letters"])
    assert len(told["sessions"]) == 1
    assert "Nicht von mir" not in answer.text and "password" not in answer.text.replace("password_", "")


def test_erasing_needs_the_password(member: FlaskClient, world: World) -> None:
    assert erase(member, "falsch") == erase(member, "") == 422
    assert world.one(Account, email=address_of("member")).erased_at is None


def test_an_erased_account_names_nobody_and_opens_for_nobody(
    app: Flask, member: FlaskClient, visitor: FlaskClient, world: World
) -> None:
    account_id = world.actor("member").account_id
    phone = app.test_client()
    phone.post("/sign-in", data=entry())
    answer = member.post("/account/erase", data={"password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/sign-in?done=erased")
    assert phone.get("/account/").status_code == member.get("/account/").status_code == 303
    account = world.one(Account, id=account_id)
    assert (account.name, account.password_hash, account.is_blocked) == ("", None, True)
    assert account.erased_at is not None
    assert visitor.post("/sign-in", data=entry()).status_code == 422
    assert [row for row in world.all(MembershipRow) if row.account_id == account_id and row.ended_at is None] == []
    sessions = [row for row in world.all(SignInSession) if row.account_id == account_id]
    assert len(sessions) == 2 and all(row.ended_at is not None and row.browser == "" for row in sessions)


def test_name_and_address_are_nowhere_in_the_database_any_more(member: FlaskClient, world: World) -> None:
    with world.work("member") as work:
        audit.record(work, "invitation.sent", address_of("member"), detail=address_of("member"))
    with world.work() as work:
        work.session.execute(update(Account).where(Account.email == address_of("member")).values(name="Mia Öztürk"))
    world.comment(body="Öffentlich")
    world.add(invitation(world))
    assert erase(member) == 303
    with unit_of_work(world.engine) as session:
        begin_reading(session)
        tables = Account.metadata.sorted_tables
        rows = [str(row) for table in tables for row in session.execute(table.select())]
    assert len(rows) > 20
    assert [row for row in rows if address_of("member") in row or "Öztürk" in row or "'Member'" in row] == []


def test_what_was_published_stays_without_its_author(member: FlaskClient, world: World) -> None:
    comment = world.comment(body="Mehr Sprachpat*innen")
    approve(world, comment)
    assert erase(member) == 303
    row = world.one(Comment, id=comment.id)
    assert (row.author_id, row.state, row.visible) == (None, CommentState.APPROVED, 1)
    revision = world.one(Revision, comment_id=comment.id)
    assert (revision.body, revision.submitter_id) == ("Mehr Sprachpat*innen", None)


def test_what_was_never_shown_is_withdrawn_and_overwritten(member: FlaskClient, world: World) -> None:
    comment = world.comment(body="Nur für das Prüfteam")
    assert erase(member) == 303
    assert world.one(Comment, id=comment.id).state is CommentState.WITHDRAWN
    revision = world.one(Revision, comment_id=comment.id)
    assert (revision.body, str(revision.html)) == ("", "")
    with world.work() as work:
        here = consultation_in(work)
        assert counters.counted(work, here.id) == counters.recount(work, here.id)


def test_statements_and_shared_drafts_belong_to_the_organisation(app: Flask, world: World) -> None:
    statement = world.comment("releaser", body="Wir sind dafür", voice=Voice.ORGANISATION)
    draft(world, "releaser", "Geteilt", is_shared=True)
    draft(world, "releaser", "Nur für mich")
    assert erase(world.client(app, "releaser")) == 303
    assert world.one(Comment, id=statement.id).state is CommentState.SUBMITTED
    assert world.one(Revision, comment_id=statement.id).body == "Wir sind dafür"
    assert [row.body for row in world.all(Draft)] == ["Geteilt"]


def test_words_of_others_stay_as_they_are(member: FlaskClient, world: World) -> None:
    theirs = world.comment("stranger", body="Von jemand anderem")
    before = world.one(Revision, comment_id=theirs.id)
    assert erase(member) == 303
    after = world.one(Revision, comment_id=theirs.id)
    assert (after.body, after.submitter_id) == (before.body, before.submitter_id)
    assert world.one(Account, email=address_of("stranger")).erased_at is None


def test_letters_that_wait_do_not_leave_and_open_invitations_are_dead(member: FlaskClient, world: World) -> None:
    world.comment()
    with world.work() as work:
        outbox.post(work, WrittenLetter(address_of("stranger"), "Betreff", "Text", "<p>Text</p>"))
    world.add(invitation(world))
    world.add(PasswordLetter(account_id=world.actor("member").account_id, token_digest="x", **moments()))
    assert erase(member) == 303
    mine, theirs = world.all(Letter)
    assert (mine.state, mine.address, mine.text, mine.html) == (LetterState.REFUSED, "", "", "")
    assert (theirs.state, theirs.address, theirs.text) == (LetterState.WAITING, address_of("stranger"), "Text")
    assert world.one(Invitation).revoked_at is not None and world.one(Invitation).email == ""
    assert world.all(PasswordLetter) == []
    with world.work() as work:
        assert letters_to(work, address_of("member")) == []


def test_what_was_done_stays_in_the_audit_log(member: FlaskClient, world: World) -> None:
    comment = world.comment()
    assert erase(member) == 303
    lines = {line.event: line for line in world.all(AuditLine)}
    assert lines["comment.submitted"].subject == comment.public_id
    assert lines["comment.submitted"].actor_label == lines["account.erased"].actor_label == ""


def test_the_last_who_administers_the_portal_cannot_leave_it(app: Flask, world: World) -> None:
    admin = world.client(app, "admin")
    answer = admin.post("/account/erase", data={"password": PASSWORD})
    assert answer.status_code == 403 and "einzige Systemverwaltung" in answer.text
    assert world.one(Account, email=address_of("admin")).erased_at is None
    with world.work() as work:
        work.session.execute(update(Account).where(Account.email == address_of("editor")).values(is_admin=True))
    assert erase(admin) == 303


def invitation(world: World) -> Invitation:
    with world.work() as work:
        here = consultation_in(work).id
    return Invitation(
        consultation_id=here,
        email=address_of("member"),
        name="Member",
        role=Role.EDITOR,
        token_digest="y",
        invited_at=datetime.now(UTC),
        expires_at=datetime.now(UTC) + timedelta(days=9),
    )


def moments() -> dict[str, datetime]:
    return {"posted_at": datetime.now(UTC), "expires_at": datetime.now(UTC) + timedelta(hours=2)}
