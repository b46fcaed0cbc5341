"""The council's paper has everything in its order, and organisations are answered what is published."""

from io import BytesIO

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from portal.comments.models import Voice
from portal.consultations.models import Consultation, Phase
from portal.decisions.models import DecisionOutcome
from portal.decisions.operations.publishing import prepare, publish
from portal.stakeholders.models import Organisation
from tests.board.voices import CANARY, Wish, say
from tests.decisions.sayings import answered, decide, theme
from tests.support.world import World, consultation_in


@pytest.fixture
def number(world: World) -> int:
    """Of an organisation that has made a statement, while a member spoke for herself."""
    statement = say(world, Wish("releaser", body="Ein Jahr ist zu kurz", voice=Voice.ORGANISATION))
    say(world, Wish("member", body="Ganz persönlich"))
    say(world, Wish("member", body=f"{CANARY} wartet"), "submitted")
    answered(world, theme(world, "Dauer", statement), reason="Zwei Jahre.")
    world.phase(Phase.REVIEW)
    decide(world, DecisionOutcome.ADOPT)
    here = world.one(Consultation, slug="wir").id
    return world.one(Organisation, consultation_id=here, name="Elternnetz").id


def test_the_council_paper_has_its_parts_in_order(world: World, number: int, steering: FlaskClient) -> None:
    answer = steering.get("/wir/board/council-paper.docx")
    document = Document(BytesIO(answer.data))
    headings = [line.text for line in document.paragraphs if line.style and line.style.name == "Heading 1"]
    assert headings == [
        "Antrag",
        "Berücksichtigung von Gender-Aspekten",
        "Kostentabelle",
        "Begründung des Antrages",
        "Anlagen",
    ]
    decisions, costs = document.tables
    assert [cell.text for cell in decisions.rows[1].cells][:3] == [
        "B 1.2",
        "Sprachbrücken an Grundschulen",
        "Angenommen",
    ]
    assert [row.cells[0].text for row in costs.rows[1:]] == ["B 1.2", "B 1.10"]
    text = "\n".join(line.text for line in document.paragraphs)
    assert "sind 2 Kommentare veröffentlicht" in text
    assert "Der Rat möge „WIR 2.0 – Migration und Teilhabe“" in text
    assert "Zu 1 Maßnahme liegt noch kein Beschluss der Lenkungsgruppe vor: B\N{NO-BREAK SPACE}1.10." in text
    assert "Ort, Datum:" in text
    assert "nur für Lenkungsgruppe und Geschäftsstelle" in document.sections[0].footer.paragraphs[0].text


def test_the_council_reads_to_whom_and_why_and_what_is_not_done_costs_nothing(
    world: World, number: int, steering: FlaskClient
) -> None:
    def tables() -> list[list[list[str]]]:
        document = Document(BytesIO(steering.get("/wir/board/council-paper.docx").data))
        return [[[cell.text for cell in row.cells] for row in table.rows[1:]] for table in document.tables]

    decide(world, DecisionOutcome.RECOMMEND, recommended_to="das Land", reason="Sache des Landes.")
    assert tables()[0][0][2] == "Als Empfehlung weitergegeben (an das Land)\nSache des Landes."
    assert tables()[1][1][2] == "keine Angabe im Maßnahmenblatt"
    decide(world, DecisionOutcome.REJECT, reason="Das gibt es schon.")
    assert [row[0] for row in tables()[1]] == ["B 1.10"]


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_an_organisation_is_answered_once_decisions_are_published(
    world: World, number: int, steering: FlaskClient, form: str
) -> None:
    address = f"/wir/board/replies/{number}.{form}"
    early = steering.get(address)
    assert early.status_code == 403
    assert "sobald die Beschlüsse veröffentlicht sind" in early.text
    with world.work("chair") as work:
        here = consultation_in(work)
        publish(work, here, prepare(work, here))
    content = BytesIO(steering.get(address).data)
    if form == "docx":
        table = Document(content).tables[0]
        letter = "\n".join(line.text for line in Document(content).paragraphs)
        text = "\n".join((letter, *(cell.text for row in table.rows for cell in row.cells)))
        assert len(table.rows) == 2
    else:
        text = "\n".join(page.extract_text() for page in PdfReader(content).pages)
    for said in (
        "Guten Tag,",
        "Mit freundlichen Grüßen",
        "Ihr Vorbringen",
        "Unsere Erwiderung",
        "Ein Jahr ist zu kurz",
        "Zwei Jahre.",
        "Angenommen",
    ):
        assert said in text
    assert "persönlich" not in text
    assert CANARY not in text


def test_another_form_or_organisation_is_missing(number: int, steering: FlaskClient) -> None:
    for address in (f"replies/{number}.csv", "replies/9999.docx"):
        assert steering.get(f"/wir/board/{address}").status_code == 404


@pytest.mark.parametrize("name", ["member", "moderator", "admin"])
def test_papers_are_for_board_readers_alone(world: World, app: Flask, number: int, name: str) -> None:
    for address in (f"replies/{number}.docx", "council-paper.docx"):
        assert world.client(app, name).get(f"/wir/board/{address}").status_code == 404
