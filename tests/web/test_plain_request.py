"""What no database takes or no number is, is left out or leads nowhere, on either database: never a 500."""

from time import process_time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from portal.comments.models import Comment, Draft, Revision
from tests.support.world import World

PAGE = "/wir/measures/B 1.2"


@pytest.mark.parametrize(
    "address",
    [
        "/%00",
        "/%00/",
        "/wir/measures/%00",
        "/wir/goals/B%001",
        "/wir/comments/AAAAAAA%00",
        "/pages/%00",
        "/invitations/%00",
        "/api/v1/consultations/%00",
        "/api/v1/consultations/wir/comments/%00",
    ],
)
def test_an_address_with_a_nul_leads_nowhere(visitor: FlaskClient, address: str) -> None:
    assert visitor.get(address).status_code == 404


@pytest.mark.parametrize("name", ["q", "field", "section", "draft", "version", "compare", "page", "organisation", "by"])
def test_a_nul_in_a_query_string_is_not_there(app: Flask, world: World, name: str) -> None:
    for who, address in (
        ("visitor", "/wir/measures/"),
        ("member", PAGE),
        ("moderator", "/wir/moderation/"),
        ("steering", "/wir/board/?view=comments"),
        ("visitor", "/api/v1/consultations/wir/comments"),
    ):
        answer = world.client(app, who).get(f"{address}{'&' if '?' in address else '?'}{name}=%00B")
        assert answer.status_code in (200, 404, 422), (who, address)


def test_a_nul_in_a_text_is_left_out(member: FlaskClient, world: World) -> None:
    sent = {"stance": "support", "body": "Mehr\x00 Eichen", "submission_key": "a\x00b", "draft": "\x00"}
    assert member.post(f"{PAGE}/comments", data=sent).status_code == 303
    assert (world.one(Comment).submission_key, world.one(Revision).body) == ("ab", "Mehr Eichen")


@pytest.mark.parametrize("lock", ["²", "٣", "9" * 30, "9" * 5000, "-1", "x"])
def test_a_lock_that_is_no_number_is_none(member: FlaskClient, world: World, lock: str) -> None:
    sent = {"stance": "support", "body": "Mehr Eichen", "save": "draft", "lock": lock}
    assert member.post(f"{PAGE}/comments", data=sent).status_code == 303
    draft = world.one(Draft).public_id
    assert member.post(f"/wir/drafts/{draft}/hand-over", data={"lock": lock}).status_code in (303, 403, 409)


@pytest.mark.parametrize("save", ["draft", "submit", "preview", "hand-over"])
def test_a_blank_for_a_choice_chooses_nothing(member: FlaskClient, save: str) -> None:
    sent = {"stance": " ", "language": " ", "section": " ", "resolved_on": " ", "body": "Mehr Eichen", "save": save}
    assert member.post(f"{PAGE}/comments", data=sent).status_code in (200, 303, 422)


@pytest.mark.parametrize(
    ("name", "address"), [("moderator", "/wir/moderation/"), ("editor", "/wir/board/themes/coding")]
)
def test_a_question_of_many_words_looks_for_the_first_dozen(
    app: Flask, world: World, engine: Engine, name: str, address: str
) -> None:
    """Each word is a look into every text there is."""
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    question = "+".join(f"a{number}" for number in range(60))
    assert world.client(app, name).get(f"{address}?q={question}").status_code == 200
    assert max(statement.count("LIKE") for statement in asked) <= 3 * 12


@pytest.mark.parametrize("number", ["2147483648", "9223372036854775808", "9" * 25, "9" * 5000])
@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("editor", "/wir/office/origins/{}"),
        ("editor", "/wir/office/organisations/{}"),
        ("steering", "/wir/board/sessions/{}"),
        ("admin", "/admin/accounts/{}"),
        ("admin", "/admin/outbox/{}"),
    ],
)
def test_a_number_that_no_table_has_leads_nowhere(
    app: Flask, world: World, name: str, address: str, number: str
) -> None:
    assert world.client(app, name).get(address.format(number)).status_code == 404


def test_a_page_far_behind_the_last_one_is_empty(editor: FlaskClient) -> None:
    assert editor.get(f"/wir/office/invitations?page={'9' * 25}").status_code == 200


@pytest.mark.parametrize(
    "address", [f"{PAGE}/comments", "/wir/board/publish", "/wir/moderation/AAAAAAAA", "/wir/", "/x"]
)
@pytest.mark.parametrize("name", ["visitor", "member"])
def test_more_than_is_read_is_answered_wherever_it_is_sent(app: Flask, world: World, name: str, address: str) -> None:
    client = world.client(app, name)
    expected = {client.post(address).status_code, 413}
    assert client.post(address, data={"body": "x" * 2**21}).status_code in expected
    parts = (
        b"".join(b'--x\r\nContent-Disposition: form-data; name="a%d"\r\n\r\n\r\n' % at for at in range(600)) + b"--x--"
    )
    kind = "multipart/form-data; boundary=x"
    assert client.post(address, data=parts, content_type=kind).status_code in expected


@pytest.mark.parametrize("name", ["visitor", "member"])
def test_fields_without_number_are_not_shown_again(app: Flask, world: World, name: str) -> None:
    begun = process_time()
    answer = world.client(app, name).post(f"{PAGE}/comments", data={f"a{number}": "x" for number in range(80_000)})
    assert answer.status_code == (401 if name == "visitor" else 413)
    assert process_time() - begun < 2
    assert len(answer.data) < 100_000
