"""A shared draft's way to a statement: every state × verb × role × phase works or is refused with its status."""

import json
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.audit.models import AuditLine
from portal.comments import drafts, statements
from portal.comments.models import (
    Attachment,
    Comment,
    CommentState,
    Draft,
    DraftNote,
    DraftState,
    Revision,
    Stance,
    Voice,
)
from portal.comments.operations import settle
from portal.consultations.models import Consultation, Phase
from portal.kernel.actor import Role
from portal.kernel.errors import Conflict, Refused
from portal.outbox.models import Letter
from portal.stakeholders.models import MembershipRow, Organisation
from tests.support.world import PEOPLE, World, consultation_in, contribution

ROLES = ("member", "colleague", "releaser", "stranger")
"""The draft is the member's."""
ACCOUNTS = {"colleague": "admin"}
"""An account that joins the same organisation for these tests."""

PRIVATE = "private"
WRITING, HANDED_OVER, SENT_BACK = DraftState.WRITING, DraftState.HANDED_OVER, DraftState.SENT_BACK

TABLE: dict[tuple[str, str], tuple[int, int, int, int]] = {
    ("read", PRIVATE): (200, 404, 404, 404),
    ("read", WRITING): (200, 200, 200, 404),
    ("read", HANDED_OVER): (200, 200, 200, 404),
    ("read", SENT_BACK): (200, 200, 200, 404),
    ("edit", PRIVATE): (303, 404, 404, 404),
    ("edit", WRITING): (303, 303, 303, 404),
    ("edit", HANDED_OVER): (403, 403, 303, 404),
    ("edit", SENT_BACK): (303, 303, 303, 404),
    ("notes", PRIVATE): (403, 404, 404, 404),
    ("notes", WRITING): (303, 303, 303, 404),
    ("notes", HANDED_OVER): (303, 303, 303, 404),
    ("notes", SENT_BACK): (303, 303, 303, 404),
    ("hand-over", PRIVATE): (403, 404, 404, 404),
    ("hand-over", WRITING): (303, 303, 303, 404),
    ("hand-over", HANDED_OVER): (303, 303, 303, 404),
    ("hand-over", SENT_BACK): (303, 303, 303, 404),
    ("send-back", PRIVATE): (404, 404, 404, 404),
    ("send-back", WRITING): (404, 404, 409, 404),
    ("send-back", HANDED_OVER): (404, 404, 303, 404),
    ("send-back", SENT_BACK): (404, 404, 409, 404),
    ("release", PRIVATE): (403, 409, 409, 409),
    ("release", WRITING): (403, 403, 303, 409),
    ("release", HANDED_OVER): (403, 403, 303, 409),
    ("release", SENT_BACK): (403, 403, 303, 409),
    ("submit", PRIVATE): (303, 409, 409, 409),
    ("submit", WRITING): (303, 303, 303, 409),
    ("submit", HANDED_OVER): (403, 403, 303, 409),
    ("submit", SENT_BACK): (303, 303, 303, 409),
    ("discard", PRIVATE): (303, 404, 404, 404),
    ("discard", WRITING): (303, 303, 303, 404),
    ("discard", HANDED_OVER): (403, 403, 303, 404),
    ("discard", SENT_BACK): (303, 303, 303, 404),
}
"""(verb, state) → what each of ROLES is answered while commenting is open."""

PHASES: dict[str, tuple[int, int, int, int, int]] = {
    "read": (200, 200, 200, 200, 200),
    "edit": (303, 303, 303, 303, 403),
    "notes": (303, 303, 303, 303, 403),
    "hand-over": (303, 303, 403, 403, 403),
    "send-back": (303, 303, 303, 303, 403),
    "release": (303, 303, 403, 403, 403),
    "submit": (303, 303, 403, 403, 403),
    "discard": (303, 303, 303, 303, 303),
}
"""What a releaser is answered about a draft that was handed over; about one in writing for handing over."""
IN_ORDER = (Phase.COMMENTING, Phase.REVIEW, Phase.DECIDED, Phase.ADOPTED, Phase.ARCHIVED)


@pytest.mark.parametrize(("verb", "state"), TABLE)
def test_each_verb_is_for_those_the_table_names(app: Flask, world: World, verb: str, state: str) -> None:
    _join(world, "colleague")
    answers = []
    for role in ROLES:
        draft = _draft(world, state)
        answers.append(_call(world.client(app, ACCOUNTS.get(role, role)), verb, draft))
    assert tuple(answers) == TABLE[verb, state]


@pytest.mark.parametrize("verb", PHASES)
def test_each_verb_has_its_phases(app: Flask, world: World, verb: str) -> None:
    made = [_draft(world, WRITING if verb == "hand-over" else HANDED_OVER) for _ in IN_ORDER]
    releaser, answers = world.client(app, "releaser"), []
    for phase, draft in zip(IN_ORDER, made, strict=True):
        world.phase(phase)
        answers.append(_call(releaser, verb, draft))
    assert tuple(answers) == PHASES[verb]


def test_what_is_refused_changes_nothing(app: Flask, world: World) -> None:
    draft = _draft(world, HANDED_OVER)
    member = world.client(app, "member")
    for verb in ("edit", "send-back", "release", "submit", "discard"):
        _call(member, verb, draft)
    row = world.one(Draft)
    assert (row.body, row.lock, row.state) == ("Mehr Eichen", draft.lock, DraftState.HANDED_OVER)
    assert world.all(Comment) == []


def test_those_who_release_get_one_letter_however_often_it_is_handed_over(world: World) -> None:
    draft = _draft(world, WRITING)
    for _ in range(2):
        with world.work("member") as work:
            statements.hand_over(work, consultation_in(work), draft.public_id)
    letters = [(letter.address, "Mehr Eichen" in letter.text + letter.html) for letter in world.all(Letter)]
    assert letters == [("releaser@example.org", False)]
    assert f"portal:/wir/drafts/{draft.public_id}" in world.all(Letter)[0].text
    assert [line.event for line in world.all(AuditLine)].count("draft.handed_over") == 1


def test_a_draft_that_was_changed_meanwhile_is_not_handed_over_unseen(world: World) -> None:
    draft = _draft(world, WRITING)
    with world.work("member") as work, pytest.raises(Conflict):
        statements.hand_over(work, consultation_in(work), draft.public_id, draft.lock - 1)
    assert world.one(Draft).state is DraftState.WRITING


def test_a_draft_that_comes_back_brings_a_word_to_its_author(world: World) -> None:
    draft = _draft(world, SENT_BACK)
    letter = world.all(Letter)[-1]
    assert (letter.address, "Bitte kürzer" in letter.text) == ("member@example.org", True)
    assert [(note.author_label, note.body) for note in world.all(DraftNote)] == [("Releaser", "Bitte kürzer")]
    assert world.one(Draft, public_id=draft.public_id).state is DraftState.SENT_BACK


def test_where_nobody_releases_nothing_is_handed_over(world: World) -> None:
    draft = _draft(world, WRITING)
    with world.work() as work:
        releaser = work.session.scalars(select(MembershipRow).filter_by(role=Role.RELEASER)).first()
        assert releaser is not None
        releaser.ended_at = work.now
    with world.work("member") as work, pytest.raises(Refused, match="Elternnetz"):
        statements.hand_over(work, consultation_in(work), draft.public_id)


def test_in_short_mode_every_member_releases(app: Flask, world: World) -> None:
    _short_mode(world)
    draft = _draft(world, WRITING)
    assert _call(world.client(app, "stranger"), "release", draft) == 409
    assert _call(world.client(app, "member"), "release", draft) == 303
    assert world.one(Comment).voice is Voice.ORGANISATION


def test_who_releases_lets_every_member_do_so_and_takes_it_back(app: Flask, world: World) -> None:
    releaser, member = world.client(app, "releaser"), world.client(app, "member")
    assert member.post("/wir/mine/short-mode", data={"mode": "short"}).status_code == 404
    for mode, status in (("short", 303), ("released", 403)):
        assert releaser.post("/wir/mine/short-mode", data={"mode": mode}).status_code == 303
        assert _call(member, "release", _draft(world, WRITING)) == status


def test_who_releases_decides_for_the_own_organisation_alone(app: Flask, world: World) -> None:
    here = world.one(Consultation, slug="wir").id
    other = world.one(Organisation, consultation_id=here, name="Mieterrat")
    sent = {"mode": "short", "organisation": str(other.id)}
    assert world.client(app, "releaser").post("/wir/mine/short-mode", data=sent).status_code == 404
    assert not world.one(Organisation, id=other.id).short_mode


def test_notes_stay_with_the_statement_for_its_members_alone(app: Flask, world: World) -> None:
    draft = _draft(world, SENT_BACK)
    assert _call(world.client(app, "releaser"), "release", draft) == 303
    comment = world.one(Comment)
    assert [(note.draft_id, note.comment_id, note.body) for note in world.all(DraftNote)] == [
        (None, comment.id, "Bitte kürzer")
    ]
    with world.work("moderator") as work:
        found = work.session.get_one(Comment, comment.id)
        settle(work, consultation_in(work), found, CommentState.APPROVED)
    read = {
        name: "Bitte kürzer" in world.client(app, name).get(f"/wir/comments/{comment.public_id}").text
        for name in ("member", "releaser", "stranger", "moderator", "editor", "steering", "visitor")
    }
    assert {name for name, reads in read.items() if reads} == {"member", "releaser"}
    told = json.loads(world.client(app, "releaser").get("/account/data.json").text)
    assert [(note["item"], note["text"]) for note in told["comments"]["notes"]] == [("B 1.2", "Bitte kürzer")]


def test_of_two_who_release_the_same_draft_one_is_told(app: Flask, world: World) -> None:
    draft = _draft(world, HANDED_OVER)
    first, second = world.client(app, "releaser"), world.client(app, "releaser")
    assert _call(first, "release", draft) == 303
    answer = _send(second, draft, save="release", submission_key="another")
    assert answer.status_code == 409
    assert "Mehr Eichen" in answer.text
    assert len(world.all(Comment)) == 1


def test_the_same_release_sent_twice_is_one_comment(app: Flask, world: World) -> None:
    draft = _draft(world, HANDED_OVER)
    releaser = world.client(app, "releaser")
    answers = [_send(releaser, draft, save="release", submission_key="once") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert (len(world.all(Comment)), world.all(Draft)) == (1, [])


def test_what_is_released_from_an_older_draft_is_a_conflict(app: Flask, world: World) -> None:
    draft = _draft(world, WRITING)
    _call(world.client(app, "member"), "edit", draft)
    answer = _send(world.client(app, "releaser"), draft, save="release", body="Mein Stand")
    assert answer.status_code == 409
    assert "Mein Stand" in answer.text and "Mehr Buchen" in answer.text
    assert world.all(Comment) == []


def test_speaking_for_oneself_leaves_the_shared_draft(app: Flask, world: World) -> None:
    draft = _draft(world, WRITING)
    assert _call(world.client(app, "member"), "submit", draft) == 303
    assert world.one(Draft).public_id == draft.public_id


def test_a_colleague_does_not_take_a_shared_draft_for_themselves(app: Flask, world: World) -> None:
    draft = _draft(world, WRITING)
    _send(world.client(app, "releaser"), draft, save="draft")
    assert world.one(Draft).is_shared


def test_resolution_and_minority_vote_belong_to_statements_alone(app: Flask, world: World) -> None:
    given = {"resolved_by": "Vorstand", "resolved_on": "2026-03-04", "minority_vote": "Zwei sind dagegen"}
    releaser = world.client(app, "releaser")
    for save in ("release", "submit"):
        _send(releaser, _draft(world, WRITING), save=save, submission_key=save, **given)
    resolved = {
        comment.voice: (revision.resolved_by, str(revision.resolved_on), revision.minority_vote)
        for comment in world.all(Comment)
        for revision in world.all(Revision)
        if revision.comment_id == comment.id
    }
    assert resolved == {
        Voice.ORGANISATION: ("Vorstand", "2026-03-04", "Zwei sind dagegen"),
        Voice.INDIVIDUAL: ("", "None", ""),
    }


def test_a_resolution_is_kept_in_the_draft_and_never_lies_ahead(app: Flask, world: World) -> None:
    draft = _draft(world, WRITING)
    releaser = world.client(app, "releaser")
    _send(releaser, draft, save="draft", resolved_by="Vorstand", resolved_on="2126-01-01")
    assert world.one(Draft).resolved_by == "Vorstand"
    later = world.one(Draft)
    answer = _send(releaser, later, save="release", resolved_by="Vorstand", resolved_on="2126-01-01")
    assert answer.status_code == 422
    assert "liegt in der Zukunft" in answer.text and 'value="2126-01-01"' in answer.text


def test_a_revision_that_does_not_ask_keeps_the_resolution(app: Flask, world: World) -> None:
    releaser = world.client(app, "releaser")
    _send(releaser, _draft(world, HANDED_OVER), save="release", resolved_by="Vorstand")
    number = world.one(Comment).public_id
    answer = releaser.post(f"/wir/comments/{number}/revise", data={"stance": "object", "body": "Weniger"})
    assert answer.status_code == 303
    assert world.one(Revision, number=2).resolved_by == "Vorstand"


def test_a_resolution_is_revised_with_the_statement(app: Flask, world: World) -> None:
    releaser = world.client(app, "releaser")
    _send(releaser, _draft(world, HANDED_OVER), save="release", resolved_by="Vorstand", minority_vote="Zwei dagegen")
    number = world.one(Comment).public_id
    page = releaser.get(f"/wir/comments/{number}").text
    assert 'name="resolved_by"' in page and 'value="Vorstand"' in page and "Zwei dagegen</textarea>" in page
    sent = {"stance": "object", "body": "Weniger", "resolved_by": "Mitgliederversammlung", "minority_vote": ""}
    assert releaser.post(f"/wir/comments/{number}/revise", data=sent).status_code == 303
    revised = world.one(Revision, number=2)
    assert (revised.resolved_by, revised.minority_vote) == ("Mitgliederversammlung", "")
    late = releaser.post(f"/wir/comments/{number}/revise", data=sent | {"resolved_on": "2126-01-01"})
    assert late.status_code == 422 and "liegt in der Zukunft" in late.text and "Weniger" in late.text


def test_nobody_resolves_on_what_an_individual_says(member: FlaskClient, world: World) -> None:
    comment = world.comment()
    assert 'name="resolved_by"' not in member.get(f"/wir/comments/{comment.public_id}").text


def test_files_of_a_draft_go_along_with_the_statement(app: Flask, world: World) -> None:
    draft = _draft(world, WRITING)
    assert _attach(world.client(app, "member"), draft).status_code == 303
    assert "Beschluss.pdf" in world.client(app, "releaser").get(f"/wir/drafts/{draft.public_id}").text
    assert _send(world.client(app, "releaser"), draft, save="release").status_code == 303
    (file,) = world.all(Attachment)
    comment = world.one(Comment)
    assert (file.comment_id, file.draft_id) == (comment.id, None)
    assert "Beschluss.pdf" not in app.test_client().get("/wir/measures/B 1.2").text
    with world.work() as work:
        settle(work, consultation_in(work), work.session.get_one(Comment, comment.id), CommentState.APPROVED)
    assert "Beschluss.pdf" in app.test_client().get("/wir/measures/B 1.2").text
    assert app.test_client().get(f"/wir/attachments/{file.public_id}").status_code == 200


@pytest.mark.parametrize(("save", "left"), [("submit", 1), ("release", 1)])
def test_speaking_for_oneself_takes_no_file_along(app: Flask, world: World, save: str, left: int) -> None:
    draft = _draft(world, WRITING)
    _attach(world.client(app, "member"), draft)
    _send(world.client(app, "releaser"), draft, save=save)
    assert [(file.comment_id is None) == (save == "submit") for file in world.all(Attachment)] == [True] * left


def test_while_a_draft_waits_for_release_its_files_stay_as_they_are(app: Flask, world: World) -> None:
    draft = _draft(world, WRITING)
    member = world.client(app, "member")
    _attach(member, draft)
    _call(member, "hand-over", draft)
    (file,) = world.all(Attachment)
    assert _attach(member, draft).status_code == 403
    assert member.post(f"/wir/attachments/{file.public_id}/remove").status_code == 403
    assert world.client(app, "releaser").post(f"/wir/attachments/{file.public_id}/remove").status_code == 303
    assert world.all(Attachment) == []


@pytest.mark.parametrize(("name", "content"), [("a.html", b"<p>"), ("a.pdf", b"<html>"), ("", b"")])
def test_a_file_that_is_not_taken_is_told_so(app: Flask, world: World, name: str, content: bytes) -> None:
    draft = _draft(world, WRITING)
    assert _attach(world.client(app, "member"), draft, name, content).status_code == 422
    assert world.all(Attachment) == []


def test_a_draft_that_is_thrown_away_takes_its_files_with_it(app: Flask, world: World) -> None:
    draft = _draft(world, WRITING)
    member = world.client(app, "member")
    _attach(member, draft)
    assert _call(member, "discard", draft) == 303
    assert world.all(Attachment) == []


def _attach(
    client: FlaskClient, draft: Draft, name: str = "Beschluss.pdf", content: bytes = b"%PDF-1.4 ja\n%%EOF\n"
) -> TestResponse:
    return client.post(f"/wir/drafts/{draft.public_id}/files", data={"files": (BytesIO(content), name)})


def _draft(world: World, state: str) -> Draft:
    """The member's draft in that state."""
    with world.work("member") as work:
        here = consultation_in(work)
        said = contribution(work, here, "B 1.2", Stance.SUPPORT, "Mehr Eichen")
        writing = drafts.Writing(said.item_id, said.version_id, Stance.SUPPORT, "Mehr Eichen")
        draft = drafts.save_draft(work, here, writing, is_shared=state != PRIVATE)
        if state in (HANDED_OVER, SENT_BACK):
            statements.hand_over(work, here, draft.public_id)
    if state == SENT_BACK:
        with world.work("releaser") as work:
            statements.send_back(work, consultation_in(work), draft.public_id, "Bitte kürzer")
    return world.one(Draft, public_id=draft.public_id)


def _call(client: FlaskClient, verb: str, draft: Draft) -> int:
    if verb == "read":
        return client.get(f"/wir/drafts/{draft.public_id}").status_code
    if verb in ("edit", "release", "submit"):
        save = {"edit": "draft"}.get(verb, verb)
        body = "Mehr Buchen" if verb == "edit" else "Mehr Eichen"
        return _send(client, draft, save=save, body=body).status_code
    return client.post(f"/wir/drafts/{draft.public_id}/{verb}", data={"note": "Noch nicht"}).status_code


def _send(client: FlaskClient, draft: Draft, **values: str) -> TestResponse:
    """The form beneath the measure as it continues that draft."""
    data = {"stance": "support", "body": "Mehr Eichen", "shared": "y", "submission_key": draft.public_id}
    data |= {"draft": draft.public_id, "lock": str(draft.lock)} | values
    return client.post("/wir/measures/B 1.2/comments", data=data)


def _join(world: World, role: str) -> None:
    with world.work() as work:
        here = consultation_in(work)
        elternnetz = work.session.scalars(select(Organisation).filter_by(consultation_id=here.id, name="Elternnetz"))
        work.session.add(
            MembershipRow(
                account_id=PEOPLE.index(ACCOUNTS[role]) + 1,
                consultation_id=here.id,
                role=Role.MEMBER,
                organisation_id=elternnetz.one().id,
                began_at=work.now,
            )
        )


def _short_mode(world: World) -> None:
    with world.work() as work:
        here = work.session.scalars(select(Consultation).filter_by(slug="wir")).one()
        found = select(Organisation).filter_by(consultation_id=here.id, name="Elternnetz")
        work.session.scalars(found).one().short_mode = True


def test_who_reads_it_until_it_is_published_is_said_as_it_is(app: Flask, world: World) -> None:
    """A statement is read by the whole organisation; the office reads both."""
    own, statement = world.comment(), world.comment("releaser", "Für alle", voice=Voice.ORGANISATION)
    for comment, readers in ((own, "nur Sie, das Prüfteam"), (statement, "nur Ihre Organisation, das Prüfteam")):
        said = f"lesen ihn {readers} und die Geschäftsstelle."
        assert said in world.client(app, "member").get(f"/wir/comments/{comment.public_id}").text
        assert world.client(app, "editor").get(f"/wir/comments/{comment.public_id}").status_code == 200
