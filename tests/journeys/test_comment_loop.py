"""The whole loop, from the office's invitation to what the steering group takes away, in a real browser."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.steps import HERE, Newcomer
from tests.support.browser import Visit
from tests.support.demo import Demo

Open = Callable[..., Visit]


@dataclass(frozen=True)
class Way:
    """How the newcomer looks at the portal, and on which measure they speak."""

    name: str
    code: str
    width: int
    javascript: bool


WAYS = [
    Way("telefon", "D 2.1", 360, True),
    Way("rechner", "K 2.2", 1280, True),
    Way("ohne-skript", "W 2.1", 360, False),
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_a_comment_goes_from_the_invitation_to_the_synopsis(demo: Demo, open_as: Open, way: Way) -> None:
    look: dict[str, Any] = {"width": way.width, "javascript": way.javascript}
    newcomer = Newcomer(f"neu-{way.name}@example.net", "Ayla Öztürk", f"Nachbarschaft {way.name} e. V.")
    said = f"Bitte denken Sie an die Ältesten im Viertel, sagt {way.name}."

    steering = open_as("steering", **look)
    before = steps.board(steering.page, way.code)
    rows_before = steps.rows_of(steering.page, f"{HERE}/board/synopsis.csv")

    office = open_as("office", **look)
    steps.invite(office.page, newcomer)
    link = demo.link(newcomer.email, "/invitations/")

    author = open_as(**look)
    steps.accept(author.page, link, newcomer)
    steps.write(author.page, way.code, "Dafür mit Änderung", said)
    number = steps.send(author.page)
    expect(steps.said(author.page, said)).to_be_visible()

    visitor = open_as(**look)
    visitor.page.goto(f"{HERE}/measures/{way.code}")
    expect(steps.said(visitor.page, said)).to_have_count(0)

    moderator = open_as("moderation", **look)
    steps.approve(moderator.page, said)

    visitor.page.goto(f"{HERE}/measures/{way.code}")
    expect(steps.said(visitor.page, said)).to_be_visible()
    expect(visitor.page.get_by_text(f"Mitglied von {newcomer.organisation}")).to_be_visible()
    expect(visitor.page.get_by_text(newcomer.name)).to_have_count(0)
    visitor.page.goto(f"{HERE}/comments/{number}")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Der Weg eines Kommentars")

    after = steps.board(steering.page, way.code)
    assert (after.comments, after.in_row) == (before.comments + 1, before.in_row + 1)
    rows = steps.rows_of(steering.page, f"{HERE}/board/synopsis.csv")
    assert len(rows) == len(rows_before) + 1
    assert [row for row in rows if said in row.values()]
    assert said in steps.text_of(steering.page, f"{HERE}/board/synopsis.docx")
    assert [row for row in steps.rows_of(visitor.page, f"{HERE}/catalogue.csv") if said in row.values()]

    assert [visit.complaints for visit in (steering, office, author, visitor, moderator)] == [[]] * 5
