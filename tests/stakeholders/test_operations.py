"""Inviting, accepting, leaving, and what the office does with groups and organisations."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Barrier, Thread

import pytest

from portal.accounts.models import Account
from portal.audit.models import AuditLine
from portal.consultations.models import Consultation, Phase
from portal.kernel.actor import Role
from portal.kernel.city_time import CITY_TIME
from portal.kernel.errors import Conflict, Invalid, Missing, Refused
from portal.kernel.public_id import digest
from portal.kernel.work import Work
from portal.outbox.models import Letter, LetterState
from portal.stakeholders import operations
from portal.stakeholders.models import Extension, Invitation, MembershipRow, Organisation, StakeholderGroup
from portal.stakeholders.operations import accept, end_membership, grant_extension, invite, invite_many, join, joining
from portal.stakeholders.queries import extended_until
from portal.stakeholders.queries.invitations import invitation_to_change
from portal.stakeholders.reading import Faulty, Invitee, Row, read_list
from portal.stakeholders.roster import (
    GROUP_NEEDED,
    IS_INVITED,
    IS_MEMBER,
    NO_EMAIL,
    ONE_LINE,
    ORGANISATION_NEEDED,
    OTHER_GROUP,
    TWICE,
    UNKNOWN_GROUP,
    UNKNOWN_ORGANISATION,
)
from tests.support.world import ELSEWHERE, World, consultation_in

NEW = "neu@example.org"


def invited(world: World, by: str = "editor", **fields: object) -> str:
    """Invite somebody and return the token from their letter."""
    invitee = Invitee(**{"email": NEW, **fields})  # type: ignore[arg-type]
    with world.work(by) as work:
        invite(work, consultation_in(work), invitee)
    return token_to(world, invitee.email)


def token_to(world: World, address: str) -> str:
    letters = [letter for letter in world.all(Letter) if letter.address == address and letter.text]
    found = re.search(r"portal:/invitations/([\w-]+)", letters[-1].text)
    assert found
    return found[1]


def events(world: World, name: str) -> list[AuditLine]:
    return [line for line in world.all(AuditLine) if line.event == name]


# Inviting


def test_an_invitation_comes_with_its_letter_and_its_audit_line(world: World) -> None:
    token = invited(world, name="Ada", organisation_name="Elternnetz", role=Role.RELEASER)
    invitation, letter = world.one(Invitation), world.one(Letter)
    assert invitation.token_digest == digest(token)
    assert invitation.letter_id == letter.id
    assert (letter.is_secret, letter.state) == (True, LetterState.WAITING)
    assert events(world, "invitation.sent")[0].actor_label == "Editor"
    assert token not in " ".join(f"{line.subject} {line.detail}" for line in world.all(AuditLine))


def test_the_token_has_at_least_128_bits_and_is_stored_nowhere_but_in_the_letter(world: World) -> None:
    token = invited(world)
    assert len(token) * 6 >= 128
    invitation = world.one(Invitation)
    assert token not in str({column.key: getattr(invitation, column.key) for column in Invitation.__table__.columns})


def test_an_invitation_is_good_for_thirty_days_or_until_a_day_after_commenting(world: World) -> None:
    with world.work() as work:
        here = consultation_in(work)
        here.closes_at = datetime(2030, 5, 1, tzinfo=CITY_TIME).astimezone(UTC)
    invited(world)
    assert world.one(Invitation).expires_at == datetime(2030, 5, 2, tzinfo=CITY_TIME)
    with world.work() as work:
        consultation_in(work).closes_at = work.now + timedelta(days=2)
    invited(world, email="b@example.org")
    last = world.all(Invitation)[-1]
    local = last.expires_at.astimezone(CITY_TIME)
    assert (local.hour, local.minute) == (0, 0)
    assert timedelta(days=30) <= last.expires_at - last.invited_at <= timedelta(days=31, hours=1)


def test_a_new_organisation_is_added_with_its_group(world: World) -> None:
    invited(world, organisation_name="Sportkreis", group_key="Politik")
    added = world.one(Organisation, name="Sportkreis")
    assert world.one(StakeholderGroup, id=added.group_id).key == "politics"
    assert world.one(Invitation).organisation_id == added.id


def test_an_organisation_is_found_whatever_its_case(world: World) -> None:
    invited(world, organisation_name="  ELTERNNETZ ")
    assert world.one(Invitation).organisation_id == world.all(Organisation)[0].id


@pytest.mark.parametrize(
    ("fields", "sentence", "field"),
    [
        ({"email": " "}, NO_EMAIL, "email"),
        ({"email": "kein-at"}, None, "email"),
        ({"email": "a@example.org\r\nBcc: b@example.org"}, None, "email"),
        ({"name": "Ada\r\nBcc: b@example.org"}, ONE_LINE, "name"),
        ({"name": "x" * 101}, ONE_LINE, "name"),
        ({"organisation_name": "Neu", "group_key": ""}, GROUP_NEEDED, "group"),
        ({"organisation_name": "Neu", "group_key": "nobody"}, UNKNOWN_GROUP, "group"),
        ({"organisation_name": "Elternnetz", "group_key": "politics"}, OTHER_GROUP, "group"),
        ({"organisation_name": "Neu\nZeile", "group_key": "politics"}, ONE_LINE, "organisation"),
        ({"organisation_id": 9999}, UNKNOWN_ORGANISATION, "organisation"),
        ({"role": Role.RELEASER}, ORGANISATION_NEEDED, "organisation"),
        ({"email": "member@example.org", "organisation_name": "Elternnetz"}, IS_MEMBER, "email"),
        ({"email": "Member@Example.org", "organisation_name": "elternnetz"}, IS_MEMBER, "email"),
    ],
)
def test_each_wrong_field_has_its_sentence(
    world: World, fields: dict[str, object], sentence: str | None, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        invited(world, **fields)  # type: ignore[arg-type]
    assert refusal.value.field == field
    assert sentence is None or refusal.value.sentence == sentence
    assert [*world.all(Invitation), *world.all(Letter)] == []


def test_an_organisation_of_another_consultation_is_unknown(world: World) -> None:
    elsewhere = world.all(Organisation)[-1]
    with pytest.raises(Invalid):
        invited(world, organisation_id=elsewhere.id)


def test_nobody_is_invited_twice_into_the_same_role(world: World) -> None:
    invited(world, organisation_name="Elternnetz")
    with pytest.raises(Invalid) as refusal:
        invited(world, organisation_name="Elternnetz")
    assert refusal.value.sentence == IS_INVITED
    invited(world, organisation_name="Elternnetz", role=Role.RELEASER)
    invited(world, organisation_name="Mieterrat")
    assert len(world.all(Invitation)) == 3


def test_who_has_left_or_was_revoked_can_be_invited_again(world: World) -> None:
    invited(world)
    with world.work("editor") as work:
        operations.revoke(work, consultation_in(work), work.session.get_one(Invitation, 1))
    invited(world)
    assert len(world.all(Invitation)) == 2


@pytest.mark.parametrize("name", ["member", "stranger", "private", "moderator", "steering", "chair", "outsider"])
def test_nobody_else_may_invite(world: World, name: str) -> None:
    with pytest.raises(Refused):
        invited(world, name, organisation_name="Elternnetz")


@pytest.mark.parametrize(
    "fields",
    [
        {"role": Role.RELEASER, "organisation_name": "Elternnetz"},
        {"role": Role.EDITOR, "organisation_name": "Elternnetz"},
        {"organisation_name": "Mieterrat"},
        {"organisation_name": "Sportkreis", "group_key": "politics"},
        {},
    ],
)
def test_a_releaser_invites_members_of_the_own_organisation_only(world: World, fields: dict[str, object]) -> None:
    with pytest.raises(Refused):
        invited(world, "releaser", **fields)
    assert world.all(Invitation) == []
    invited(world, "releaser", organisation_name="Elternnetz")
    assert world.one(Invitation).inviter_id is not None


def test_an_archived_consultation_invites_nobody(world: World) -> None:
    world.phase(Phase.ARCHIVED)
    with pytest.raises(Refused):
        invited(world)


# Lists

LIST = """email;role;organisation;group;name
a@example.org;releaser;Sportkreis;;Ada
b@example.org;member;Sportkreis;civil-society;Bo
c@example.org;member;;;
d@example.org;chair;;;Di
"""


def test_a_whole_list_is_invited_at_once(world: World) -> None:
    with world.work("editor") as work:
        made = invite_many(work, consultation_in(work), read_list(LIST).rows)
    assert [invitation.email[0] for invitation in made] == ["a", "b", "c", "d"]
    assert len(world.all(Letter)) == 4
    assert len([row for row in world.all(Organisation) if row.name == "Sportkreis"]) == 1
    assert [(row.role, row.chair) for row in world.all(Invitation)][3] == (Role.STEERING, True)


def test_one_fault_keeps_everybody_from_being_invited(world: World) -> None:
    rows = read_list(LIST + "e@example;member;;;\nA@example.org;releaser;sportkreis;;\nf@example.org;;Chor;;").rows
    before = len(world.all(Organisation))
    with pytest.raises(Faulty) as refusal, world.work("editor") as work:
        invite_many(work, consultation_in(work), rows)
    faults = [(fault.row, fault.column, fault.value, fault.sentence) for fault in refusal.value.faults]
    assert faults[0][:3] == (6, "email", "e@example")
    assert faults[1:] == [(7, "email", "a@example.org", TWICE), (8, "group", "", GROUP_NEEDED)]
    assert [*world.all(Invitation), *world.all(Letter)] == []
    assert len(world.all(Organisation)) == before


def test_trying_a_list_out_changes_nothing(world: World) -> None:
    with world.work("editor") as work:
        tried = operations.rehearse(work, consultation_in(work), read_list(LIST).rows)
    assert (tried.faults, tried.new_organisations) == ((), ("Sportkreis",))
    assert world.all(Invitation) == []


# Sending again and taking back


def test_sending_again_kills_the_former_link_and_its_waiting_letter(world: World) -> None:
    first = invited(world)
    change(world, operations.resend)
    second = token_to(world, NEW)
    old, new = world.all(Letter)
    assert (old.state, old.text, old.html) == (LetterState.REFUSED, "", "")
    assert world.one(Invitation).letter_id == new.id
    with pytest.raises(Missing), world.work() as work:
        accept(work, first, "Ada", "hash")
    with world.work() as work:
        assert accept(work, second, "Ada", "hash").is_new


def test_an_expired_invitation_lives_again_when_it_is_sent_again(world: World) -> None:
    invited(world)
    with world.work() as work:
        work.session.get_one(Invitation, 1).expires_at = work.now - timedelta(days=1)
    change(world, operations.resend)
    assert world.one(Invitation).expires_at > datetime.now(UTC) + timedelta(days=29)


def test_a_revoked_invitation_is_dead(world: World) -> None:
    token = invited(world)
    change(world, operations.revoke)
    assert world.one(Letter).text == ""
    with pytest.raises(Conflict), world.work() as work:
        accept(work, token, "Ada", "hash")
    for operation in (operations.revoke, operations.resend):
        with pytest.raises(Conflict):
            change(world, operation)


def test_an_accepted_invitation_is_neither_sent_again_nor_revoked(world: World) -> None:
    join_by(world, invited(world))
    for operation in (operations.revoke, operations.resend):
        with pytest.raises(Conflict):
            change(world, operation)


@pytest.mark.parametrize("name", ["member", "stranger", "outsider", "steering", "moderator"])
def test_nobody_else_may_send_again_or_revoke(world: World, name: str) -> None:
    invited(world, organisation_name="Elternnetz")
    for operation in (operations.revoke, operations.resend):
        with pytest.raises(Refused):
            change(world, operation, by=name)


def test_a_releaser_may_revoke_a_member_but_not_a_releaser(world: World) -> None:
    invited(world, organisation_name="Elternnetz", role=Role.RELEASER)
    with pytest.raises(Refused):
        change(world, operations.revoke, by="releaser")
    invited(world, organisation_name="Elternnetz")
    change(world, operations.revoke, by="releaser", number=2)
    assert world.one(Invitation, id=2).revoked_at


def change(
    world: World, operation: Callable[[Work, Consultation, Invitation], None], *, by: str = "editor", number: int = 1
) -> None:
    with world.work(by) as work:
        here = consultation_in(work)
        row = invitation_to_change(work, here, number)
        assert row is not None
        operation(work, here, row)


def join_by(world: World, token: str) -> None:
    with world.work() as work:
        accept(work, token, "Ada Beispiel", "hash")


# Accepting


def test_accepting_makes_an_account_and_a_membership(world: World) -> None:
    token = invited(world, organisation_name="Elternnetz", role=Role.RELEASER)
    with world.work() as work:
        welcome = accept(work, token, " Ada  Beispiel ", "hash", language="en")
    account = world.one(Account, email=NEW)
    assert (account.id, account.name, account.password_hash, account.language) == (
        welcome.account.id,
        "Ada Beispiel",
        "hash",
        "en",
    )
    membership = world.one(MembershipRow, account_id=account.id)
    assert (membership.role, membership.organisation_id, membership.private_number) == (Role.RELEASER, 1, None)
    assert events(world, "invitation.accepted")[0].actor_id == account.id
    assert world.one(Invitation).account_id == account.id


def test_a_chair_chairs(world: World) -> None:
    join_by(world, invited(world, role=Role.STEERING, chair=True))
    assert world.all(MembershipRow)[-1].chair


def test_a_link_is_good_once(world: World) -> None:
    token = invited(world)
    join_by(world, token)
    with pytest.raises(Conflict):
        join_by(world, token)
    assert len(world.all(MembershipRow)) == 14 + 1


@pytest.mark.parametrize("token", ["", "no such token", "x" * 10_000])
def test_an_unknown_token_is_missing(world: World, token: str) -> None:
    invited(world)
    with pytest.raises(Missing):
        join_by(world, token)


def test_the_instant_of_expiry_is_exclusive(world: World) -> None:
    token = invited(world)
    end = world.one(Invitation).expires_at
    with pytest.raises(Conflict), world.work(at=end) as work:
        accept(work, token, "Ada", "hash")
    with world.work(at=end - timedelta(microseconds=1)) as work:
        accept(work, token, "Ada", "hash")


@pytest.mark.parametrize("name", ["", "  ", "\u202e", "x" * 101])
def test_who_accepts_has_a_name(world: World, name: str) -> None:
    token = invited(world)
    with pytest.raises(Invalid), world.work() as work:
        accept(work, token, name, "hash")
    assert world.one(Invitation).accepted_at is None


def test_a_new_person_needs_a_password(world: World) -> None:
    token = invited(world)
    with pytest.raises(Refused), world.work() as work:
        accept(work, token, "Ada", "")


def test_who_has_an_account_accepts_signed_in_with_it(world: World) -> None:
    with world.work() as work:
        for account in (work.session.get_one(Account, 1), work.session.get_one(Account, 3)):
            account.password_hash = "their own"
    token = invited(world, email="member@example.org", organisation_name="Mieterrat")
    for name in (None, "stranger"):
        with pytest.raises(Refused), world.work(name) as work:
            accept(work, token, "Räuber*in", "stolen")
    with world.work("member") as work:
        assert not accept(work, token).is_new
    account = world.one(Account, email="member@example.org")
    assert (account.name, account.password_hash) == ("Member", "their own")
    assert [row.organisation_id for row in world.all(MembershipRow) if row.account_id == account.id] == [1, 2]


def test_an_account_without_password_gets_its_first_one(world: World) -> None:
    token = invited(world, email="admin@example.org", role=Role.EDITOR)
    with pytest.raises(Refused), world.work("member") as work:
        accept(work, token, "Räuber*in", "stolen")
    with world.work() as work:
        accept(work, token, "Verwaltung", "hash")
    assert world.one(Account, email="admin@example.org").password_hash == "hash"


def test_somebody_who_is_signed_in_cannot_accept_for_a_new_address(world: World) -> None:
    token = invited(world)
    with pytest.raises(Refused), world.work("member") as work:
        accept(work, token, "Ada", "hash")


def test_a_blocked_account_accepts_nothing(world: World) -> None:
    with world.work() as work:
        work.session.get_one(Account, 1).is_blocked = True
    token = invited(world, email="member@example.org", organisation_name="Mieterrat")
    with pytest.raises(Refused), world.work() as work:
        accept(work, token, "Ada", "hash")


def test_a_private_person_draws_a_free_number(world: World) -> None:
    numbers = []
    for number in range(40):
        join_by(world, invited(world, email=f"p{number}@example.org"))
        numbers.append(world.all(MembershipRow)[-1].private_number)
    drawn = [number for number in numbers if number is not None]
    assert len(set(drawn)) == 40
    assert 7 not in drawn
    assert all(1 <= number <= 3 * 41 for number in drawn)
    assert drawn != sorted(drawn)


def test_a_number_is_never_given_twice_even_after_leaving(world: World) -> None:
    with world.work() as work:
        here = consultation_in(work)
        for number in range(1, 100):
            if number != 7:
                gone = MembershipRow(
                    account_id=1,
                    consultation_id=here.id,
                    role=Role.MEMBER,
                    private_number=number,
                    began_at=work.now,
                    ended_at=work.now,
                )
                work.session.add(gone)
    join_by(world, invited(world))
    assert (world.all(MembershipRow)[-1].private_number or 0) > 99


def test_only_private_members_have_numbers(world: World) -> None:
    join_by(world, invited(world, role=Role.MODERATOR))
    assert world.all(MembershipRow)[-1].private_number is None


def test_a_private_person_may_speak_from_a_group(world: World) -> None:
    join_by(world, invited(world, group_key="politics"))
    assert world.all(MembershipRow)[-1].group_id == 1


def test_joining_twice_is_one_membership(world: World) -> None:
    with world.work() as work:
        here = consultation_in(work)
        first = join(work, here, 1, Role.MEMBER, organisation_id=1)
        assert first.began_at < work.now
    assert len(world.all(MembershipRow)) == 14


def at_once(tries: Sequence[Callable[[], object]]) -> list[str]:
    """The names of the failures, with “” for each success, of things that begin in the same moment."""
    outcomes: list[str] = []
    start = Barrier(len(tries))

    def go(attempt: Callable[[], object]) -> None:
        start.wait()
        try:
            attempt()
            outcomes.append("")
        except Exception as failure:
            outcomes.append(type(failure).__name__)

    threads = [Thread(target=go, args=(attempt,)) for attempt in tries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.mark.parametrize("name", [None, "member"])
def test_of_many_who_accept_at_once_one_wins(world: World, name: str | None) -> None:
    token = invited(world, email=f"{name or 'new'}@example.org", organisation_name="Mieterrat")

    def attempt() -> None:
        with world.work(name) as work:
            accept(work, token, "Ada", "hash")

    assert at_once([attempt] * 8) == ["", *["Conflict"] * 7]
    assert len([row for row in world.all(MembershipRow) if row.organisation_id == 2]) == 2
    assert len(events(world, "invitation.accepted")) == 1


def test_private_people_who_join_at_once_have_different_numbers(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "FEWEST_NUMBERS", 1)
    tokens = [invited(world, email=f"p{number}@example.org") for number in range(8)]
    assert at_once([partial(join_by, world, token) for token in tokens]) == [""] * 8
    assert len({row.private_number for row in world.all(MembershipRow) if row.private_number}) == 9


def test_organisations_named_at_once_are_added_once(world: World) -> None:
    def attempt(number: int) -> None:
        with world.work("editor") as work:
            person = Invitee(f"n{number}@example.org", organisation_name="Sportkreis", group_key="politics")
            invite(work, consultation_in(work), person)

    assert at_once([partial(attempt, number) for number in range(6)]) == [""] * 6
    assert len([row for row in world.all(Organisation) if row.name == "Sportkreis"]) == 1


# Leaving


def end(world: World, by: str, number: int) -> None:
    with world.work(by) as work:
        end_membership(work, consultation_in(work), work.session.get_one(MembershipRow, number))


def test_who_has_left_has_no_role_any_more(world: World) -> None:
    assert world.actor("member").memberships
    end(world, "editor", 1)
    assert world.actor("member").memberships == ()
    assert events(world, "membership.ended")


def test_a_releaser_ends_members_of_the_own_organisation_only(world: World) -> None:
    rows = {row.id: row for row in world.all(MembershipRow)}
    assert rows[2].role is Role.RELEASER
    assert rows[3].organisation_id == 2
    for membership_id in (2, 3, 5):
        with pytest.raises(Refused):
            end(world, "releaser", membership_id)
    end(world, "releaser", 1)


def test_nobody_ends_their_own_membership(world: World) -> None:
    editor = next(row for row in world.all(MembershipRow) if row.role is Role.EDITOR)
    with pytest.raises(Refused):
        end(world, "editor", editor.id)


# Groups and organisations


def test_a_group_comes_last_and_its_key_is_unique(world: World) -> None:
    with world.work("editor") as work:
        here = consultation_in(work)
        group = operations.add_group(work, here, "commissioners", "Beauftragte", "Commissioners")
        assert group.position == 2
        for key in ("politics", "With Blank", "", "-x"):
            with pytest.raises(Invalid):
                operations.add_group(work, here, key, "Andere")
        with pytest.raises(Invalid):
            operations.add_group(work, here, "other", "politik")


def test_an_organisation_has_a_name_of_its_own(world: World) -> None:
    with world.work("editor") as work:
        here = consultation_in(work)
        for name in ("", " elternnetz ", "Zwei\nZeilen"):
            with pytest.raises(Invalid):
                operations.add_organisation(work, here, name, 1)
        operations.add_organisation(work, here, "Chor", 1)
    assert events(world, "organisation.added")


def test_renaming_is_seen_by_the_public(world: World) -> None:
    before = world.one(Consultation, slug="wir").revision
    with world.work("editor") as work:
        here = consultation_in(work)
        organisation = work.session.get_one(Organisation, 1)
        with pytest.raises(Invalid):
            operations.rename_organisation(work, here, organisation, "MIETERRAT")
        operations.rename_organisation(work, here, organisation, "Elternnetz e. V.")
    assert world.one(Organisation, id=1).name == "Elternnetz e. V."
    assert world.one(Consultation, slug="wir").revision > before
    assert events(world, "organisation.renamed")[0].detail == "Elternnetz"


@pytest.mark.parametrize("name", ["releaser", "member", "moderator", "steering", "outsider"])
def test_only_the_office_changes_organisations(world: World, name: str) -> None:
    with world.work(name) as work:
        here, organisation = consultation_in(work), work.session.get_one(Organisation, 1)
        later = work.now + timedelta(days=90)
        for attempt in (
            lambda: operations.add_group(work, here, "x", "X"),
            lambda: operations.add_organisation(work, here, "X", 1),
            lambda: operations.rename_organisation(work, here, organisation, "X"),
            lambda: grant_extension(work, here, organisation, later, "Urlaub"),
        ):
            with pytest.raises(Refused):
                attempt()


def extend(world: World, until: datetime, reason: str = "Vorstandssitzung erst danach") -> None:
    with world.work("editor") as work:
        grant_extension(work, consultation_in(work), work.session.get_one(Organisation, 1), until, reason)


def test_an_extension_keeps_its_reason_and_tells_the_members(world: World) -> None:
    until = datetime.now(UTC) + timedelta(days=60)
    extend(world, until)
    extension = world.one(Extension)
    assert (extension.until, extension.reason) == (until, "Vorstandssitzung erst danach")
    assert {letter.address for letter in world.all(Letter)} == {"member@example.org", "releaser@example.org"}
    assert "Vorstandssitzung" in events(world, "organisation.extended")[0].detail


def test_the_newest_extension_counts(world: World) -> None:
    now = datetime.now(UTC)
    extend(world, now + timedelta(days=400))
    extend(world, now + timedelta(days=60))
    world.phase(Phase.REVIEW)
    with world.work() as work:
        here = consultation_in(work)
        assert extended_until(work, here, frozenset({1, 2})) == now + timedelta(days=60)
        assert extended_until(work, here, frozenset({2})) is None
        assert extended_until(work, consultation_in(work, ELSEWHERE), frozenset({1})) is None


def test_an_extension_lies_after_now_and_after_the_end(world: World) -> None:
    now = datetime.now(UTC)
    with pytest.raises(Invalid):
        extend(world, now + timedelta(days=5))
    world.phase(Phase.REVIEW)
    with pytest.raises(Invalid):
        extend(world, now - timedelta(minutes=1))
    with pytest.raises(Invalid):
        extend(world, now + timedelta(days=5), " ")
    extend(world, now + timedelta(days=5))
    world.phase(Phase.DECIDED)
    with pytest.raises(Refused):
        extend(world, now + timedelta(days=5))


def test_a_list_row_carries_its_number(world: World) -> None:
    with pytest.raises(Faulty) as refusal, world.work("editor") as work:
        invite_many(work, consultation_in(work), [Row(12, Invitee("?"))])
    assert refusal.value.faults[0].row == 12
