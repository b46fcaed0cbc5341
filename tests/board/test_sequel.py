"""What became of a comment stands in the synopsis: all of it inside, outside what is published."""

import csv
import json
from io import BytesIO, StringIO
from typing import Any

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pypdf import PdfReader

from portal.board.report import synopsis
from portal.comments.filters import CommentFilter
from portal.comments.imprint import Edition
from portal.consultations.models import Phase
from portal.decisions.models import Answer, DecisionOutcome
from portal.decisions.operations.publishing import prepare, publish
from portal.kernel.words import Words
from portal.themes.models import Theme
from tests.board.voices import CANARY, Wish, say
from tests.decisions.sayings import answered, decide, spoken, theme
from tests.support.statements import counted
from tests.support.world import World, consultation_in
from tests.themes.coding import advise

COLUMNS = ("Thema", "Vorschlag der Verwaltung", "Erwiderung", "Beschluss")


@pytest.fixture
def story(world: World) -> World:
    """Two comments under a theme, one of them answered by itself, a decision, advice released and not."""
    first, second = spoken(world, body="Erstens"), spoken(world, "stranger", body="Zweitens")
    about = theme(world, "Dauer", first, second)
    theme(world, f"{CANARY} ohne Antwort", first)
    answered(world, about, Answer.PARTLY_FOLLOWED, "Zwei Jahre.")
    answered(world, second, Answer.NOTED, "Danke.")
    advise(world, "Länger begleiten.", release=True)
    advise(world, f"{CANARY} noch nicht freigegeben")
    world.phase(Phase.REVIEW)
    decide(world, DecisionOutcome.REJECT, reason="Kein Geld.", unanswered_reason="Folgt.")
    return world


def rows(client: FlaskClient, edition: str) -> list[dict[str, str]]:
    text = client.get(f"/wir/board/synopsis.csv?edition={edition}").data.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text), delimiter=";"))


def said(client: FlaskClient, edition: str) -> dict[str, list[str | None]]:
    return {row["Text"]: [row.get(column) for column in COLUMNS] for row in rows(client, edition)}


def make_public(world: World) -> None:
    with world.work("chair") as work:
        here = consultation_in(work)
        publish(work, here, prepare(work, here))


def test_not_even_whoever_may_read_it_exports_unreleased_advice(story: World, app: Flask) -> None:
    shown = said(story.client(app, "editor"), "internal")
    assert {line[1] for line in shown.values()} == {"Länger begleiten."}


def test_the_internal_edition_tells_everything_but_unreleased_advice(story: World, steering: FlaskClient) -> None:
    assert said(steering, "internal") == {
        "Erstens": [
            f"Dauer; {CANARY} ohne Antwort",
            "Länger begleiten.",
            "Wir folgen dem zum Teil: Zwei Jahre.",
            "Abgelehnt: Kein Geld.",
        ],
        "Zweitens": [
            "Dauer",
            "Länger begleiten.",
            "Wir folgen dem zum Teil: Zwei Jahre.\nWir nehmen es zur Kenntnis: Danke.",
            "Abgelehnt: Kein Geld.",
        ],
    }


def test_the_public_edition_tells_nothing_before_it_is_published(story: World, steering: FlaskClient) -> None:
    assert said(steering, "public") == {"Erstens": ["", None, "", ""], "Zweitens": ["", None, "", ""]}


def test_the_public_edition_tells_what_was_published_and_not_what_came_after(
    story: World, steering: FlaskClient
) -> None:
    make_public(story)
    decide(story, DecisionOutcome.ADOPT, unanswered_reason="Folgt.")
    answered(story, story.one(Theme, title="Dauer"), Answer.FOLLOWED, f"{CANARY} danach")
    public = said(steering, "public")
    assert public["Erstens"] == ["Dauer", None, "Wir folgen dem zum Teil: Zwei Jahre.", "Abgelehnt: Kein Geld."]
    assert CANARY not in str(public)
    story.phase(Phase.REVIEW)
    assert said(steering, "public")["Erstens"] == ["", None, "", ""]


def test_machines_read_codes(story: World, steering: FlaskClient) -> None:
    make_public(story)
    data: Any = json.loads(steering.get("/wir/board/synopsis.json").data)
    first = next(row for row in data["comments"] if row["text"] == "Erstens")
    assert (first["theme"], first["response"], first["decision"]) == (
        "Dauer",
        "partly_followed: Zwei Jahre.",
        "reject: Kein Geld.",
    )


def test_paper_says_once_for_each_measure_what_is_advised_and_decided(story: World, steering: FlaskClient) -> None:
    """Beside each comment stand its own themes and answers; before the table what holds for all of them."""
    story.phase(Phase.COMMENTING)
    say(story, Wish("stranger", code="B 1.10", body="Drittens"))
    story.phase(Phase.REVIEW)
    make_public(story)

    def document(edition: str) -> tuple[list[str], list[list[list[str]]]]:
        file = Document(BytesIO(steering.get(f"/wir/board/synopsis.docx?edition={edition}").data))
        texts = [paragraph.text for paragraph in file.paragraphs]
        return texts, [[[cell.text for cell in row.cells] for row in table.rows] for table in file.tables]

    texts, (first, second) = document("internal")
    place = texts.index("B 1.2 Sprachbrücken an Grundschulen")
    assert texts[place : place + 5] == [
        texts[place],
        *("Vorschlag der Verwaltung", "Länger begleiten.", "Beschluss", "Abgelehnt: Kein Geld."),
    ]
    assert [head[0][-1] for head in (first, second)] == ["Thema und Erwiderung"] * 2
    assert (len(first), len(second)) == (3, 2)
    said = {row[4]: row[-1] for row in first[1:]}
    assert said["Zweitens"].startswith("Thema: Dauer\n\nErwiderung: Wir folgen dem zum Teil: Zwei Jahre.")
    assert texts.count("Abgelehnt: Kein Geld.") == texts.count("Länger begleiten.") == 1
    assert not [cell for table in (first, second) for row in table for cell in row if "Abgelehnt" in cell]
    public, _ = document("public")
    assert public.count("Abgelehnt: Kein Geld.") == 1
    assert "Vorschlag der Verwaltung" not in public
    pages = PdfReader(BytesIO(steering.get("/wir/board/synopsis.pdf?edition=internal").data)).pages
    text = "".join(page.extract_text() for page in pages)
    assert text.count("Abgelehnt: Kein Geld.") == text.count("Länger begleiten.") == 1


def test_comments_as_they_came_have_what_is_decided_behind_them(story: World) -> None:
    with story.work("steering") as work:
        here = consultation_in(work)
        made = synopsis(work, here, CommentFilter(), Words(), "docx", Edition.INTERNAL, by_arrival=True)
        comments, settled = made.tables
        assert "decision" not in [column.key for column in comments.columns]
        assert list(settled.each_row()) == [
            ("B 1.2 Sprachbrücken an Grundschulen", "Vorschlag der Verwaltung", "Länger begleiten."),
            ("B 1.2 Sprachbrücken an Grundschulen", "Beschluss", "Abgelehnt: Kein Geld."),
        ]


def sheets(client: FlaskClient, query: str) -> dict[str, list[tuple[object, ...]]]:
    book = load_workbook(BytesIO(client.get(f"/wir/board/synopsis.xlsx?{query}").data))
    return {sheet.title: list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book}


def test_the_workbook_has_measures_themes_decisions_and_coverage(story: World, steering: FlaskClient) -> None:
    book = sheets(steering, "edition=internal")
    assert list(book) == ["Kommentare", "Maßnahmen und Ziele", "Themen", "Beschlüsse", "Rücklauf", "Angaben"]
    numbers = {row[0]: sum(int(str(cell)) for cell in row[3:]) for row in book["Maßnahmen und Ziele"]}
    assert numbers == {"B 1": 0, "B 1.2": 2, "B 1.10": 0}
    assert {row[0]: row[2] for row in book["Themen"]} == {"Dauer": 2, f"{CANARY} ohne Antwort": 1}
    assert [row[0:1] + row[2:4] for row in book["Beschlüsse"]] == [("B 1.2", 1, "Abgelehnt")]
    assert sum(int(str(row[2])) + int(str(row[3])) for row in book["Rücklauf"]) == 2
    assert sheets(steering, "field=Z")["Maßnahmen und Ziele"] == []


def test_the_public_workbook_tells_what_is_published(story: World, steering: FlaskClient) -> None:
    book = sheets(steering, "edition=public")
    assert (book["Themen"], book["Beschlüsse"]) == ([], [])
    make_public(story)
    book = sheets(steering, "edition=public")
    assert [row[0] for row in book["Themen"]] == ["Dauer"]
    assert [row[3] for row in book["Beschlüsse"]] == ["Abgelehnt"]
    assert CANARY not in str(book)


def test_more_comments_take_no_more_statements(story: World, steering: FlaskClient) -> None:
    story.phase(Phase.COMMENTING)
    rows(steering, "internal")
    taken = []
    for _ in range(2):
        with counted(story.engine) as statements:
            rows(steering, "internal")
        taken.append(len(statements))
        for number in range(10):
            spoken(story, body=f"Mehr {number}")
    assert taken[0] == taken[1]
