"""The public pages, the comment form and what becomes of what is sent from it."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal.comments.models import Arrival, Comment, CommentState, Draft, Revision, Stance, Voice
from portal.comments.operations import include_late, settle
from portal.consultations import operations as consultations
from portal.consultations.models import Item, ItemType, Phase
from portal.consultations.operations import Rendered
from portal.moderation.models import Outcome
from tests.moderation.deciding import settle_as
from tests.support.statements import counted
from tests.support.world import DESCRIPTION, World, consultation_in, item_named

PAGE = "/wir/measures/B 1.2"
SENT = {"stance": "support", "body": "Mehr Eichen", "submission_key": "k", "save": "submit"}


def approve(world: World, comment: Comment) -> None:
    with world.work() as work:
        row = work.session.get_one(Comment, comment.id)
        settle(work, consultation_in(work), row, CommentState.APPROVED)


@pytest.mark.parametrize(
    "address", ["/wir/", "/wir/measures/", PAGE, "/wir/goals/B 1", "/wir/feed.atom", "/wir/sitemap.xml"]
)
def test_the_public_pages_open_without_a_cookie(visitor: FlaskClient, address: str) -> None:
    answer = visitor.get(address)
    assert (answer.status_code, answer.headers.get("Set-Cookie")) == (200, None)
    assert answer.headers["Vary"] == "Accept-Language"


def test_a_single_published_consultation_is_the_start_page(visitor: FlaskClient, world: World) -> None:
    with world.work() as work:
        consultations.set_stage(work, consultation_in(work, "anderswo"), Phase.PREPARATION)
    assert visitor.get("/").location == "/wir/"


def test_a_consultation_in_preparation_is_for_staff_alone(app: Flask, world: World) -> None:
    world.phase(Phase.PREPARATION)
    statuses = {name: world.client(app, name).get("/wir/").status_code for name in ("visitor", "member", "editor")}
    assert statuses == {"visitor": 404, "member": 404, "editor": 200}


def test_a_comment_goes_to_its_receipt(member: FlaskClient, world: World) -> None:
    answer = member.post(f"{PAGE}/comments", data=SENT)
    comment = world.one(Comment)
    assert (answer.status_code, answer.location) == (303, f"/wir/comments/{comment.public_id}?done=submitted")
    assert "Mehr Eichen" in member.get(answer.location).text


def test_a_waiting_comment_is_read_by_its_author_alone(app: Flask, world: World) -> None:
    comment = world.comment(body="Mehr Eichen")
    seen = {
        name: "Mehr Eichen" in world.client(app, name).get(PAGE).text
        for name in ("visitor", "member", "releaser", "stranger", "steering")
    }
    assert seen == {"visitor": False, "member": True, "releaser": False, "stranger": False, "steering": False}
    assert world.client(app).get(f"/wir/comments/{comment.public_id}").status_code == 404


def test_a_waiting_statement_is_read_by_its_organisation(app: Flask, world: World) -> None:
    world.comment("releaser", "Mehr Eichen", voice=Voice.ORGANISATION)
    assert "Mehr Eichen" in world.client(app, "member").get(PAGE).text
    assert "Mehr Eichen" not in world.client(app, "stranger").get(PAGE).text


def test_an_approved_comment_is_on_the_page_at_once(visitor: FlaskClient, world: World) -> None:
    comment = world.comment(body="Mehr *Eichen*")
    before = visitor.get(PAGE)
    assert "1 weiterer Kommentar wird gerade geprüft" in before.text
    approve(world, comment)
    after = visitor.get(PAGE, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "Mehr <em>Eichen</em>" in after.text
    assert "Mitglied von Elternnetz" in after.text
    again = visitor.get(PAGE, headers={"If-None-Match": after.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_person_is_never_named(visitor: FlaskClient, world: World) -> None:
    approve(world, world.comment("private", "Ohne Verein"))
    page = visitor.get(PAGE).text
    assert "Privatperson 7" in page
    assert "Private" not in page.replace("Privatperson", "")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"stance": ""}, "Bitte wählen Sie, wie Sie dazu stehen."),
        ({"body": " "}, "Bitte schreiben Sie"),
        ({"quote": "steht nicht da", "section": "description"}, "steht so nicht in diesem Abschnitt"),
    ],
)
def test_a_refused_form_keeps_the_text(member: FlaskClient, world: World, change: dict[str, str], fault: str) -> None:
    sent = SENT | {"proposed_wording": "Unser Wortlaut"} | change
    if change.get("body"):
        sent["proposed_wording"] = ""
    answer = member.post(f"{PAGE}/comments", data=sent)
    assert answer.status_code == 422
    assert fault in answer.text
    assert sent["body"].strip() in answer.text and sent["proposed_wording"] in answer.text
    assert 'value="k"' in answer.text
    assert world.all(Comment) == []


def test_a_refused_form_comes_back_also_after_comments_have_been_published(
    app: Flask, member: FlaskClient, world: World
) -> None:
    assert member.get(PAGE).status_code == 200
    approve(world, world.comment())
    sent = SENT | {"stance": ""}
    assert member.post(f"{PAGE}/comments", data=sent).status_code == 422
    steering = world.client(app, "steering")
    assert steering.post("/wir/board/measures/B 1.2/decision", data={"reason": "Gut so"}).status_code == 422


def test_no_objection_needs_no_text(member: FlaskClient, world: World) -> None:
    member.post(f"{PAGE}/comments", data=SENT | {"stance": "no_objection", "body": ""})
    assert world.one(Comment).stance is Stance.NO_OBJECTION


def test_a_quoted_passage_is_marked_in_the_sheet(member: FlaskClient, visitor: FlaskClient, world: World) -> None:
    quote = DESCRIPTION[:40]
    member.post(f"{PAGE}/comments", data=SENT | {"section": "description", "quote": quote})
    approve(world, world.one(Comment))
    assert f"<mark>{quote}</mark>" in visitor.get(PAGE).text


def test_a_passage_that_is_the_address_of_a_link_leaves_the_link_whole(
    member: FlaskClient, visitor: FlaskClient, world: World
) -> None:
    item_id, address = item_named(world).id, "https://example.org/sprache/plan"
    with world.work() as work:
        item = work.session.get_one(Item, item_id)
        rendered = Rendered.of("Sprachbrücken", {"description": f"Mehr steht [im Plan]({address}) der Stadt."})
        consultations.add_version(work, consultation_in(work), item, rendered, "Mit Link")
    member.post(f"{PAGE}/comments", data=SENT | {"version": "2", "section": "description", "quote": address})
    approve(world, world.one(Comment))
    assert world.one(Revision).quote == address
    assert f'href="{address}"' in visitor.get(PAGE).text


def test_only_a_releaser_gives_the_organisations_voice(app: Flask, world: World) -> None:
    refused = world.client(app, "member").post(f"{PAGE}/comments", data=SENT | {"save": "release"})
    assert refused.status_code == 403
    assert "Mehr Eichen" in refused.text
    given = world.client(app, "releaser").post(f"{PAGE}/comments", data=SENT | {"save": "release"})
    assert given.status_code == 303
    assert world.one(Comment).voice is Voice.ORGANISATION


def test_a_late_comment_is_not_called_published_before_it_is_included(app: Flask, world: World) -> None:
    """Its author is told what it waits for, before and after it is checked."""
    comment = world.comment()
    with world.work() as work:
        work.session.get_one(Comment, comment.id).arrival = Arrival.LATE
    page = f"/wir/comments/{comment.public_id}"
    before = world.client(app, "member").get(page).text
    assert "sobald die Geschäftsstelle ihn aufnimmt" in before
    assert "Danach ist er für alle sichtbar." not in before
    settle_as(world, comment, Outcome.APPROVE)
    after = world.client(app, "member").get(page).text
    assert "Ihr Kommentar ist geprüft" in after and "sobald die Geschäftsstelle ihn aufnimmt" in after
    assert "Ihr Kommentar ist veröffentlicht" not in after and "Geprüft und veröffentlicht" not in after
    with world.work("editor") as work:
        include_late(work, consultation_in(work), work.session.get_one(Comment, comment.id), "Post verzögert")
    assert "Ihr Kommentar ist veröffentlicht" in world.client(app, "member").get(page).text


def test_a_late_comment_waits_until_an_editor_includes_it(
    member: FlaskClient, visitor: FlaskClient, world: World
) -> None:
    world.phase(Phase.REVIEW)
    assert member.post(f"{PAGE}/comments", data=SENT).status_code == 303
    comment = world.one(Comment)
    assert comment.arrival is Arrival.LATE
    approve(world, comment)
    assert "Mehr Eichen" not in visitor.get(PAGE).text
    with world.work("editor") as work:
        include_late(work, consultation_in(work), work.session.get_one(Comment, comment.id), "Post verzögert")
    assert "Mehr Eichen" in visitor.get(PAGE).text


@pytest.mark.parametrize("phase", [Phase.DECIDED, Phase.ADOPTED])
def test_after_the_decisions_a_comment_is_refused_and_kept_as_a_draft(
    member: FlaskClient, world: World, phase: Phase
) -> None:
    world.phase(phase)
    answer = member.post(f"{PAGE}/comments", data=SENT)
    assert answer.status_code == 403
    assert "nimmt zurzeit keine Kommentare an" in answer.text and "Mehr Eichen" in answer.text
    assert (world.all(Comment), world.one(Draft).body) == ([], "Mehr Eichen")


def test_a_draft_is_saved_continued_and_sent(member: FlaskClient, world: World) -> None:
    member.post(f"{PAGE}/comments", data={"body": "Noch nicht fertig", "save": "draft"})
    draft = world.one(Draft)
    assert "Noch nicht fertig" in member.get(f"{PAGE}?draft={draft.public_id}").text
    member.post(f"{PAGE}/comments", data=SENT | {"draft": draft.public_id, "lock": "1"})
    assert world.all(Draft) == []
    assert world.one(Comment).state is CommentState.SUBMITTED


def test_a_draft_somebody_changed_meanwhile_is_not_overwritten(app: Flask, world: World) -> None:
    member, releaser = world.client(app, "member"), world.client(app, "releaser")
    member.post(f"{PAGE}/comments", data={"body": "Erster Stand", "save": "draft", "shared": "y"})
    draft = world.one(Draft)
    continued = {"save": "draft", "shared": "y", "draft": draft.public_id, "lock": "1"}
    assert releaser.post(f"{PAGE}/comments", data=continued | {"body": "Vom Vorstand"}).status_code == 303
    answer = member.post(f"{PAGE}/comments", data=continued | {"body": "Vom Mitglied"})
    assert answer.status_code == 409
    assert "Vom Vorstand" in answer.text and "Vom Mitglied" in answer.text
    assert world.one(Draft).body == "Vom Vorstand"


def test_a_draft_of_nothing_is_not_kept_and_the_form_says_so(member: FlaskClient, world: World) -> None:
    answer = member.post(f"{PAGE}/comments", data={"body": "  ", "save": "draft"})
    assert answer.status_code == 422 and "Da ist noch nichts zu speichern." in answer.text
    assert world.all(Draft) == []
    assert member.post(f"{PAGE}/comments", data={"stance": "object", "save": "draft"}).status_code == 303
    kept = {"draft": world.one(Draft).public_id, "lock": "1", "save": "draft"}
    assert member.post(f"{PAGE}/comments", data=kept).status_code == 303


def test_a_private_draft_is_nobody_elses(app: Flask, world: World) -> None:
    world.client(app, "member").post(f"{PAGE}/comments", data={"body": "Nur für mich", "save": "draft"})
    draft = world.one(Draft)
    for name in ("releaser", "stranger"):
        client = world.client(app, name)
        assert "Nur für mich" not in client.get(f"{PAGE}?draft={draft.public_id}").text
        assert client.post(f"/wir/drafts/{draft.public_id}/discard").status_code == 404


def test_a_comment_hangs_on_the_version_its_author_read(member: FlaskClient, world: World) -> None:
    item_id = item_named(world).id
    with world.work() as work:
        here = consultation_in(work)
        item = work.session.get_one(Item, item_id)
        consultations.add_version(work, here, item, Rendered.of("Neuer Titel", {"description": "Neu"}), "Präziser")
    member.post(f"{PAGE}/comments", data=SENT | {"version": "1"})
    comment = world.one(Comment)
    assert "Fassung 2" in member.get(PAGE).text
    with world.work() as work:
        versions = consultations_versions(work, comment.item_id)
    assert comment.version_id == versions[1]


def consultations_versions(work: object, item_id: int) -> dict[int, int]:
    from portal.consultations.queries import versions

    return {line.number: line.id for line in versions(work, item_id)}  # type: ignore[arg-type]


def test_two_versions_are_compared_word_by_word(visitor: FlaskClient, world: World) -> None:
    item_id = item_named(world).id
    with world.work() as work:
        here = consultation_in(work)
        item = work.session.get_one(Item, item_id)
        texts = {"description": DESCRIPTION.replace("Eltern", "Mütter und Väter")}
        consultations.add_version(work, here, item, Rendered.of("Sprachbrücken", texts), "Alle gemeint")
    page = visitor.get(f"{PAGE}?compare=1").text
    assert "<del>Eltern</del>" in page and "Mütter" in page and "Alle gemeint" in page


def test_a_former_code_leads_to_the_item_for_good(visitor: FlaskClient, world: World) -> None:
    item_id = item_named(world).id
    with world.work() as work:
        item = work.session.get_one(Item, item_id)
        consultations.change_core(
            work,
            consultation_in(work),
            item,
            code="Üneu1",
            field_id=item.field_id,
            kind=item.kind,
            recommended_to="",
            origin_id=None,
            goal_ids=(),
        )
    answer = visitor.get(PAGE)
    assert (answer.status_code, answer.location) == (301, "/wir/measures/%C3%9Cneu1")
    assert visitor.get(answer.location).status_code == 200


def test_the_list_finds_umlauts_sharp_s_and_gender_stars(visitor: FlaskClient) -> None:
    for asked in ("sprachbrucken", "SPRACHBRÜCKEN", "sprachpatinnen", "Sprachpat*innen", "fehlt zeit"):
        found = re.findall(r'class="plate">(B 1\.\d+)<', visitor.get("/wir/measures/", query_string={"q": asked}).text)
        assert "B 1.2" in found, asked
    assert "Dazu gibt es keine Maßnahme" in visitor.get("/wir/measures/?q=quantencomputer").text


def test_the_list_is_in_natural_order_and_filters(visitor: FlaskClient) -> None:
    codes = re.findall(r'class="plate">(B 1\.\d+)<', visitor.get("/wir/measures/").text)
    assert codes == ["B 1.2", "B 1.10"]
    only = re.findall(r'class="plate">(B 1\.\d+)<', visitor.get("/wir/measures/?kind=lighthouse").text)
    assert only == ["B 1.2"]


def test_the_list_shows_what_we_have_not_commented_on(member: FlaskClient, world: World) -> None:
    world.comment()
    codes = re.findall(r'class="plate">(B 1\.\d+)<', member.get("/wir/measures/?silent=1").text)
    assert codes == ["B 1.10"]


def test_a_figure_opens_exactly_the_comments_it_counts(visitor: FlaskClient, world: World) -> None:
    for name, voice in (("member", Voice.INDIVIDUAL), ("private", Voice.INDIVIDUAL), ("releaser", Voice.ORGANISATION)):
        approve(world, world.comment(name, f"Von {name}", voice=voice))
    organisations = visitor.get(f"{PAGE}?voice=organisation").text
    individuals = visitor.get(f"{PAGE}?voice=individual&stance=support").text
    assert organisations.count('<article class="comment') == 1 and "Von releaser" in organisations
    assert individuals.count('<article class="comment') == 2


def test_an_author_revises_and_withdraws(member: FlaskClient, visitor: FlaskClient, world: World) -> None:
    comment = world.comment(body="Erste Fassung")
    approve(world, comment)
    receipt = f"/wir/comments/{comment.public_id}"
    assert member.post(f"{receipt}/revise", data={"stance": "object", "body": "Zweite Fassung"}).status_code == 303
    assert "Erste Fassung" in visitor.get(PAGE).text
    assert "Zweite Fassung" not in visitor.get(PAGE).text + visitor.get(receipt).text
    assert member.post(f"{receipt}/withdraw").status_code == 303
    assert "Erste Fassung" not in visitor.get(PAGE).text


def test_somebody_elses_comment_cannot_be_changed(app: Flask, world: World) -> None:
    comment = world.comment()
    approve(world, comment)
    stranger = world.client(app, "stranger")
    receipt = f"/wir/comments/{comment.public_id}"
    assert stranger.post(f"{receipt}/revise", data={"stance": "object", "body": "x"}).status_code == 404
    assert stranger.post(f"{receipt}/withdraw").status_code == 404


def test_after_a_change_an_item_page_costs_three_statements_and_then_one(
    app: Flask, world: World, engine: Engine
) -> None:
    visitor = app.test_client()
    approve(world, world.comment(body="Eins"))
    visitor.get(PAGE)
    approve(world, world.comment(body="Zwei"))
    with counted(engine) as sent:
        assert "Zwei" in visitor.get(PAGE).text
    assert len(sent) == 2, sent  # and the stamp, which the driver asks for
    with counted(engine) as sent:
        visitor.get(PAGE)
    assert sent == []


def test_statements_do_not_grow_with_comments(app: Flask, world: World, engine: Engine) -> None:
    member = world.client(app, "member")
    numbers = []
    for turn in range(3):
        for number in range(4):
            world.comment(body=f"Nummer {turn} {number}")
        for address in (PAGE, "/wir/mine", "/wir/measures/"):
            with counted(engine) as sent:
                assert member.get(address).status_code == 200
            numbers.append(len(sent))
    assert numbers[3:6] == numbers[6:]


def test_whoever_is_signed_in_shares_the_kept_list(app: Flask, world: World, engine: Engine) -> None:
    world.client(app, "stranger").get("/wir/measures/")
    with counted(engine) as sent:
        assert "Sprachbrücken" in world.client(app, "member").get("/wir/measures/").text
    assert [statement.split()[:2] for statement in sent] == [["SELECT", "account.id,"]]


def test_what_is_silent_is_found_for_each_person(app: Flask, world: World) -> None:
    world.comment("member", code="B 1.10")
    found = {
        name: "Deutschkurse" in world.client(app, name).get("/wir/measures/?silent=1").text
        for name in ("stranger", "member", "visitor")
    }
    assert found == {"stranger": True, "member": False, "visitor": True}


def test_the_list_counts_what_the_public_reads(visitor: FlaskClient, world: World) -> None:
    approve(world, world.comment(body="Eins"))
    approve(world, world.comment("stranger", body="Zwei"))
    world.comment("private", body="Wartet")
    world.phase(Phase.REVIEW)
    approve(world, world.comment("private", body="Zu spät"))
    row = re.search(r'"plate">B 1\.2<.*?</article>', visitor.get("/wir/measures/").text, re.DOTALL)
    assert row is not None and "2 Einzelne" in row[0]
    assert "1 weiterer Kommentar wird gerade geprüft" in visitor.get(PAGE).text


def test_submitting_looks_once_and_then_writes(member: FlaskClient, engine: Engine) -> None:
    member.get(PAGE)
    with counted(engine) as sent:
        assert member.post(f"{PAGE}/comments", data=SENT).status_code == 303
    actors = [
        statement
        for statement in sent
        if statement.startswith("SELECT account.id, account.name, account.is_admin, account.language, membership")
    ]
    assert (len(actors), len(sent)) == (2, 11), sent


def test_pages_follow_the_asked_for_language(visitor: FlaskClient) -> None:
    english = visitor.get("/wir/?lang=en")
    assert '<html lang="en"' in english.text
    assert "/wir/measures/?lang=en" in english.text
    assert '<html lang="en"' in visitor.get("/wir/", headers={"Accept-Language": "en"}).text
    assert '<html lang="de"' in visitor.get("/wir/", headers={"Accept-Language": "fr"}).text


def test_an_archived_consultation_is_only_read(member: FlaskClient, world: World) -> None:
    world.phase(Phase.ARCHIVED)
    assert member.get(PAGE).status_code == 200
    for save in ("submit", "draft"):
        answer = member.post(f"{PAGE}/comments", data=SENT | {"save": save})
        assert answer.status_code == 403 and "Mehr Eichen" in answer.text
    assert (world.all(Comment), world.all(Draft)) == ([], [])


def test_goals_take_comments_too(member: FlaskClient, world: World) -> None:
    assert member.post("/wir/goals/B 1/comments", data=SENT).status_code == 303
    item = world.one(Item, id=world.one(Comment).item_id)
    assert item.type is ItemType.GOAL


@pytest.mark.parametrize(
    "address", ["/wir/measures/B 9.9", "/wir/goals/B 1.2", "/wir/comments/NOTHERE0", "/pages/nope"]
)
def test_what_is_missing_is_a_404(visitor: FlaskClient, address: str) -> None:
    assert visitor.get(address).status_code == 404
