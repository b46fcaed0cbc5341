"""The catalogue to hand over: every measure once, every visible comment once, nothing else."""

import csv
import json
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select

from portal.catalogue.report import catalogue_report
from portal.comments.models import Comment, Stance, Voice
from portal.comments.policy import is_visible
from portal.consultations import operations as consultations
from portal.consultations.models import Field, ItemType, Kind, Phase
from portal.consultations.operations import Rendered
from portal.consultations.queries import structure
from portal.decisions.models import DecisionOutcome
from portal.decisions.operations.adopting import CouncilResolution, record_adoption
from portal.decisions.operations.publishing import prepare, publish
from portal.kernel.words import Words
from portal.reports.writing import write
from tests.board.voices import CANARY, Wish, crowd, say
from tests.decisions.sayings import answered, decide, theme
from tests.support.statements import counted
from tests.support.world import DESCRIPTION, World, consultation_in


def made(world: World, form: str) -> bytes:
    with world.work() as work:
        file = BytesIO()
        write(catalogue_report(work, consultation_in(work), Words(), form), form, file)
    return file.getvalue()


def as_json(world: World) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(made(world, "json"))
    return data


def as_document(world: World) -> Any:
    return Document(BytesIO(made(world, "docx")))


def add_measure(world: World, code: str, *goals: str, **more: Any) -> None:
    with world.work("editor") as work:
        here = consultation_in(work)
        field = work.session.scalars(select(Field).filter_by(consultation_id=here.id, code="B")).one()
        known = {item.code: item.id for item in consultations_items(work, here)}
        text = Rendered.of(f"Titel {code}", {"costs": "Wenig"})
        goal_ids = tuple(known[goal] for goal in goals)
        consultations.add_item(work, here, ItemType.MEASURE, code, field.id, text, goal_ids=goal_ids, **more)


def consultations_items(work: Any, here: Any) -> Any:
    return structure(work, here).items


def test_json_holds_fields_goals_measures_and_comments(world: World) -> None:
    say(world, Wish("releaser", stance=Stance.OBJECT, voice=Voice.ORGANISATION))
    say(world, Wish("member", stance=Stance.OBJECT))
    data = as_json(world)
    assert data["fields"] == [{"code": "B", "title": "Bildung", "summary": "Sprache von der Kita an."}]
    assert [goal["code"] for goal in data["goals"]] == ["B 1"]
    first, second = data["measures"]
    assert (first["code"], first["field"], first["goals"], first["kind"]) == ("B 1.2", "B", "B 1", "lighthouse")
    assert first["description"].startswith("Eltern werden")
    assert (first["organisation_object"], first["individual_object"], second["individual_object"]) == (1, 1, 0)
    assert len(data["comments"]) == 2
    assert data["meta"]["edition"] == "public"


def test_every_form_holds_each_visible_comment_once(world: World) -> None:
    crowd(world)
    with world.work() as work:
        visible = set(work.session.scalars(select(Comment.public_id).where(is_visible())))
    rows = csv.DictReader(StringIO(made(world, "csv").decode("utf-8-sig")), delimiter=";")
    book = load_workbook(BytesIO(made(world, "xlsx")))
    head, *lines = book["Kommentare"].iter_rows(values_only=True)
    booklet = as_document(world)
    cells = [row.cells[0].text.split("\n") for table in booklet.tables for row in table.rows[1:]]
    found = (
        [row["Kommentar"] for row in rows],
        [row["comment"] for row in as_json(world)["comments"]],
        [str(line[head.index("Kommentar")]) for line in lines],
        [next(line for line in cell if len(line) == 9 and line[4] == " ") for cell in cells],
    )
    for numbers in found:
        assert sorted(number.replace(" ", "") for number in numbers) == sorted(visible)


@pytest.mark.parametrize("form", ["csv", "json", "xlsx", "docx", "pdf"])
def test_nothing_unseen_leaves_with_the_catalogue(world: World, form: str) -> None:
    crowd(world)
    content = made(world, form)
    if form == "docx":
        text = Document(BytesIO(content)).element.xml
    elif form == "pdf":
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    elif form == "xlsx":
        text = str([list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(BytesIO(content))])
    else:
        text = content.decode()
    assert "Offen" in text
    assert CANARY not in text
    assert "Member" not in text


def test_the_workbook_has_a_sheet_of_each_kind(world: World) -> None:
    book = load_workbook(BytesIO(made(world, "xlsx")))
    assert book.sheetnames == ["Maßnahmen", "Ziele", "Handlungsfelder", "Kommentare", "Angaben"]
    head, first, *_ = book["Maßnahmen"].iter_rows(values_only=True)
    row = dict(zip(head, first, strict=True))
    assert (row["Code"], row["Handlungsfeld"], row["Ziele"], row["Art"]) == (
        "B 1.2",
        "B Bildung",
        "B 1",
        "Leuchtturmprojekt",
    )
    assert row["Organisationen: Dagegen"] == 0


def test_the_booklet_goes_from_field_to_goal_to_measure(world: World) -> None:
    say(world, Wish(stance=Stance.QUESTION, section="description", wording="Anders."))
    add_measure(world, "B 9", kind=Kind.RECOMMENDATION, recommended_to="das Land")
    headings = [(p.style.name, p.text) for p in as_document(world).paragraphs if p.style.name.startswith("Heading")]
    assert headings == [
        ("Heading 1", "B Bildung"),
        ("Heading 2", "Ziel B 1: Sprache von Anfang an"),
        ("Heading 3", "B 1.2 Sprachbrücken an Grundschulen"),
        ("Heading 4", "Kommentare"),
        ("Heading 3", "B 1.10 Deutschkurse am Vormittag"),
        ("Heading 2", "Weitere Maßnahmen"),
        ("Heading 3", "B 9 Titel B 9"),
    ]
    text = "\n".join(paragraph.text for paragraph in as_document(world).paragraphs)
    assert "Empfehlung: das Land" in text
    assert "Wer sagt was?\nEinzelne: Frage 1" in text
    assert "Dazu gibt es keinen Kommentar." in text
    [table] = as_document(world).tables
    assert "Vorschlag: Anders." in table.rows[1].cells[2].text


def test_a_measure_of_two_goals_stands_once(world: World) -> None:
    with world.work("editor") as work:
        here = consultation_in(work)
        field = work.session.scalars(select(Field).filter_by(consultation_id=here.id, code="B")).one()
        consultations.add_item(work, here, ItemType.GOAL, "B 2", field.id, Rendered.of("Zweites Ziel", {}))
    add_measure(world, "B 2.1", "B 2", "B 1")
    paragraphs = [paragraph.text for paragraph in as_document(world).paragraphs]
    assert paragraphs.count("B 2.1 Titel B 2.1") == 1
    assert "Diesem Ziel dienen auch: B 2.1 Titel B 2.1" in paragraphs
    assert paragraphs.index("B 2.1 Titel B 2.1") > paragraphs.index("Ziel B 2: Zweites Ziel")


def test_a_section_may_be_called_like_a_column(world: World) -> None:
    with world.work("editor") as work:
        consultations.add_section(work, consultation_in(work), "organisation_object", "Was Organisationen sagen")
    measure = as_json(world)["measures"][0]
    assert (measure["sections.organisation_object"], measure["organisation_object"]) == ("", 0)


def test_making_it_costs_the_same_statements_for_many_comments(world: World) -> None:
    numbers = []
    say(world, Wish())
    for _ in range(2):
        made(world, "json")
        with counted(world.engine) as sent:
            made(world, "json")
        numbers.append(len(sent))
        for number in range(5):
            say(world, Wish(body=f"Noch {number}"))
    assert numbers[0] == numbers[1]


def test_the_booklet_tells_what_was_decided_and_answered_once_it_is_published(world: World) -> None:
    """To whom, why, which words change, and what the council has resolved; nothing of it before."""
    said = say(world, Wish("releaser", body="Ein Jahr ist zu kurz", voice=Voice.ORGANISATION))
    answered(world, theme(world, "Dauer", said), reason=f"{CANARY} Zwei Jahre.")
    world.phase(Phase.REVIEW)
    wordings = {"description": DESCRIPTION.replace("neue", "alle")}
    decide(world, DecisionOutcome.ADOPT_WITH_CHANGES, reason=f"{CANARY} Gut.", wordings=wordings)
    assert CANARY not in "\n".join(paragraph.text for paragraph in as_document(world).paragraphs)
    with world.work("chair") as work:
        here = consultation_in(work)
        publish(work, here, prepare(work, here))
    lines = [paragraph.text for paragraph in as_document(world).paragraphs]
    answer, decision = lines.index("Antworten auf die Themen"), lines.index("Beschluss der Lenkungsgruppe")
    assert lines.index("Kommentare") < answer < decision < lines.index("B 1.10 Deutschkurse am Vormittag")
    assert lines[answer + 1 : answer + 3] == ["Dauer (1 Kommentar)", f"Wir folgen dem: {CANARY} Zwei Jahre."]
    assert lines[decision + 1 : decision + 3] == ["Mit Änderungen angenommen", f"{CANARY} Gut."]
    assert "Neuer Wortlaut in „Beschreibung“" in lines and any("neue alle Familien" in line for line in lines)
    with world.work("editor") as work:
        record_adoption(work, consultation_in(work), CouncilResolution.of("0815/2027", date(2027, 4, 1), "", ""))
    assert "Beschluss des Rates: Drucksache 0815/2027, 1.\N{NO-BREAK SPACE}April 2027" in [
        paragraph.text for paragraph in as_document(world).paragraphs
    ]
