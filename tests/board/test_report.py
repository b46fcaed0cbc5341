"""The synopsis: what its rows, its lines above and its editions say."""

import csv
import json
import re
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import update

from portal.comments.models import Revision, Stance, Voice
from portal.consultations.models import Phase
from portal.decisions.operations.publishing import prepare, publish
from tests.board.voices import QUOTE, Wish, say
from tests.decisions.sayings import answered, decide, theme
from tests.support.world import World, consultation_in

HEAD = (
    "Code;Titel;Abschnitt;Kommentar;Organisation;Akteursgruppe;Stimme;Datum;Haltung;Zitierte Stelle;Text;"
    "Vorgeschlagener Wortlaut;Stand;Verspätet;Beschlossen von;Beschlossen am;Minderheitenvotum;"
    "Thema;Erwiderung;Beschluss"
)
KEYS = [
    *("code", "title", "section", "comment", "organisation", "group", "voice", "date", "stance"),
    *("quote", "text", "proposed_wording", "state", "late", "resolved_by", "resolved_on", "minority_vote"),
    *("theme", "response", "decision"),
]


def csv_rows(client: FlaskClient, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"/wir/board/synopsis.csv?{query}")
    assert answer.mimetype == "text/csv"
    return list(csv.DictReader(StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))


def as_json(client: FlaskClient, query: str = "") -> dict[str, Any]:
    data: dict[str, Any] = json.loads(client.get(f"/wir/board/synopsis.json?{query}").data)
    return data


def test_a_row_says_everything_about_a_comment(world: World, steering: FlaskClient) -> None:
    said = Wish(
        "releaser",
        body="Bitte mehr davon",
        stance=Stance.SUPPORT_WITH_CHANGES,
        voice=Voice.ORGANISATION,
        section="description",
        quote=QUOTE,
        wording="So besser.",
    )
    number = say(world, said, "redacted")
    answer = steering.get("/wir/board/synopsis.csv").data
    assert answer.startswith(b"\xef\xbb\xbf" + HEAD.encode())
    [row] = csv_rows(steering)
    del row["Datum"]
    assert row == {
        "Code": "B 1.2",
        "Titel": "Sprachbrücken an Grundschulen",
        "Abschnitt": "Beschreibung",
        "Kommentar": f"{number[:4]} {number[4:]}",
        "Organisation": "Elternnetz",
        "Akteursgruppe": "Zivilgesellschaft",
        "Stimme": "Organisation",
        "Haltung": "Dafür mit Änderung",
        "Zitierte Stelle": QUOTE,
        "Text": "Bitte mehr davo█",
        "Vorgeschlagener Wortlaut": "So besser.",
        "Stand": "mit Schwärzung veröffentlicht",
        "Verspätet": "nein",
        "Beschlossen von": "",
        "Beschlossen am": "",
        "Minderheitenvotum": "",
        "Thema": "",
        "Erwiderung": "",
        "Beschluss": "",
    }


def test_how_an_organisation_came_to_its_statement_goes_along(world: World, steering: FlaskClient) -> None:
    """In columns of their own for spreadsheets and machines, beneath the text on paper."""
    say(world, Wish("releaser", body="Bitte mehr davon", voice=Voice.ORGANISATION))
    resolved = {"resolved_by": "Vorstand", "resolved_on": date(2026, 2, 3), "minority_vote": "Zwei sind dagegen."}
    with world.work() as work:
        work.session.execute(update(Revision).values(resolved))
    [row] = csv_rows(steering)
    assert (row["Beschlossen von"], row["Beschlossen am"]) == ("Vorstand", "03.02.2026")
    assert row["Minderheitenvotum"] == "Zwei sind dagegen."
    [line] = as_json(steering)["comments"]
    assert (line["resolved_by"], line["resolved_on"]) == ("Vorstand", "2026-02-03")
    table = Document(BytesIO(steering.get("/wir/board/synopsis.docx").data)).tables[0]
    text = " ".join(cell.text for cell in table.rows[1].cells).replace("\N{NO-BREAK SPACE}", " ")
    assert "Minderheitenvotum: Zwei sind dagegen." in text
    assert "Beschlossen von Vorstand am 3. Februar 2026" in text


def test_json_speaks_in_english_words(world: World, steering: FlaskClient) -> None:
    say(world, Wish("releaser", stance=Stance.OBJECT, voice=Voice.ORGANISATION, section="description"))
    data = as_json(steering, "stance=object&field=B")
    [row] = data["comments"]
    assert list(row) == KEYS
    assert (row["section"], row["voice"], row["stance"], row["state"]) == (
        "description",
        "organisation",
        "object",
        "approved",
    )
    assert data["meta"]["consultation"]["slug"] == "wir"
    assert data["meta"]["filter"] == {"fields": ["B"], "stances": ["object"]}
    assert data["meta"]["counts"] == {"approved": 1, "redacted": 0, "in_moderation": 0}
    assert data["meta"]["edition"] == "public"
    assert data["meta"]["moment"]


def test_no_person_is_named_in_any_edition(world: World, steering: FlaskClient) -> None:
    say(world, Wish("member"))
    say(world, Wish("private", body="Danke"))
    for edition in ("public", "internal"):
        rows = csv_rows(steering, f"edition={edition}")
        assert [row["Organisation"] for row in rows] == ["Mitglied von Elternnetz", "Privatperson 7"]
        text = str(rows)
        assert "Member" not in text
        assert "Private" not in text.replace("Privatperson", "")


def test_the_internal_edition_tells_more_about_the_same_comments(world: World, steering: FlaskClient) -> None:
    say(world, Wish("member"), "revised")
    say(world, Wish("private", body="Per Post"), "included")
    public, internal = csv_rows(steering, "edition=public"), csv_rows(steering, "edition=internal")
    assert [set(row) - set(public[0]) for row in internal] == [
        {"Bearbeitungsstand", "Eingang", "Vorschlag der Verwaltung"}
    ] * 2
    assert [row["Bearbeitungsstand"] for row in internal] == ["1", "1"]
    assert {row["Eingang"] for row in internal} == {"rechtzeitig", "verspätet, aufgenommen: Poststreik"}
    assert {row["Verspätet"] for row in public} == {"ja", "nein"}
    names = [
        steering.get(f"/wir/board/synopsis.csv?edition={one}").headers["Content-Disposition"]
        for one in ("x", "internal")
    ]
    assert ["wir-synopse.csv" in names[0], "wir-synopse-intern.csv" in names[1]] == [True, True]


def test_rows_follow_the_catalogue_and_statements_come_first(world: World, steering: FlaskClient) -> None:
    say(world, Wish("stranger", code="B 1.10", body="D"))
    say(world, Wish("private", body="B"))
    say(world, Wish("releaser", body="A", voice=Voice.ORGANISATION))
    say(world, Wish("member", body="C"))
    say(world, Wish("member", code="B 1", body="0"))
    assert [row["Text"] for row in csv_rows(steering)] == ["0", "A", "B", "C", "D"]


def test_every_file_says_what_it_is(world: World, steering: FlaskClient) -> None:
    say(world, Wish(stance=Stance.OBJECT))
    say(world, Wish("stranger", body="Wartet"), "submitted")
    query = "stance=object&field=B&edition=internal"
    book = load_workbook(BytesIO(steering.get(f"/wir/board/synopsis.xlsx?{query}").data))
    said = "\n".join(f"{row[0]}: {row[1]}" for row in book["Angaben"].iter_rows(values_only=True))
    document = Document(BytesIO(steering.get(f"/wir/board/synopsis.docx?{query}").data))
    for text in (said, "\n".join(paragraph.text for paragraph in document.paragraphs)):
        assert "Beteiligungsverfahren: WIR 2.0 – Migration und Teilhabe" in text
        assert "Phase: Kommentieren" in text
        assert "Auswahl: Handlungsfeld: B Bildung; Haltung: Dagegen" in text
        assert "Ausgabe: interne Ausgabe" in text
        assert "Kommentare: 1 veröffentlicht\n" in text
        assert "Noch in Prüfung: 1 im ganzen Verfahren" in text
        assert "Uhr" in text


def test_the_document_lies_across_and_repeats_its_head(world: World, steering: FlaskClient) -> None:
    say(world, Wish())
    document = Document(BytesIO(steering.get("/wir/board/synopsis.docx").data))
    assert document.sections[0].orientation == WD_ORIENT.LANDSCAPE
    assert "w:tblHeader" in document.tables[0].rows[0]._tr.xml
    assert [cell.text for cell in document.tables[0].rows[0].cells][:3] == ["Kommentar", "Wer", "Haltung"]


def test_on_paper_there_is_no_column_for_what_nobody_has_said_yet(world: World, steering: FlaskClient) -> None:
    statement = say(world, Wish("releaser", wording="Zwei Jahre.", section="description", voice=Voice.ORGANISATION))
    say(world, Wish("private", body="Per Post"), "included")

    def rows(edition: str) -> list[list[str]]:
        document = Document(BytesIO(steering.get(f"/wir/board/synopsis.docx?edition={edition}").data))
        return [[cell.text for cell in row.cells] for row in document.tables[0].rows]

    public, internal = rows("public"), rows("internal")
    assert public[0] == ["Kommentar", "Wer", "Haltung", "Stelle", "Text und Vorschlag"]
    assert internal[0] == [*public[0], "Thema und Erwiderung"]
    assert "Vorschlag: Zwei Jahre." in public[1][4]
    assert "Poststreik" in internal[2][0] and "Poststreik" not in public[2][0]
    answered(world, theme(world, "Dauer", statement))
    world.phase(Phase.REVIEW)
    decide(world)
    with world.work("chair") as work:
        here = consultation_in(work)
        publish(work, here, prepare(work, here))
    assert rows("public")[0] == internal[0]


def test_the_pdf_has_a_chapter_for_each_field_and_in_it_each_measure_once(world: World, steering: FlaskClient) -> None:
    say(world, Wish("stranger", code="B 1.10", body="Zuletzt"))
    say(world, Wish("releaser", body="Zuerst", voice=Voice.ORGANISATION))
    say(world, Wish("member", body="Danach"))
    reader = PdfReader(BytesIO(steering.get("/wir/board/synopsis.pdf?edition=internal").data))
    chapter, items = reader.outline
    assert getattr(chapter, "title", "") == "B Bildung"
    assert [getattr(item, "title", "") for item in items] == [
        "B 1.2 Sprachbrücken an Grundschulen",
        "B 1.10 Deutschkurse am Vormittag",
    ]
    text = "".join(page.extract_text() for page in reader.pages)
    assert re.findall("Zuerst|Danach|Zuletzt", text) == ["Zuerst", "Danach", "Zuletzt"]
    assert all("interne Ausgabe" in page.extract_text() for page in reader.pages)


def test_text_that_looks_like_a_formula_stays_text(world: World, steering: FlaskClient) -> None:
    say(world, Wish(body="=1+1"))
    assert [row["Text"] for row in csv_rows(steering)] == ["'=1+1"]
    assert as_json(steering)["comments"][0]["text"] == "=1+1"


@pytest.mark.parametrize("form", ["csv", "json", "xlsx", "docx", "pdf"])
def test_an_empty_selection_is_a_file_too(steering: FlaskClient, form: str) -> None:
    assert steering.get(f"/wir/board/synopsis.{form}?stance=object").status_code == 200


def test_the_english_edition_writes_days_marks_and_names_in_english(world: World, steering: FlaskClient) -> None:
    say(world, Wish("releaser", voice=Voice.ORGANISATION, section="description", quote=QUOTE))
    paper = steering.get("/wir/board/synopsis.docx?lang=en&edition=internal")
    assert "wir-synopsis-internal.docx" in paper.headers["Content-Disposition"]
    document = Document(BytesIO(paper.data))
    texts = "\n".join(paragraph.text for paragraph in document.paragraphs).replace("\N{NO-BREAK SPACE}", " ")
    assert re.search(r"^As of: \d{1,2} [A-Z][a-z]+ 20\d\d, \d{1,2}:\d\d$", texts, re.MULTILINE)
    mark, _, _, passage, *_ = (cell.text for cell in document.tables[0].rows[1].cells)
    assert re.fullmatch(r"\w{4} \w{4}\n\d{1,2} [A-Z][a-z]+ 20\d\d", mark)
    assert passage == f"Description\n“{QUOTE}”"
    row = load_workbook(BytesIO(steering.get("/wir/board/synopsis.xlsx?lang=en").data))["Comments"]["H2"]
    assert (row.is_date, row.number_format) == (True, "d mmm yyyy")
