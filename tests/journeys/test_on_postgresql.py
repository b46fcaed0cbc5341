"""The comment loop once more on PostgreSQL, by people whose programs send forms over HTTP without showing pages."""

import csv
import io
import re
from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.support import postgres
from tests.support.demo import PASSWORD, SLUG, Demo, served
from tests.support.person import Answer, Person

HERE = f"/{SLUG}"
CODE = "D 2.1"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with postgres.server():
        name = f"portal_demo_{uuid4().hex}"
        url = postgres.create_database(name, "template0")
        with served(tmp_path_factory.mktemp("demo"), DATABASE_URL=url) as demo:
            yield demo
        postgres.drop_database(name)


def test_a_comment_goes_from_the_invitation_to_the_synopsis(demo: Demo) -> None:
    email, said = "neu@example.net", "Bitte denken Sie an die Ältesten im Viertel."
    office, steering, moderator = (_signed_in(demo, name) for name in ("office", "steering", "moderation"))
    author, visitor = Person(demo.base_url), Person(demo.base_url)
    comments_before = _comments(steering)

    new = office.get(f"{HERE}/office/invitations/new")
    office.send(new, "/invitations/new", email=email, organisation="Chor der Welt", group="civil-society")
    invitation = author.get(demo.link(email, "/invitations/"))
    joined = author.send(invitation, "", name="Ayla Öztürk", password="ein Fahrrad im Regen")
    assert "Willkommen!" in joined.text

    form = author.get(f"{HERE}/measures/{CODE}")
    receipt = author.send(form, "/comments", stance="support_with_changes", body=said, save="submit")
    number = re.fullmatch(rf"{HERE}/comments/(\w{{8}})\?done=submitted", receipt.address)
    assert number, receipt.address
    assert said not in visitor.get(f"{HERE}/measures/{CODE}").text

    case = moderator.get(f"{HERE}/moderation/?case={number[1]}")
    decided = moderator.send(case, f"/moderation/{number[1]}", action="approve")
    assert decided.status == 200
    assert said in visitor.get(f"{HERE}/measures/{CODE}").text
    assert _comments(steering) == comments_before + 1
    assert [row for row in _rows(steering.get(f"{HERE}/board/synopsis.csv")) if said in row]
    assert [row for row in _rows(visitor.get(f"{HERE}/catalogue.csv")) if said in row]


def _signed_in(demo: Demo, name: str) -> Person:
    person = Person(demo.base_url)
    person.sign_in(f"{name}@example.org", PASSWORD)
    return person


def _comments(steering: Person) -> int:
    """The comments that the head line of the board counts; the table of comments says the same."""
    counted = re.search(r">(\d+) Kommentare</a>", steering.get(f"{HERE}/board/").text)
    assert counted
    assert len(_rows(steering.get(f"{HERE}/board/synopsis.csv"))) == int(counted[1])
    return int(counted[1])


def _rows(answer: Answer) -> list[list[str]]:
    """The rows of a CSV file beneath its head."""
    assert answer.status == 200
    return list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig")), delimiter=";"))[1:]
