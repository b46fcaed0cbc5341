"""A file of letters: faults by row, column and value, a preview, and everything or nothing."""

import io
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook
from werkzeug.test import TestResponse

from portal.comments import counters
from portal.comments.models import Comment, OnBehalf, Way
from portal.office.models import Upload
from portal.office.queries.statements import day_in
from tests.support.days import today
from tests.support.world import World, consultation_in

PAGE = "/wir/office/on-behalf/import"
HEAD = "Organisation;Name der Person;Code;Abschnitt;Haltung;Text;Weg;Geschrieben am;Angekommen am;Zeichen"
DAY = (today() - timedelta(days=1)).strftime("%d.%m.%Y")
GOOD = f"Elternnetz;Ada;B 1.2;Beschreibung;Dagegen;Mehr Busse;Brief;{DAY};{DAY};A 1"
PRIVATE = f";Bea Übel;B 1;;Keine Einwände;;Telefon;;{DAY};A 2"


def send(
    editor: FlaskClient, *rows: str, head: str = HEAD, encoding: str = "utf-8", name: str = "a.csv"
) -> TestResponse:
    content = "\n".join([head, *rows]).encode(encoding)
    return editor.post(PAGE, data={"file": (io.BytesIO(content), name)})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_file_is_shown_and_then_entered_as_a_whole(world: World, editor: FlaskClient, encoding: str) -> None:
    answer = send(editor, GOOD, ";;;;;;;;;", PRIVATE, encoding=encoding)
    assert answer.status_code == 303
    preview = editor.get(answer.headers["Location"]).text
    assert "2 Zuschriften würden eingetragen" in preview and "Bea Übel" in preview
    assert world.all(Comment) == []
    taken = editor.post(f"{answer.headers['Location']}/take")
    assert taken.headers["Location"] == "/wir/office/on-behalf?done=all-entered"
    assert [(row.reference, row.way, row.sender) for row in world.all(OnBehalf)] == [
        ("A 1", Way.LETTER, "Ada"),
        ("A 2", Way.PHONE, "Bea Übel"),
    ]
    assert world.all(Upload) == []
    with world.work() as work:
        here = consultation_in(work)
        assert counters.counted(work, here.id) == counters.recount(work, here.id)


@pytest.mark.parametrize(
    ("old", "new", "column", "value"),
    [
        ("B 1.2", "Z 9", "Code", "Z 9"),
        ("B 1.2", "", "Code", "(leer)"),
        ("Beschreibung", "Gedicht", "Abschnitt", "Gedicht"),
        ("Dagegen", "Vielleicht", "Haltung", "Vielleicht"),
        ("Brief", "Taube", "Weg", "Taube"),
        (f"{DAY};A 1", "31.02.2026;A 1", "Angekommen am", "31.02.2026"),
        (f"{DAY};A 1", "gestern;A 1", "Angekommen am", "gestern"),
        (f"{DAY};A 1", "01.01.2999;A 1", "Angekommen am", "01.01.2999"),
        (f"Brief;{DAY}", f"Brief;{today().isoformat()}", "Geschrieben am", today().isoformat()),
        ("Mehr Busse", "", "Text", "(leer)"),
        ("Elternnetz", "Elternnetze", "Organisation", "Elternnetze"),
        ("A 1", "A 2", "Zeichen", "A 2"),
        ("A 1", "", "Zeichen", "(leer)"),
    ],
)
def test_a_fault_is_named_by_row_column_and_value_and_nothing_is_entered(
    world: World, editor: FlaskClient, old: str, new: str, column: str, value: str
) -> None:
    answer = send(editor, PRIVATE, "", GOOD.replace(old, new, 1))
    assert answer.status_code == 422
    row = answer.text[answer.text.index("Zeile 4") :]
    row = row[: row.index("</tr>")]
    assert f">{column}</div>" in row.replace("\n", "") and value in row
    assert [*world.all(Comment), *world.all(Upload)] == []


def test_all_faults_of_a_row_are_named_at_once(editor: FlaskClient) -> None:
    """Neither does an unknown organisation hide a day to come, nor a wrong day that the text is missing."""
    bad = (
        GOOD.replace("Elternnetz", "Elternnetze").replace(f"Brief;{DAY}", "Brief;01.01.2999").replace("Mehr Busse", "")
    )
    text = send(editor, bad).text
    assert "3 Stellen stimmen noch nicht" in text
    assert all(f">{column}</div>" in text for column in ("Organisation", "Geschrieben am", "Text"))


def test_a_reference_that_is_taken_meanwhile_leaves_everything_unwritten(world: World, editor: FlaskClient) -> None:
    first, second = (send(editor, PRIVATE, GOOD).headers["Location"] for _ in range(2))
    assert editor.post(f"{first}/take").status_code == 303
    again = editor.post(f"{second}/take")
    assert again.status_code == 422 and "schon eine Zuschrift eingetragen" in again.text
    assert len(world.all(Comment)) == 2


@pytest.mark.parametrize("missing", ["Code", "Haltung", "Weg", "Angekommen am", "Zeichen"])
def test_a_missing_column_is_named(editor: FlaskClient, missing: str) -> None:
    answer = send(editor, GOOD, head=HEAD.replace(missing, "Sonstiges"))
    assert answer.status_code == 422 and "Diese Spalte fehlt" in answer.text and missing in answer.text


def test_no_file_and_what_is_no_table_are_refused_with_a_sentence(editor: FlaskClient) -> None:
    assert "wählen Sie eine Datei" in editor.post(PAGE, data={}, content_type="multipart/form-data").text
    assert send(editor, GOOD, name="a.exe").status_code == 422


def test_our_own_template_is_read_back(world: World, editor: FlaskClient) -> None:
    book = load_workbook(io.BytesIO(editor.get(f"{PAGE}/template.xlsx").data))
    sheet = book.worksheets[0]
    assert isinstance(book, Workbook)
    sheet["I2"], sheet["J2"] = today() - timedelta(days=2), "A 7"
    stream = io.BytesIO()
    book.save(stream)
    answer = editor.post(PAGE, data={"file": (io.BytesIO(stream.getvalue()), "a.xlsx")})
    assert answer.status_code == 303, answer.text
    editor.post(f"{answer.headers['Location']}/take")
    assert world.one(OnBehalf, reference="A 7").arrived_on == today() - timedelta(days=2)


def test_days_are_read_as_people_write_them() -> None:
    assert day_in("18.11.2026") == day_in("2026-11-18") == date(2026, 11, 18)
    assert [day_in(text) for text in ("18.11.26", "11/18/2026", "", "2026-13-01")] == [None] * 4
