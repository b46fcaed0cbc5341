"""A file into the catalogue on screen: sending it, mapping its columns, looking it over, taking it."""

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from portal.consultations import operations as consultations
from portal.consultations.models import Field, Item, ItemVersion, Phase, Section
from portal.imports.models import SavedMapping
from portal.office.models import Upload
from portal.office.operations.uploads import EXPIRY, forget_old_uploads
from portal.outbox.models import Job
from tests.support.statements import counted
from tests.support.world import World, consultation_in, item_named

OFFICE = "/wir/office/import"
TABLE = """Nr.;Name der Maßnahme;Feld;Was geschieht;Sachstand
B 1.2;Sprachbrücken an Grundschulen;B;<p>Ein <b>neuer</b> Text</p>;läuft
Üneu1;Ein Café für alle;Bildung;"Mit Umbruch
im Text";
"""
CHOICES = {
    "target-0": "code",
    "target-1": "title",
    "target-2": "field",
    "target-3": "description",
    "html-3": "1",
    "target-4": "",
}


def post_file(client: FlaskClient, content: bytes, name: str) -> TestResponse:
    """As a browser does it; the body is made here because the test client would leave large files open."""
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    return client.post(OFFICE, data=head + content + b"\r\n--x--\r\n", content_type="multipart/form-data; boundary=x")


def send(editor: FlaskClient, content: str | bytes = TABLE, name: str = "tabelle.csv") -> str:
    """Send a file; the address of its columns."""
    raw = content.encode("cp1252") if isinstance(content, str) else content
    answer = post_file(editor, raw, name)
    assert answer.status_code == 303, answer.text
    return answer.location


def mapped(editor: FlaskClient, **choices: str) -> str:
    """Send the file and say what its columns mean; the address of its columns."""
    address = send(editor)
    assert editor.post(address, data={**CHOICES, **choices}).status_code == 303
    return address


def revision(page: str) -> str:
    found = re.search(r'name="revision" value="(\d+)"', page)
    return found[1] if found else ""


def take(editor: FlaskClient, address: str, **more: str) -> int:
    page = editor.get(f"{address}/preview").text
    return editor.post(f"{address}/take", data={"revision": revision(page), **more}).status_code


# Who may come in


@pytest.mark.parametrize(("name", "status"), [("editor", 200), ("admin", 200), ("steering", 404), ("outsider", 404)])
@pytest.mark.parametrize("page", ["", "/template.xlsx"])
def test_only_editors_see_the_import(world: World, app: Flask, page: str, name: str, status: int) -> None:
    assert world.client(app, name).get(OFFICE + page).status_code == status


@pytest.mark.parametrize(("name", "status"), [("visitor", 401), ("member", 404), ("moderator", 404), ("outsider", 404)])
def test_nobody_else_sends_a_file(world: World, app: Flask, name: str, status: int) -> None:
    assert post_file(world.client(app, name), TABLE.encode(), "tabelle.csv").status_code == status
    assert world.all(Upload) == []


def test_a_file_is_seen_by_its_sender_only(world: World, app: Flask, editor: FlaskClient) -> None:
    address = mapped(editor)
    admin = world.client(app, "admin")
    assert "tabelle.csv" not in admin.get(OFFICE).text
    assert "tabelle.csv" in editor.get(OFFICE).text
    for path in (address, f"{address}/preview"):
        assert admin.get(path).status_code == 404
    for path in (address, f"{address}/take", f"{address}/discard"):
        assert admin.post(path, data=CHOICES).status_code == 404
    assert len(world.all(Upload)) == 1


def test_a_file_of_one_consultation_is_missing_in_another(world: World, app: Flask) -> None:
    admin = world.client(app, "admin")
    address = send(admin)
    assert admin.get(address.replace("/wir/", "/anderswo/")).status_code == 404


# Sending


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "leer.csv"),
        (b"PK\x03\x04 kaputt", "kaputt.xlsx"),
        (b"a;b", "bild.png"),
        (b"{", "x.json"),
        (b"a;b", "x.xlsx"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(
    world: World, editor: FlaskClient, content: bytes, name: str
) -> None:
    answer = post_file(editor, content, name)
    assert answer.status_code == 422 and 'id="file-error"' in answer.text
    assert world.all(Upload) == []


def test_no_file_is_refused(editor: FlaskClient) -> None:
    answer = editor.post(OFFICE, data={}, content_type="multipart/form-data")
    assert answer.status_code == 422 and "wählen Sie eine Datei" in answer.text


def test_a_file_may_have_ten_megabytes_and_no_more(world: World, editor: FlaskClient) -> None:
    row = "B 1.2;" + "x" * 40_000 + "\n"
    head = "Code;Titel;Rest\n"
    content = head + "B 1.2;Titel;" + "\n".join(["y" * 1_000] * 3)
    assert send(editor, content.encode())
    large = (head + row * 240).encode()
    assert 9 * 2**20 < len(large) < 10 * 2**20
    assert send(editor, large, "gross.csv")
    for size, status in ((10 * 2**20 + 1, 422), (12 * 2**20, 413)):
        assert post_file(editor, b"x" * size, "zu-gross.csv").status_code == status
    assert len(world.all(Upload)) == 2


def test_elsewhere_a_form_stays_small(editor: FlaskClient) -> None:
    form = {"title": "x" * (2 * 2**20)}
    assert editor.post("/wir/office/settings", data=form).status_code == 413


def test_a_file_name_is_text_and_never_a_path(world: World, editor: FlaskClient) -> None:
    address = send(editor, TABLE, "../../<img src=x>.csv")
    assert world.one(Upload).file == "<img src=x>.csv"
    assert "<img src=x>" not in editor.get(address).text + editor.get(f"{address}/preview").text


# Columns


def test_the_columns_are_suggested_and_shown_with_what_stands_in_them(editor: FlaskClient) -> None:
    page = editor.get(send(editor)).text
    assert re.search(r'id="target-0".*?<option value="code" selected>', page, re.S)
    assert "Sachstand" in page and "läuft" in page
    assert "&lt;p&gt;Ein" in page


def test_a_column_can_become_a_new_section(world: World, editor: FlaskClient) -> None:
    address = mapped(editor, **{"target-4": "+", "label-4": "Wie weit wir sind"})
    assert "Wie weit wir sind" in editor.get(f"{address}/preview").text
    assert take(editor, address) == 303
    assert world.one(Section, label="Wie weit wir sind").consultation_id == 1


def test_two_columns_for_the_code_are_refused_and_the_choices_kept(world: World, editor: FlaskClient) -> None:
    address = send(editor)
    answer = editor.post(address, data={**CHOICES, "target-4": "code", "split-3": "|"})
    assert answer.status_code == 422
    assert "zwei Spalten" in answer.text
    assert re.search(r'id="target-4".*?<option value="code" selected>', answer.text, re.S)
    assert 'value="|"' in answer.text
    assert world.one(Upload).mapping is None


def test_an_unknown_meaning_is_refused(editor: FlaskClient) -> None:
    assert editor.post(send(editor), data={**CHOICES, "target-4": "password"}).status_code == 422


def test_defaults_and_flags_are_kept(world: World, editor: FlaskClient) -> None:
    chosen = {"default-kind": "recommendation", "default-origin": "Jugendgruppe", "new_goals": "1"}
    address = mapped(editor, **chosen)
    document = world.one(Upload).mapping
    assert document and document["defaults"] == {"kind": "recommendation", "origin": "Jugendgruppe"}
    assert document["new_goals"] is True and "new_fields" not in document
    page = editor.get(address).text
    assert 'value="Jugendgruppe"' in page and 'value="recommendation" selected' in page


def test_a_wide_table_may_have_a_hundred_columns(editor: FlaskClient) -> None:
    names = ["Code", "Titel", *(f"Spalte {number}" for number in range(98))]
    address = send(editor, ";".join(names) + "\n" + ";".join(["B 1.2", "Titel", *["x"] * 98]))
    parts = ("target", "label", "prefix", "split", "html")
    form = {f"{part}-{place}": "" for place in range(100) for part in parts}
    answer = editor.post(address, data={**form, "target-0": "code", "target-1": "title"})
    assert answer.status_code == 303


# Looking it over


def test_the_preview_says_what_would_be_new_and_what_changes(world: World, editor: FlaskClient) -> None:
    page = editor.get(f"{mapped(editor)}/preview").text
    assert "1 neu, 1 geändert, 0 gleich" in page
    assert "Üneu1" in page and "Ein Café für alle" in page
    assert "<ins>" in page and "neuer" in page
    assert "Nicht übernommen" in page
    assert len(world.all(ItemVersion)) == 6


def test_faults_are_named_by_row_column_and_value(world: World, editor: FlaskClient) -> None:
    address = send(editor, "Code;Titel;Feld\nB/1;Eins;B\nB 3;Zwei;Gibt es nicht\n")
    page = editor.get(f"{address}/preview").text
    assert "2 Stellen stimmen noch nicht" in page
    for words in ("Zeile 2", "B/1", "Zeile 3", "Gibt es nicht", "Feld"):
        assert words in page
    assert 'name="revision"' not in page
    assert editor.post(f"{address}/take", data={"revision": "9"}).status_code == 422
    assert len(world.all(Item)) == 6


def test_a_file_that_changes_nothing_says_so(editor: FlaskClient) -> None:
    page = editor.get(f"{send(editor, 'Code;Titel' + chr(10) + 'B 1.2;Sprachbrücken an Grundschulen')}/preview").text
    assert "ändert nichts" in page and 'name="revision"' not in page


def test_the_pages_take_few_statements(editor: FlaskClient, engine: Engine) -> None:
    address = mapped(editor)
    for page, most in ((OFFICE, 3), (address, 3), (f"{address}/preview", 7)):
        editor.get(page)
        with counted(engine) as sent:
            editor.get(page)
        assert len(sent) <= most, (page, sent)


# Taking it


def test_everything_is_taken_and_the_file_forgotten(world: World, editor: FlaskClient) -> None:
    address = mapped(editor)
    assert take(editor, address) == 303
    assert item_named(world).version == 2
    assert item_named(world, "Üneu1").field_id == 1
    assert world.all(Upload) == []
    assert editor.get(address).status_code == 404
    public = editor.get("/wir/measures/B 1.2").text
    assert "Ein <strong>neuer</strong> Text" in public


def test_a_kept_mapping_is_used_for_the_next_file(world: World, editor: FlaskClient) -> None:
    assert take(editor, mapped(editor, **{"target-4": "costs"}), keep="1") == 303
    assert world.one(SavedMapping).name == "tabelle"
    page = editor.get(send(editor, TABLE.replace("läuft", "steht"))).text
    assert re.search(r'id="target-4".*?<option value="costs" selected>', page, re.S)


def test_a_mapping_is_kept_only_when_asked_for(world: World, editor: FlaskClient) -> None:
    assert take(editor, mapped(editor)) == 303
    assert world.all(SavedMapping) == []


def test_a_catalogue_changed_since_the_preview_is_looked_over_again(world: World, editor: FlaskClient) -> None:
    address = mapped(editor)
    before = revision(editor.get(f"{address}/preview").text)
    with world.work("editor") as work:
        consultations.add_field(work, consultation_in(work), "S", "Soziales")
    answer = editor.post(f"{address}/take", data={"revision": before})
    assert answer.status_code == 409 and "Inzwischen" in answer.text
    assert len(world.all(Item)) == 6 and len(world.all(Upload)) == 1
    assert editor.post(f"{address}/take", data={"revision": revision(answer.text)}).status_code == 303


def test_taking_it_twice_takes_it_once(world: World, editor: FlaskClient) -> None:
    address = mapped(editor)
    assert take(editor, address) == 303
    assert editor.post(f"{address}/take", data={"revision": "1"}).status_code == 404
    assert item_named(world).version == 2


def test_an_archived_catalogue_takes_nothing(world: World, editor: FlaskClient) -> None:
    address = mapped(editor)
    before = revision(editor.get(f"{address}/preview").text)
    world.phase(Phase.ARCHIVED)
    page = editor.get(f"{address}/preview").text
    assert 'name="revision"' not in page
    answer = editor.post(f"{address}/take", data={"revision": str(int(before) + 1)})
    assert answer.status_code in (403, 409)
    assert item_named(world).version == 1


# Forgetting it


def test_a_discarded_file_is_gone(world: World, editor: FlaskClient) -> None:
    address = mapped(editor)
    assert editor.post(f"{address}/discard").status_code == 303
    assert world.all(Upload) == [] and item_named(world).version == 1


def test_a_file_is_out_of_reach_after_a_day_and_then_forgotten(world: World, editor: FlaskClient) -> None:
    address = send(editor)
    with world.work() as work:
        work.session.get_one(Upload, 1).sent_at = datetime.now(UTC) - timedelta(days=1)
    assert editor.get(address).status_code == 404
    with world.work() as work:
        forget_old_uploads(work)
    assert world.all(Upload) == []


def test_the_worker_is_told_to_forget_a_file_after_a_day(world: World, editor: FlaskClient) -> None:
    send(editor)
    job = world.one(Job)
    assert job.kind == EXPIRY
    assert timedelta(hours=24) < job.due_at - world.one(Upload).sent_at < timedelta(hours=25)


# The template


def test_the_template_has_the_sections_of_this_sheet_and_can_be_read_back(world: World, editor: FlaskClient) -> None:
    editor.post("/wir/office/sections/new", data={"label": "Risiken"})
    answer = editor.get(f"{OFFICE}/template.xlsx")
    assert answer.headers["Content-Disposition"] == "attachment; filename=wir.xlsx"
    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    names = [cell.value for cell in sheet[1]]
    assert "Code" in names and "Risiken" in names
    address = send(editor, answer.data, "vorlage.xlsx")
    assert re.search(r'<option value="risiken" selected>', editor.get(address).text)
    assert world.all(Field)[0].code == "B"
