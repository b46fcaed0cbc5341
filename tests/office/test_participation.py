"""The office's pages about who takes part: what needs doing, invitations, lists, organisations, late comments."""

import io
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.comments import drafts
from portal.comments.models import Arrival, Comment, CommentState, Stance, Voice
from portal.comments.operations import settle, withdraw_comment
from portal.consultations.models import Phase
from portal.kernel.actor import Role
from portal.kernel.city_time import last_instant_of
from portal.kernel.database import begin_reading
from portal.outbox.models import Letter, LetterState
from portal.stakeholders import operations
from portal.stakeholders.models import Extension, Invitation, MembershipRow, Organisation, StakeholderGroup
from portal.stakeholders.queries import GroupLine, groups
from portal.stakeholders.reading import Invitee
from tests.support.days import today
from tests.support.world import World, consultation_in, contribution

OFFICE = "/wir/office"
PAGES = ("/", "/invitations", "/invitations/new", "/invitations/list", "/organisations", "/organisations/1", "/late")


def invite(world: World, email: str = "a@example.org", **fields: object) -> int:
    with world.work("editor") as work:
        invitee = Invitee(**{"email": email, **fields})  # type: ignore[arg-type]
        return operations.invite(work, consultation_in(work), invitee).id


def letter_of(world: World, number: int, state: LetterState, problem: str | None = None) -> None:
    with world.work() as work:
        invitation = work.session.get_one(Invitation, number)
        letter = work.session.get_one(Letter, invitation.letter_id)
        letter.state, letter.problem = state, problem


def expire(world: World, number: int) -> None:
    with world.work() as work:
        work.session.get_one(Invitation, number).expires_at = work.now - timedelta(seconds=1)


def in_every_state(world: World) -> None:
    """Six invitations, one in each state, of organisation Elternnetz and private persons."""
    numbers = [
        invite(world, f"{name}@example.org") for name in ("waits", "sent", "bounced", "lapsed", "joined", "gone")
    ]
    for number in numbers[1:]:
        letter_of(world, number, LetterState.SENT)
    letter_of(world, numbers[2], LetterState.REFUSED, "550 no such user")
    expire(world, numbers[3])
    with world.work() as work:
        work.session.get_one(Invitation, numbers[4]).accepted_at = work.now
        work.session.get_one(Invitation, numbers[5]).revoked_at = work.now


# Who may come in


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["editor", "admin"])
def test_the_office_reads_every_page(world: World, app: Flask, page: str, name: str) -> None:
    answer = world.client(app, name).get(OFFICE + page)
    assert answer.status_code == (404 if (name, page) == ("admin", "/late") else 200)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["member", "releaser", "moderator", "steering", "chair", "outsider"])
def test_for_everybody_else_there_is_no_office(world: World, app: Flask, page: str, name: str) -> None:
    assert world.client(app, name).get(OFFICE + page).status_code == 404


def test_a_visitor_is_shown_the_way_in(visitor: FlaskClient) -> None:
    assert visitor.get(f"{OFFICE}/invitations?state=sent").location.startswith("/sign-in?next=")
    assert visitor.post(f"{OFFICE}/invitations/new", data={"email": "a@example.org"}).status_code == 401


def test_an_editor_of_one_consultation_reaches_nothing_in_another(world: World, app: Flask) -> None:
    number = invite(world)
    outsider = world.client(app, "outsider")
    for path in (
        f"invitations/{number}/resend",
        f"invitations/{number}/revoke",
        "organisations/1/rename",
        "organisations/1/extend",
        "members/1/end",
    ):
        assert outsider.post(f"/anderswo/office/{path}", data={"name": "X"}).status_code == 404
        assert outsider.post(f"/wir/office/{path}", data={"name": "X"}).status_code == 404
    assert outsider.get("/anderswo/office/organisations/1").status_code == 404
    assert world.one(Invitation).revoked_at is None
    assert world.one(MembershipRow, id=1).ended_at is None


# What needs doing


def test_a_quiet_day_has_nothing_to_do(world: World, editor: FlaskClient) -> None:
    for name in ("member", "stranger"):
        world.comment(name)
    assert "Zurzeit ist nichts zu tun" in editor.get(f"{OFFICE}/").text


def test_the_start_page_counts_what_waits_and_links_to_it(world: World, editor: FlaskClient) -> None:
    in_every_state(world)
    invite(world, "chor@example.org", organisation_name="Chor", group_key="politics")
    page = editor.get(f"{OFFICE}/").text
    for state in ("refused", "waiting", "expired"):
        number = int(re.search(rf'href="/wir/office/invitations\?state={state}"><b>(\d+)</b>', page)[1])  # type: ignore[index]
        listed = editor.get(f"{OFFICE}/invitations?state={state}").text
        assert listed.count("Erneut schicken") == number
    assert '<a href="/wir/office/coverage?state=invited#found"><b>1</b> Organisation hat noch nicht geantwortet' in page
    assert "Chor" in editor.get(f"{OFFICE}/organisations?state=invited").text


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "Heute ist der letzte Tag"), (1, "endet morgen"), (5, "endet in 5 Tagen"), (30, "endet in 30 Tagen")],
)
def test_the_start_page_says_how_many_days_are_left(world: World, editor: FlaskClient, days: int, words: str) -> None:
    with world.work() as work:
        consultation_in(work).closes_at = last_instant_of(today() + timedelta(days=days))
    assert words in editor.get(f"{OFFICE}/").text


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        (Phase.PREPARATION, "in Vorbereitung"),
        (Phase.REVIEW, "Jetzt berät die Lenkungsgruppe"),
        (Phase.DECIDED, "ist abgeschlossen"),
    ],
)
def test_the_start_page_knows_the_phase(world: World, editor: FlaskClient, phase: Phase, words: str) -> None:
    world.phase(phase)
    assert words in editor.get(f"{OFFICE}/").text


# The list of invitations


def test_every_invitation_shows_how_it_stands(world: World, editor: FlaskClient) -> None:
    in_every_state(world)
    page = editor.get(f"{OFFICE}/invitations").text
    for words in ("wartet auf den Versand 1", "verschickt 1", "nicht zustellbar 1", "angenommen 1", "zurückgezogen 1"):
        assert words in page
    assert "alle 6" in page
    assert "550 no such user" in page
    assert page.count("Erneut schicken") == 4


@pytest.mark.parametrize(
    ("state", "address"),
    [
        ("waiting", "waits"),
        ("sent", "sent"),
        ("refused", "bounced"),
        ("expired", "lapsed"),
        ("accepted", "joined"),
        ("revoked", "gone"),
    ],
)
def test_a_state_lists_exactly_its_invitations(world: World, editor: FlaskClient, state: str, address: str) -> None:
    in_every_state(world)
    page = editor.get(f"{OFFICE}/invitations?state={state}").text
    assert re.findall(r"<b>(\w+)@example.org</b>", page) == [address]


def test_invitations_are_found_by_address_name_and_organisation(world: World, editor: FlaskClient) -> None:
    invite(world, "ada@example.org", name="Ada Ödön", organisation_name="Ämterlotsen 100%", group_key="politics")
    invite(world, "bo@example.org")
    for text in ("ada@", "ödön", "ÄMTER", "Ämter", "100%"):
        page = editor.get(f"{OFFICE}/invitations", query_string={"q": text}).text
        assert re.findall(r"<b>(\w+)@example.org</b>", page) == ["ada"], text
    for text in ("_", "0%0", "cy@"):
        assert "nichts, was dazu passt" in editor.get(f"{OFFICE}/invitations", query_string={"q": text}).text


def test_a_long_list_goes_page_by_page(world: World, editor: FlaskClient) -> None:
    with world.work("editor") as work:
        here = consultation_in(work)
        for number in range(101):
            work.session.add(
                Invitation(
                    consultation_id=here.id,
                    email=f"n{number}@example.org",
                    role=Role.MEMBER,
                    token_digest=str(number),
                    invited_at=work.now,
                    expires_at=work.now + timedelta(days=1),
                )
            )
    first, second = (editor.get(f"{OFFICE}/invitations?page={page}").text for page in (1, 2))
    assert (first.count("@example.org</b>"), second.count("@example.org</b>")) == (100, 1)
    assert "page=2" in first
    assert 'rel="next"' not in second


def test_sending_again_and_revoking_return_to_the_filtered_list(world: World, editor: FlaskClient) -> None:
    number = invite(world)
    answer = editor.post(f"{OFFICE}/invitations/{number}/resend?state=waiting&q=a@")
    assert answer.location == f"{OFFICE}/invitations?done=resent&state=waiting&q=a%40"
    assert editor.post(f"{OFFICE}/invitations/{number}/revoke").location == f"{OFFICE}/invitations?done=revoked"
    assert editor.post(f"{OFFICE}/invitations/{number}/revoke").status_code == 409
    assert editor.post(f"{OFFICE}/invitations/999/revoke").status_code == 404


# Inviting


def test_one_person_is_invited(world: World, editor: FlaskClient) -> None:
    data = {
        "email": "a@example.org",
        "name": "Ada",
        "role": "chair",
        "organisation": "Sportkreis",
        "group": "politics",
        "language": "en",
    }
    assert editor.post(f"{OFFICE}/invitations/new", data=data).location == f"{OFFICE}/invitations?done=invited"
    made = world.one(Invitation)
    assert (made.role, made.chair, made.name, made.language) == (Role.STEERING, True, "Ada", "en")
    assert world.one(Letter).address == "a@example.org"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"email": ""}, "Bitte geben Sie eine E-Mail-Adresse an."),
        ({"email": "x"}, "x ist keine E-Mail-Adresse."),
        ({"role": "king"}, "Bitte wählen Sie eine Rolle."),
        ({"role": "releaser", "organisation": ""}, "braucht eine Organisation"),
        ({"organisation": "Neu"}, "Bitte geben Sie ihre Akteursgruppe an."),
        ({"email": "member@example.org"}, "nimmt mit derselben Rolle schon teil"),
    ],
)
def test_a_wrong_invitation_keeps_what_was_written(
    world: World, editor: FlaskClient, change: dict[str, str], words: str
) -> None:
    data = {"email": "a@example.org", "name": "Ada", "role": "member", "organisation": "Elternnetz"} | change
    answer = editor.post(f"{OFFICE}/invitations/new", data=data)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="Ada"' in answer.text
    assert world.all(Invitation) == []


LIST = "email;role;organisation;group;name\na@example.org;releaser;Chor;politics;Ada\nb@example.org;;;;Bo\n"
FAULTY = LIST + "c@example.org;king;;;\nnobody;member;;;\nd@example.org;member;Neu;;\n"


def test_trying_a_list_out_sends_nothing(world: World, editor: FlaskClient) -> None:
    answer = editor.post(f"{OFFICE}/invitations/list", data={"list": LIST, "step": "check", "role": "member"})
    assert answer.status_code == 200
    assert "2 Personen würden eingeladen" in answer.text
    assert "Chor" in answer.text
    assert "a@example.org;releaser" in answer.text
    assert world.all(Letter) == []


def test_a_pasted_list_is_invited(world: World, editor: FlaskClient) -> None:
    answer = editor.post(f"{OFFICE}/invitations/list", data={"list": LIST, "step": "send", "role": "member"})
    assert answer.location == f"{OFFICE}/invitations?done=invited"
    assert [row.email for row in world.all(Invitation)] == ["a@example.org", "b@example.org"]


def test_plain_addresses_get_the_chosen_role_and_language(world: World, editor: FlaskClient) -> None:
    data = {"list": "a@example.org\nb@example.org", "step": "send", "role": "moderator", "language": "en"}
    editor.post(f"{OFFICE}/invitations/list", data=data)
    assert {(row.role, row.language) for row in world.all(Invitation)} == {(Role.MODERATOR, "en")}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_a_file_is_invited(world: World, editor: FlaskClient, encoding: str) -> None:
    file = (io.BytesIO(LIST.replace("Ada", "Jürgen").encode(encoding)), "list.csv")
    editor.post(f"{OFFICE}/invitations/list", data={"file": file, "list": "", "step": "send", "role": "member"})
    assert [row.name for row in world.all(Invitation)] == ["Jürgen", "Bo"]


@pytest.mark.parametrize("step", ["check", "send"])
def test_faults_name_row_column_and_value_and_the_text_stays(world: World, editor: FlaskClient, step: str) -> None:
    file = (io.BytesIO(FAULTY.encode()), "list.csv")
    answer = editor.post(f"{OFFICE}/invitations/list", data={"file": file, "step": step, "role": "member"})
    assert answer.status_code == 422
    cells = re.findall(r"<(?:th|td)[^>]*>(?:<span[^>]*>[^<]*</span>)?<div class=\"break[^>]*>(.*?)</div>", answer.text)
    rows = [tuple(re.sub("<.*?>", "", cell) for cell in cells[start : start + 3]) for start in range(0, len(cells), 4)]
    assert rows == [("Zeile 4", "role", "king"), ("Zeile 5", "email", "nobody"), ("Zeile 6", "group", "(leer)")]
    assert "3 Stellen stimmen noch nicht" in answer.text
    assert "c@example.org;king;;;" in answer.text
    assert [*world.all(Invitation), *world.all(Letter)] == []


def test_an_empty_list_and_a_picture_are_refused(world: World, editor: FlaskClient) -> None:
    assert editor.post(f"{OFFICE}/invitations/list", data={"list": " ", "step": "send"}).status_code == 422
    picture = (io.BytesIO(b"\x89PNG\x00\x00"), "list.csv")
    answer = editor.post(f"{OFFICE}/invitations/list", data={"file": picture, "step": "send"})
    assert answer.status_code == 422
    assert "kein Text" in answer.text


def test_text_in_a_list_is_never_markup(world: World, editor: FlaskClient) -> None:
    answer = editor.post(f"{OFFICE}/invitations/list", data={"list": "<script>x</script>", "step": "check"})
    assert "<script>x" not in answer.text


# Organisations


def states(page: str) -> dict[str, str]:
    """Organisation → state, as the table says."""
    found = re.findall(
        r'organisations/\d+">([^<]+)</a>.*?<span class="tag[^>]*>(?:<svg.*?</svg>)?\s*([^<]+)</span>', page, re.S
    )
    return {name: state.strip() for name, state in found}


def test_the_list_shows_how_far_each_organisation_has_come(world: World, editor: FlaskClient) -> None:
    with world.work("editor") as work:
        here = consultation_in(work)
        for name in ("Uneingeladen", "Eingeladen", "Unerreicht", "Still"):
            operations.add_organisation(work, here, name, 1)
    invite(world, "i@example.org", organisation_name="Eingeladen")
    letter_of(world, invite(world, "u@example.org", organisation_name="Unerreicht"), LetterState.REFUSED)
    with world.work() as work:
        still = work.session.query(Organisation).filter_by(name="Still").one()
        operations.join(work, consultation_in(work), 10, Role.MEMBER, organisation_id=still.id)
    world.comment("member", stance=Stance.NO_OBJECTION, body="")
    with world.work("stranger") as work:
        here = consultation_in(work)
        said = contribution(work, here, "B 1.2", Stance.SUPPORT, "Entwurf")
        drafts.save_draft(work, here, drafts.Writing(said.item_id, said.version_id, None, "Entwurf"), is_shared=True)
    assert states(editor.get(f"{OFFICE}/organisations").text) == {
        "Eingeladen": "noch keine Antwort",
        "Elternnetz": "keine Einwände",
        "Mieterrat": "schreibt an Entwürfen",
        "Still": "dabei, noch still",
        "Uneingeladen": "nicht eingeladen",
        "Unerreicht": "nicht erreicht",
    }
    world.comment("releaser", "Mehr davon", voice=Voice.ORGANISATION)
    page = editor.get(f"{OFFICE}/organisations?state=submitted").text
    assert states(page) == {"Elternnetz": "hat kommentiert"}
    assert states(editor.get(f"{OFFICE}/organisations?group=politics&state=invited").text) == {
        "Eingeladen": "noch keine Antwort"
    }


def test_what_was_withdrawn_counts_for_nobody(world: World, editor: FlaskClient) -> None:
    comment = world.comment("member")
    assert states(editor.get(f"{OFFICE}/organisations").text)["Elternnetz"] == "hat kommentiert"
    with world.work("member") as work:
        withdraw_comment(work, consultation_in(work), work.session.get_one(Comment, comment.id))
    assert states(editor.get(f"{OFFICE}/organisations").text)["Elternnetz"] == "dabei, noch still"


def test_organisations_and_groups_are_added(world: World, editor: FlaskClient) -> None:
    answer = editor.post(f"{OFFICE}/organisations", data={"name": "Chor", "group": "politics"})
    added = world.one(Organisation, name="Chor")
    assert answer.location == f"{OFFICE}/organisations/{added.id}?done=saved"
    data = {"group_name": "Beauftragte für Äußeres", "name_en": "Commissioners"}
    assert editor.post(f"{OFFICE}/organisations/groups", data=data).status_code == 303
    assert world.one(StakeholderGroup, name_en="Commissioners").key == "beauftragte-fur-ausseres"


def test_new_groups_and_organisations_are_counted_at_once(world: World, editor: FlaskClient) -> None:
    assert "Politik 0" in editor.get(f"{OFFICE}/organisations").text
    assert [line.organisations for line in _groups(world)] == [0, 2]
    editor.post(f"{OFFICE}/organisations", data={"name": "Chor", "group": "politics"})
    assert "Politik 1" in editor.get(f"{OFFICE}/organisations").text
    assert [line.organisations for line in _groups(world)] == [1, 2]
    editor.post(f"{OFFICE}/organisations/groups", data={"group_name": "Beauftragte"})
    assert "Beauftragte 0" in editor.get(f"{OFFICE}/organisations").text


def _groups(world: World) -> list[GroupLine]:
    """As a page reads them, which keeps them."""
    with world.work() as work:
        begin_reading(work.session)
        return groups(work, consultation_in(work))


@pytest.mark.parametrize(
    ("path", "data", "words"),
    [
        ("organisations", {"name": "elternnetz", "group": "politics"}, "gibt es schon"),
        ("organisations", {"name": "Neu", "group": ""}, "Bitte wählen Sie eine Akteursgruppe"),
        ("organisations", {"name": "Neu", "group": "x"}, "Bitte wählen Sie eine Akteursgruppe"),
        ("organisations/groups", {"group_name": "Politik"}, "gibt es schon"),
        ("organisations/groups", {"group_name": "***"}, "Kürzel"),
        ("organisations/groups", {"group_name": ""}, "Bitte geben Sie einen Namen an."),
        ("organisations/1/rename", {"name": "MIETERRAT"}, "gibt es schon"),
        ("organisations/1/rename", {"name": " "}, "Bitte geben Sie einen Namen an."),
        ("organisations/1/extend", {"until": "morgen", "reason": "x"}, "zum Beispiel 2026-11-18"),
        ("organisations/1/extend", {"until": "", "reason": "x"}, "zum Beispiel 2026-11-18"),
        ("organisations/1/extend", {"until": "2020-01-01", "reason": "x"}, "muss nach heute"),
        ("organisations/1/extend", {"until": "2999-01-01", "reason": ""}, "Bitte geben Sie einen Grund an."),
    ],
)
def test_each_wrong_form_says_what_is_wrong(
    world: World, editor: FlaskClient, path: str, data: dict[str, str], words: str
) -> None:
    answer = editor.post(f"{OFFICE}/{path}", data=data)
    assert answer.status_code == 422
    assert words in answer.text
    assert all(
        f'value="{value}"' in answer.text for value in data.values() if value.strip() and value not in ("politics", "x")
    )
    assert len(world.all(Organisation)) == 4
    assert world.all(Extension) == []


def test_an_organisation_is_renamed(world: World, editor: FlaskClient) -> None:
    editor.post(f"{OFFICE}/organisations/1/rename", data={"name": "Elternnetz e. V."})
    assert world.one(Organisation, id=1).name == "Elternnetz e. V."


def test_an_extension_ends_at_midnight_of_the_chosen_day(world: World, editor: FlaskClient) -> None:
    day = today() + timedelta(days=90)
    answer = editor.post(f"{OFFICE}/organisations/1/extend", data={"until": day.isoformat(), "reason": "Urlaub"})
    assert answer.location == f"{OFFICE}/organisations/1?done=extended"
    assert world.one(Extension).until == last_instant_of(day)
    assert "Frist verlängert bis" in editor.get(f"{OFFICE}/organisations").text


def test_the_office_ends_a_membership(world: World, editor: FlaskClient) -> None:
    assert editor.post(f"{OFFICE}/members/1/end").location == f"{OFFICE}/organisations/1?done=left"
    assert editor.post(f"{OFFICE}/members/1/end").status_code == 404
    assert world.actor("member").memberships == ()


def test_statements_of_the_page_do_not_grow_with_organisations(
    world: World, editor: FlaskClient, engine: object
) -> None:
    from sqlalchemy import event

    def count(path: str) -> int:
        seen: list[str] = []
        listen = lambda *arguments: seen.append(arguments[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listen)
        assert editor.get(path).status_code == 200
        event.remove(engine, "before_cursor_execute", listen)
        return len([statement for statement in seen if statement.lstrip().upper().startswith("SELECT")])

    def counts() -> list[int]:
        paths = [f"{OFFICE}/", f"{OFFICE}/organisations", f"{OFFICE}/invitations"]
        return [min(count(path) for _ in range(2)) for path in paths]

    before = counts()
    with world.work("editor") as work:
        here = consultation_in(work)
        for number in range(15):
            operations.add_organisation(work, here, f"Verein {number}", 1)
    for number in range(15):
        invite(world, f"v{number}@example.org", organisation_name=f"Verein {number}")
    assert counts() == before
    assert max(before) <= 12


# Late comments


@pytest.fixture
def late(world: World) -> Comment:
    world.phase(Phase.REVIEW)
    return world.comment(body="Zu spät, aber wichtig")


def test_late_comments_wait_for_the_office(world: World, editor: FlaskClient, late: Comment) -> None:
    assert '<a href="/wir/office/late"><b>1</b> verspäteter Kommentar' in editor.get(f"{OFFICE}/").text
    page = editor.get(f"{OFFICE}/late").text
    assert "Zu spät, aber wichtig" in page
    assert "Mitglied von Elternnetz" in page
    assert "Member" not in page


def test_who_only_administers_reads_no_late_comments(world: World, app: Flask, late: Comment) -> None:
    page = world.client(app, "admin").get(f"{OFFICE}/").text
    assert "<span><b>1</b> verspäteter Kommentar" in page
    assert f"{OFFICE}/late" not in page


def test_a_late_comment_is_included_with_a_reason(
    world: World, editor: FlaskClient, visitor: FlaskClient, late: Comment
) -> None:
    with world.work("moderator") as work:
        settle(work, consultation_in(work), work.session.get_one(Comment, late.id), CommentState.APPROVED)
    address = "/wir/measures/B%201.2"
    assert "Zu spät, aber wichtig" not in visitor.get(address).text
    answer = editor.post(f"{OFFICE}/late/{late.public_id}", data={"reason": "Post verzögert"})
    assert answer.location == f"{OFFICE}/late?done=included"
    assert world.one(Comment).arrival is Arrival.INCLUDED
    assert "Zu spät, aber wichtig" in visitor.get(address).text
    assert "Kein verspäteter Kommentar" in editor.get(f"{OFFICE}/late").text


def test_without_a_reason_nothing_is_included(world: World, editor: FlaskClient, late: Comment) -> None:
    answer = editor.post(f"{OFFICE}/late/{late.public_id}", data={"reason": " "})
    assert answer.status_code == 422
    assert "Bitte geben Sie einen Grund an." in answer.text
    assert world.one(Comment).arrival is Arrival.LATE


def test_a_withdrawn_late_comment_waits_no_more(world: World, editor: FlaskClient, late: Comment) -> None:
    with world.work() as work:
        work.session.get_one(Comment, late.id).state = CommentState.WITHDRAWN
    assert "Kein verspäteter Kommentar" in editor.get(f"{OFFICE}/late").text
    assert 'office/late"><b>' not in editor.get(f"{OFFICE}/").text


@pytest.mark.parametrize("name", ["member", "moderator", "steering", "outsider"])
def test_nobody_else_includes_late_comments(world: World, app: Flask, late: Comment, name: str) -> None:
    answer = world.client(app, name).post(f"{OFFICE}/late/{late.public_id}", data={"reason": "Bitte"})
    assert answer.status_code == 404
    assert world.one(Comment).arrival is Arrival.LATE
