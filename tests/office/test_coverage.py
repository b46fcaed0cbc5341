"""Coverage: every figure opens the organisations it counts; reminders by hand, shown first, at most once a day."""

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.comments import drafts
from portal.comments.coverage import Participation, coverage
from portal.comments.models import Comment, Stance, Voice
from portal.comments.operations import withdraw_comment
from portal.consultations import queries as consultations
from portal.consultations.models import Phase
from portal.consultations.operations import set_stage
from portal.kernel.errors import Refused
from portal.office.operations.reminders import plan_round, remind
from portal.office.queries.reach import By, Scope, table
from portal.outbox.models import Letter, LetterState
from portal.stakeholders import operations as stakeholders
from portal.stakeholders.models import Invitation, Organisation, Reminder
from portal.stakeholders.queries import groups
from portal.stakeholders.reading import Invitee
from portal.web.limits import limiter
from tests.support.statements import counted
from tests.support.world import World, consultation_in, contribution, item_named

PAGE, REMIND = "/wir/office/coverage", "/wir/office/reminders"


@pytest.fixture(autouse=True)
def _fresh_limits(app: Flask) -> None:
    limiter.reset()


def draft(world: World, name: str = "stranger", *, code: str = "B 1.2") -> None:
    item = item_named(world, code)
    with world.work(name) as work:
        here = consultation_in(work)
        said = contribution(work, here, code, Stance.OBJECT, "Angefangen")
        drafts.save_draft(work, here, drafts.Writing(item.id, said.version_id, None, "Angefangen"))


def invite(world: World, organisation: str, email: str = "neu@example.net") -> int:
    with world.work("editor") as work:
        invitee = Invitee(email=email, organisation_name=organisation, group_key="politics")
        invitation = stakeholders.invite(work, consultation_in(work), invitee)
        return invitation.id


def letter_left(world: World, number: int, state: LetterState = LetterState.SENT) -> None:
    with world.work() as work:
        letter = work.session.get(Letter, work.session.get_one(Invitation, number).letter_id)
        assert letter is not None
        letter.state = state


def states(world: World, *, item: str = "", field: str = "") -> dict[str, str]:
    with world.work("editor") as work:
        here = consultation_in(work)
        skeleton = consultations.structure(work, here)
        scope = Scope.of({"item": item, "field": field}, groups(work, here), skeleton)
        return {row.name: state.value for row, state in scope.found(coverage(work, here), skeleton)}


def test_each_organisation_stands_where_it_has_come_as_a_whole_and_on_each_item(world: World) -> None:
    world.comment("member", code="B 1.2")
    world.comment("releaser", "", code="B 1.10", stance=Stance.NO_OBJECTION, voice=Voice.ORGANISATION)
    draft(world)
    letter_left(world, invite(world, "Ratsfraktion"))
    assert states(world) == {"Elternnetz": "submitted", "Mieterrat": "drafted", "Ratsfraktion": "invited"}
    assert states(world, item="B 1.2") == states(world)
    on_ten = {"Elternnetz": "no_objection", "Mieterrat": "accepted", "Ratsfraktion": "invited"}
    assert states(world, item="B 1.10") == on_ten
    assert states(world, item="B 1") == on_ten | {"Elternnetz": "accepted"}
    assert states(world, field="B") == states(world)


def test_what_is_withdrawn_counts_as_silence(world: World) -> None:
    comment = world.comment("member")
    with world.work("member") as work:
        withdraw_comment(work, consultation_in(work), work.session.get_one(Comment, comment.id))
    assert states(world)["Elternnetz"] == states(world, item="B 1.2")["Elternnetz"] == "accepted"


@pytest.mark.parametrize("by", list(By))
@pytest.mark.parametrize("narrowed", [{}, {"group": "civil-society"}, {"field": "B"}, {"item": "B 1.10"}])
def test_every_figure_opens_exactly_the_organisations_it_counts(
    world: World, editor: FlaskClient, by: By, narrowed: dict[str, str]
) -> None:
    world.comment("member")
    draft(world, code="B 1.10")
    letter_left(world, invite(world, "Ratsfraktion"))
    with world.work("editor") as work:
        here = consultation_in(work)
        for group in groups(work, here):
            stakeholders.add_organisation(work, here, f"Neu in {group.name}", group.id)
    page = editor.get(PAGE, query_string={"by": by.value} | narrowed).text
    figures = re.findall(r'<a class="figure" href="([^"]*)"[^>]*>(\d+)</a>', page)
    assert figures
    for address, number in figures:
        opened = editor.get(unescape(address)).text
        found = opened[opened.index('id="found"') :]
        assert int(number) == found.count("/office/organisations/") // 2, address
        assert f">{number} Organisation" in found


def test_the_table_has_a_row_for_each_group_field_and_item_and_every_organisation_once(world: World) -> None:
    with world.work("editor") as work:
        here = consultation_in(work)
        skeleton, known, rows = consultations.structure(work, here), groups(work, here), coverage(work, here)
        for by, number in ((By.GROUP, 3), (By.FIELD, 1), (By.ITEM, 3)):
            lines = table(rows, Scope(by), known, skeleton, "de")
            assert len(lines) == number
            assert sum(cell.number for cell in lines[-1].cells.values()) == len(rows)


def test_the_page_costs_the_same_for_two_and_for_many_organisations(world: World, editor: FlaskClient) -> None:
    editor.get(PAGE)
    with counted(world.engine) as few:
        editor.get(f"{PAGE}?by=item")
    with world.work("editor") as work:
        for number in range(40):
            stakeholders.add_organisation(work, consultation_in(work), f"Verein {number}", 1)
    world.comment("stranger")
    editor.get(PAGE)
    with counted(world.engine) as many:
        editor.get(f"{PAGE}?by=item")
    assert len(few) == len(many) == 8


def test_a_reminder_is_shown_before_it_leaves_and_then_goes_to_those_who_were_shown(
    world: World, editor: FlaskClient
) -> None:
    world.comment("member")
    draft(world, code="B 1.10")
    scope = {"state": "drafted"}
    preview = editor.post(REMIND, data=scope)
    assert preview.status_code == 200
    assert "1 Brief ginge jetzt hinaus" in preview.text and "Mieterrat" in preview.text
    assert "Ihr Entwurf ist gespeichert" in preview.text and "Elternnetz" not in preview.text
    before = len(world.all(Letter))
    body = next(row.id for row in world.all(Organisation) if row.name == "Mieterrat")
    sent = editor.post(REMIND, data=scope | {"confirm": "1", "organisation": str(body)})
    assert sent.headers["Location"] == f"{PAGE}?done=reminded&state=drafted"
    (letter,) = world.all(Letter)[before:]
    assert letter.address == "stranger@example.org" and "Mieterrat" in letter.subject
    assert "portal:/wir/measures/" in letter.text
    (row,) = world.all(Reminder)
    assert (row.organisation_id, row.letter_id) == (body, letter.id)


def test_nobody_is_reminded_twice_a_day(world: World, editor: FlaskClient) -> None:
    bodies = [str(row.id) for row in world.all(Organisation)]
    data = {"confirm": "1", "organisation": bodies}
    for _ in range(2):
        assert editor.post(REMIND, data=data).status_code == 303
    assert len(world.all(Reminder)) == 3
    assert "Heute schon erinnert" in editor.post(REMIND).text
    with world.work("editor", at=tomorrow(world)) as work:
        assert remind(work, consultation_in(work), Scope(), map(int, bodies)) == 3


def test_only_those_who_were_shown_are_written_to(world: World) -> None:
    mieterrat = next(row.id for row in world.all(Organisation) if row.name == "Mieterrat")
    with world.work("editor") as work:
        assert remind(work, consultation_in(work), Scope(), [mieterrat, 999]) == 1
    assert [row.organisation_id for row in world.all(Reminder)] == [mieterrat]


def test_who_has_not_accepted_gets_the_invitation_once_more(world: World) -> None:
    number = invite(world, "Ratsfraktion")
    with world.work("editor") as work:
        planned = plan_round(work, consultation_in(work), Scope(state=Participation.INVITED))
        assert (planned.recipients, planned.unreachable) == ((), ("Ratsfraktion",))
    letter_left(world, number)
    before = world.one(Invitation, id=number).token_digest
    body = world.one(Organisation, name="Ratsfraktion").id
    with world.work("editor") as work:
        assert remind(work, consultation_in(work), Scope(state=Participation.INVITED), [body]) == 1
    assert world.one(Invitation, id=number).token_digest != before
    assert world.all(Letter)[-1].address == "neu@example.net"


def test_a_reminder_about_one_measure_names_it_and_leads_to_it(world: World) -> None:
    with world.work("editor") as work:
        here = consultation_in(work)
        skeleton = consultations.structure(work, here)
        scope = Scope(item=next(item for item in skeleton.items if item.code == "B 1.10"))
        remind(work, here, scope, [row.id for row in coverage(work, here)])
    letter = world.all(Letter)[-1]
    assert "B 1.10 Deutschkurse am Vormittag" in letter.text
    assert "portal:/wir/measures/B%201.10" in letter.text


@pytest.mark.parametrize("phase", [Phase.PREPARATION, Phase.REVIEW, Phase.DECIDED, Phase.ADOPTED, Phase.ARCHIVED])
def test_outside_of_commenting_nobody_is_reminded(world: World, editor: FlaskClient, phase: Phase) -> None:
    world.phase(phase)
    data = {"confirm": "1", "organisation": [str(row.id) for row in world.all(Organisation)]}
    assert editor.post(REMIND, data=data).status_code == (303 if phase is Phase.REVIEW else 403)
    assert world.all(Reminder) == []


def test_in_review_those_with_more_time_are_reminded_of_their_own_day(world: World) -> None:
    world.phase(Phase.REVIEW)
    with world.work("editor") as work:
        here = consultation_in(work)
        body = next(row for row in work.session.query(Organisation) if row.name == "Mieterrat")
        until = work.now + timedelta(days=2)
        stakeholders.grant_extension(work, here, body, until, "Sitzung")
        (one,) = plan_round(work, here, Scope()).recipients
        assert (one.row.name, one.until) == ("Mieterrat", until)


def test_when_staff_ends_commenting_early_nobody_is_reminded(world: World) -> None:
    with world.work("editor") as work:
        here = consultation_in(work)
        set_stage(work, here, Phase.REVIEW)
        assert here.closes_at is not None and here.closes_at > work.now
        assert plan_round(work, here, Scope()).recipients == ()


@pytest.mark.parametrize("name", ["member", "releaser", "moderator", "steering", "outsider"])
def test_only_the_office_reminds(world: World, name: str) -> None:
    with pytest.raises(Refused), world.work(name) as work:
        remind(work, consultation_in(work), Scope(), [1, 2])


def test_the_office_lets_every_member_submit_for_the_organisation_and_takes_it_back(
    app: Flask, world: World, editor: FlaskClient
) -> None:
    body = world.one(Organisation, name="Elternnetz", consultation_id=1)
    address = f"/wir/office/organisations/{body.id}"
    member = world.client(app, "member")
    said = {"save": "release", "stance": "support", "body": "Ja", "submission_key": "k"}
    comments = "/wir/measures/B 1.2/comments"
    assert member.post(comments, data=said).status_code == 403
    assert editor.post(f"{address}/mode", data={"mode": "short"}).status_code == 303
    assert "reicht jedes Mitglied im Namen" in editor.get(address).text
    assert member.post(comments, data=said).status_code == 303
    assert world.all(Comment)[0].voice is Voice.ORGANISATION
    editor.post(f"{address}/mode", data={"mode": "release"})
    assert member.post(comments, data=said | {"submission_key": "l", "body": "Nein"}).status_code == 403
    with pytest.raises(Refused), world.work("stranger") as work:
        stakeholders.set_short_mode(work, consultation_in(work), body, is_short=True)


def tomorrow(world: World) -> datetime:
    return world.all(Reminder)[0].sent_at + timedelta(days=1)
