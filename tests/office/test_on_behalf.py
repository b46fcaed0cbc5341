"""The office's pages of letters and e-mails it enters for others."""

import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from portal.comments.models import Attachment, Comment, CommentState, OnBehalf, Stance
from portal.comments.operations import settle
from portal.comments.sent import LARGEST
from portal.stakeholders.models import Organisation
from tests.comments.files import HTML, PDF, SVG
from tests.moderation import deciding
from tests.support.days import today
from tests.support.statements import counted
from tests.support.world import World, consultation_in

NEW, LIST = "/wir/office/on-behalf/new", "/wir/office/on-behalf"
YESTERDAY = (today() - timedelta(days=1)).isoformat()
LETTER = {
    "organisation": "",
    "sender": "Ada Geheim",
    "item": "B 1.2",
    "stance": "object",
    "body": "Bitte mehr Busse am Abend",
    "way": "letter",
    "arrived_on": YESTERDAY,
    "reference": "AZ 4711",
}


def send(editor: FlaskClient, *files: tuple[bytes, str], **changes: str) -> TestResponse:
    """Encoded in memory: the test client would leave the temporary files of large forms open."""
    scans = [("files", FileStorage(io.BytesIO(content), name)) for content, name in files]
    boundary, body = encode_multipart(MultiDict([*(LETTER | changes).items(), *scans]))
    return editor.post(NEW, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def test_a_letter_with_a_scan_is_entered_listed_and_public_without_its_sender(
    app: Flask, world: World, editor: FlaskClient
) -> None:
    body = world.all(Organisation)[0]
    answer = send(editor, (PDF, "scan.pdf"), organisation=str(body.id), section="description")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{LIST}?done=entered")
    page = editor.get(LIST).text
    assert "Ada Geheim" in page and "AZ 4711" in page and body.name in page
    comment, scan = world.all(Comment)[0], world.all(Attachment)[0]
    with world.work("moderator") as work:
        settle(work, consultation_in(work), work.session.get_one(Comment, comment.id), CommentState.APPROVED)
    visitor = app.test_client()
    for address in ("/wir/measures/B 1.2", f"/wir/comments/{comment.public_id}", "/wir/feed.atom"):
        shown = visitor.get(address).text
        assert "Bitte mehr Busse" in shown
        assert "Geheim" not in shown and "AZ 4711" not in shown and "scan.pdf" not in shown
    assert "per Brief eingegangen am" in visitor.get("/wir/measures/B 1.2").text
    assert "per Brief eingegangen am" in visitor.get(f"/wir/comments/{comment.public_id}").text
    assert visitor.get(f"/wir/attachments/{scan.public_id}").status_code == 404
    assert editor.get(f"/wir/attachments/{scan.public_id}").data == PDF


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("item", ""),
        ("item", "Z 9"),
        ("stance", ""),
        ("stance", "perhaps"),
        ("way", ""),
        ("way", "pigeon"),
        ("arrived_on", ""),
        ("arrived_on", "gestern"),
        ("arrived_on", "2999-01-01"),
        ("written_on", today().isoformat()),
        ("reference", ""),
        ("body", ""),
        ("body", "x" * 10_001),
        ("organisation", "999"),
        ("organisation", "x"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field_and_nothing_is_lost(
    world: World, editor: FlaskClient, field: str, value: str
) -> None:
    answer = send(editor, **{field: value})
    assert answer.status_code == 422
    assert f'href="#{field}' in answer.text
    assert "Ada Geheim" in answer.text
    assert world.all(Comment) == []


@pytest.mark.parametrize(
    ("content", "name"), [(HTML, "a.pdf"), (SVG, "a.svg"), (b"%PDF-1.4" + b"x" * LARGEST, "a.pdf"), (PDF, "a.exe")]
)
def test_a_file_that_is_not_taken_keeps_the_letter_in_the_form(
    world: World, editor: FlaskClient, content: bytes, name: str
) -> None:
    answer = send(editor, (content, name))
    assert answer.status_code == 422 and 'href="#files"' in answer.text and "Ada Geheim" in answer.text
    assert [*world.all(Comment), *world.all(Attachment)] == []


def test_six_files_are_refused_as_a_whole(world: World, editor: FlaskClient) -> None:
    answer = send(editor, *((PDF, f"{number}.pdf") for number in range(6)))
    assert answer.status_code == 422 and "Mehr als fünf" in answer.text
    assert [*world.all(Comment), *world.all(Attachment), *world.all(OnBehalf)] == []


def test_what_is_larger_than_all_files_together_is_413(editor: FlaskClient) -> None:
    assert send(editor, (b"%PDF-1.4" + b"x" * (6 * LARGEST), "a.pdf")).status_code == 413


def test_the_reference_of_another_letter_is_refused_with_everything_kept(world: World, editor: FlaskClient) -> None:
    assert send(editor).status_code == 303
    answer = send(editor, body="Ein anderer Brief")
    assert answer.status_code == 422
    assert "„AZ 4711“" in answer.text and "Ein anderer Brief" in answer.text
    assert len(world.all(Comment)) == 1


def test_taking_back_needs_a_reason(world: World, editor: FlaskClient) -> None:
    send(editor)
    comment = world.all(Comment)[0]
    address = f"{LIST}/{comment.public_id}/withdraw"
    refused = editor.post(address, data={"reason": " "})
    assert refused.status_code == 422 and 'id="reason"' in refused.text
    assert editor.post(address, data={"reason": "Bitte"}).headers["Location"] == f"{LIST}?done=entry-withdrawn"
    assert world.one(Comment, id=comment.id).state is CommentState.WITHDRAWN
    assert "Zurückgezogen" in editor.get(LIST).text


def test_who_checks_it_reads_how_it_came_and_its_reference_but_not_its_sender(
    world: World, editor: FlaskClient, moderator: FlaskClient
) -> None:
    send(editor)
    page = moderator.get(f"/wir/moderation/?case={world.one(Comment).public_id}").text
    assert "per Brief eingegangen am" in page and "eingetragen unter dem Zeichen AZ 4711" in page
    assert "Geheim" not in page


def test_a_returned_letter_is_revised_with_its_scans_and_waits_again(world: World, editor: FlaskClient) -> None:
    send(editor, (PDF, "scan.pdf"), section="description")
    comment = world.all(Comment)[0]
    with world.work("moderator") as work:
        settle(work, consultation_in(work), work.session.get_one(Comment, comment.id), CommentState.RETURNED)
    address = f"{LIST}/{comment.public_id}/revise"
    assert f'href="{address}"' in editor.get(LIST).text
    page = editor.get(address).text
    assert "Bitte mehr Busse am Abend" in page and "per Brief eingegangen am" in page
    refused = editor.post(address, data={"stance": "object", "body": "x" * 10_001})
    assert refused.status_code == 422 and 'href="#body"' in refused.text
    answer = editor.post(address, data={"stance": "question", "body": "Fahren abends Busse?", "section": "situation"})
    assert (answer.status_code, answer.location) == (303, f"{LIST}?done=entry-revised")
    now = world.one(Comment, id=comment.id)
    assert (now.state, now.newest, now.stance) == (CommentState.SUBMITTED, 2, Stance.QUESTION)
    assert len(world.all(Attachment)) == 1
    editor.post(f"{LIST}/{comment.public_id}/withdraw", data={"reason": "Bitte"})
    assert f'href="{address}"' not in editor.get(LIST).text
    assert editor.get(address).status_code == 403
    assert editor.get(f"{LIST}/{world.comment().public_id}/revise").status_code == 404


def test_the_office_reads_why_a_letter_came_back(world: World, editor: FlaskClient, moderator: FlaskClient) -> None:
    send(editor)
    comment = world.one(Comment)
    said = {"explanation": "Bitte ohne den Abend.", "marked": "am Abend", "suggestion": "spät"}
    assert deciding.send(moderator, comment, "return", **said).status_code == 303
    page = editor.get(f"{LIST}/{comment.public_id}/revise").text
    assert "Bitte ohne den Abend." in page and "„am Abend“" in page and "„spät“" in page


def test_the_list_is_searched_and_paged_with_the_same_number_of_statements(world: World, editor: FlaskClient) -> None:
    send(editor)
    with counted(world.engine) as first:
        editor.get(LIST)
    for number in range(2, 54):
        send(editor, reference=f"2026-{number}")
    with counted(world.engine) as second:
        page = editor.get(LIST).text
    assert len(first) == len(second) == 4
    assert "53 Zuschriften" in page and "page=2" in page and "2026-53" in page
    assert editor.get(f"{LIST}?page=2").text.count("entry-") > 0
    found = editor.get(f"{LIST}?q=2026-53").text
    assert "1 Zuschrift" in found and "2026-52" not in found
