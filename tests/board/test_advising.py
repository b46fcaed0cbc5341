"""Advice, notes and partiality on the page of a measure."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.comments.models import Stance, Voice
from portal.consultations import operations as consultations
from portal.consultations.models import Phase
from portal.consultations.operations import Rendered
from portal.decisions.operations.publishing import prepare, publish
from portal.decisions.queries.stakes import names
from portal.themes.models import Advice, BoardNote
from tests.board.voices import Wish, say, stake
from tests.support.world import DESCRIPTION, EVERYBODY, World, consultation_in, item_named
from tests.themes.coding import put, theme

CODERS = ("moderator", "moderator2", "editor")
BOARD = ("steering", "chair", "editor")
AT = "/wir/board/measures/B 1.2"
SENT = {"body": "Wir folgen dem.", "section": "description", "wording": DESCRIPTION.replace("neue", "alle")}


def text(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2]).split())


def status(name: str, allowed: tuple[str, ...], granted: int) -> int:
    return granted if name in allowed else 401 if name == "visitor" else 404


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_advises_and_who_notes(app: Flask, world: World, name: str) -> None:
    client = world.client(app, name)
    assert client.post(f"{AT}/advice", data=SENT).status_code == status(name, CODERS, 303)
    assert client.post(f"{AT}/notes", data={"body": "Intern"}).status_code == status(name, BOARD, 303)
    page = client.get(f"{AT}/advice")
    assert page.status_code == (200 if name in CODERS else 303 if name == "visitor" else 404)
    assert len(world.all(Advice)) == (name in CODERS)
    assert len(world.all(BoardNote)) == (name in BOARD)


@pytest.mark.parametrize("phase", [Phase.COMMENTING, Phase.REVIEW, Phase.DECIDED, Phase.ADOPTED, Phase.ARCHIVED])
def test_an_archive_takes_neither_advice_nor_notes(world: World, editor: FlaskClient, phase: Phase) -> None:
    world.phase(phase)
    expected = 403 if phase is Phase.ARCHIVED else 303
    assert editor.post(f"{AT}/advice", data=SENT).status_code == expected
    assert editor.post(f"{AT}/notes", data={"body": "Intern"}).status_code == expected
    assert editor.get(f"{AT}/advice").status_code == editor.get(AT).status_code == 200


def test_the_steering_group_reads_what_is_released(app: Flask, world: World, moderator: FlaskClient) -> None:
    steering, editor = world.client(app, "steering"), world.client(app, "editor")
    drafted = moderator.post(f"{AT}/advice", data=SENT)
    assert drafted.location == "/wir/board/measures/B%201.2/advice?done=advised#advice"
    assert "Wir folgen dem." not in steering.get(AT).text
    assert "Noch liegt kein Vorschlag vor." in steering.get(AT).text
    assert "Wir folgen dem." in editor.get(AT).text
    moderator.post(f"{AT}/advice", data=SENT | {"release": "1"})
    shown = steering.get(AT).text
    assert "Wir folgen dem." in shown
    assert "<del>neue</del>" in shown
    assert "<ins>alle</ins>" in shown
    moderator.post(f"{AT}/advice", data=SENT | {"body": "Doch lieber nicht"})
    assert "Doch lieber nicht" not in steering.get(AT).text
    assert "Wir folgen dem." in steering.get(AT).text


def test_advice_is_compared_with_the_text_as_it_stands(world: World, editor: FlaskClient) -> None:
    editor.post(f"{AT}/advice", data=SENT | {"release": "1"})
    row = item_named(world)
    with world.work("editor") as work:
        here = consultation_in(work)
        text_now = Rendered.of("Sprachbrücken", {"description": SENT["wording"].replace("ersten", "zweiten")})
        consultations.add_version(work, here, work.session.merge(row), text_now, "Verschoben")
    shown = editor.get(AT).text
    assert "Geschrieben zu einer früheren Fassung" in shown
    assert "<ins>alle</ins>" not in shown
    assert "<ins>ersten</ins>" in shown


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"body": " "}, "Bitte schreiben Sie, was die Verwaltung vorschlägt"),
        ({"section": "nowhere"}, "Bitte wählen Sie den Abschnitt"),
        ({"wording": "x" * 20_001}, "mehr als 20000 Zeichen"),
        ({"section": "", "wording": "", "wording_situation": " "}, "Bitte schreiben Sie den neuen Wortlaut."),
    ],
)
def test_refused_advice_keeps_what_was_written(
    world: World, moderator: FlaskClient, change: dict[str, str], sentence: str
) -> None:
    sent = SENT | change
    answer = moderator.post(f"{AT}/advice", data=sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    written = (value.strip() for key, value in sent.items() if key != "section")
    assert all(value[:80] in answer.text for value in written if value)
    assert world.all(Advice) == []


def test_advice_changes_several_sections_and_leaves_the_others(
    app: Flask, world: World, moderator: FlaskClient
) -> None:
    """Its form, the board, the form of the decision and the spreadsheet of the office read the same."""
    new = {"wording_situation": "Zeit ist knapp.", "wording_description": DESCRIPTION.replace("neue", "alle")}
    moderator.post(f"{AT}/advice", data={"body": "Wir folgen dem.", "release": "1"} | new)
    say(world, Wish("member", body="Mehr Zeit"))
    kept = moderator.get(f"{AT}/advice").text
    steering = world.client(app, "steering")
    shown = steering.get(AT).text
    for page in (kept, shown):
        assert "Neuer Wortlaut: Ausgangslage" in page and "Neuer Wortlaut: Beschreibung" in page
        assert "<del>neue</del>" in page and "<ins>Zeit ist knapp</ins>" in page
    for page in (kept, shown.partition('id="decision"')[2]):
        assert re.search(r'name="wording_situation"[^>]*>\s*Zeit ist knapp\.<', page)
        assert re.search(r'name="wording_description"[^>]*>[^<]*alle[^<]*<', page)
    exported = steering.get("/wir/board/synopsis.csv?edition=internal").text
    assert "Ausgangslage: Zeit ist knapp." in exported and "alle" in exported
    moderator.post(f"{AT}/advice", data={"body": "Doch nur eines", "release": "1", "wording_situation": "Zeit fehlt."})
    shown = steering.get(AT).text
    assert "Neuer Wortlaut: Ausgangslage" in shown and "Neuer Wortlaut: Beschreibung" not in shown


def test_a_section_that_is_empty_can_be_filled_by_advice_and_by_decision(
    app: Flask, world: World, moderator: FlaskClient
) -> None:
    """Behind a fold that opens where somebody has written; once it is published the sheet has the section."""
    empty = moderator.get(f"{AT}/advice").text
    assert re.search(r'wording-more">', empty) and 'name="wording_costs"' in empty
    moderator.post(f"{AT}/advice", data={"body": "Es kostet.", "release": "1", "wording_costs": "9.000 Euro"})
    steering = world.client(app, "steering")
    shown = steering.get(AT).text
    assert "Neuer Wortlaut: Kosten" in shown and "<ins>9.000 Euro</ins>" in shown
    assert re.search(r'wording-more" open>', shown)
    assert re.search(r'name="wording_costs"[^>]*>\s*9\.000 Euro<', shown.partition('id="decision"')[2])
    world.phase(Phase.REVIEW)
    said = {"outcome": "adopt_with_changes", "reason": "Gut.", "wording_costs": "8.000 Euro"}
    assert steering.post(f"{AT}/decision", data=said).status_code == 303
    assert "Neuer Wortlaut in „Kosten“" in steering.get(AT).text
    with world.work("chair") as work:
        here = consultation_in(work)
        publish(work, here, prepare(work, here))
    public = steering.get("/wir/measures/B 1.2").text
    assert "8.000 Euro" in public and "Kosten" in public


def test_many_silent_organisations_are_folded_and_few_are_not(
    world: World, steering: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Wer still ist" not in steering.get(AT).text
    monkeypatch.setattr("portal.board.views.items.MOST_SILENT", 1)
    folded = steering.get(AT).text.partition("Wer still ist</summary>")
    assert "<summary>" in folded[0] and "Mieterrat" in folded[2].partition("</details>")[0]


def test_two_who_advise_at_once_notice_each_other(app: Flask, world: World, moderator: FlaskClient) -> None:
    page = moderator.get(f"{AT}/advice").text
    assert 'name="after" type="hidden" value="0"' in page
    world.client(app, "editor").post(f"{AT}/advice", data=SENT | {"after": "0"})
    answer = moderator.post(f"{AT}/advice", data=SENT | {"body": "Mein Text", "after": "0"})
    assert answer.status_code == 409
    assert "Mein Text" in answer.text
    assert "Wir folgen dem." in answer.text
    newest = world.all(Advice)[-1].id
    assert f'name="after" type="hidden" value="{newest}"' in answer.text
    again = moderator.post(f"{AT}/advice", data=SENT | {"body": "Mein Text", "after": str(newest)})
    assert again.status_code == 303


def test_a_note_stays_among_those_who_decide_and_the_office(app: Flask, world: World, steering: FlaskClient) -> None:
    steering.post(f"{AT}/notes", data={"body": "Erst nach dem <b>Haushalt</b>"})
    for name in BOARD:
        shown = world.client(app, name).get(AT).text
        assert "Interne Notizen: 1" in shown
        assert "Erst nach dem &lt;b&gt;Haushalt&lt;/b&gt;" in shown
    refused = steering.post(f"{AT}/notes", data={"body": "x" * 3001})
    assert refused.status_code == 422
    assert "x" * 3001 in refused.text


def test_feedback_stands_by_themes_and_by_groups(world: World, steering: FlaskClient) -> None:
    first = say(world, Wish("releaser", body="Zu kurz", voice=Voice.ORGANISATION))
    say(world, Wish("private", body="Ohne Thema"))
    assert "nach Themen" not in steering.get(AT).text
    put(world, theme(world, "Dauer"), first)
    by_themes = text(steering.get(AT).text)
    assert "Dauer ohne Antwort 1 Kommentar : 1 Organisation" in by_themes
    assert "Zu kurz" in by_themes
    assert "1 Kommentar ohne Thema" in by_themes
    by_groups = text(steering.get(f"{AT}?by=groups").text)
    assert "Zivilgesellschaft 1 Organisation" in by_groups
    assert "Ohne Thema" in by_groups


def test_who_is_partial_is_told_with_the_figures_that_remain(app: Flask, world: World) -> None:
    organisation = stake(world, "chair", "Elternnetz")
    say(world, Wish("releaser", voice=Voice.ORGANISATION))
    say(world, Wish("member", body="Ich auch", stance=Stance.OBJECT))
    say(world, Wish("stranger", body="Wir nicht"))
    say(world, Wish("private", body="Ich schon"))
    shown = world.client(app, "steering").get(AT).text
    assert "Befangen in der Lenkungsgruppe" in shown
    assert "Chair , Elternnetz hat kommentiert" in text(shown)
    assert "befangen." not in shown
    assert "Mit allen: 4 Kommentare" in text(shown)
    assert "Ohne diese Organisationen: 2 Kommentare" in text(shown)
    assert "Befangen: 1" in text("<main" + shown.partition("glance")[2].partition("</ul>")[0])
    assert "Als befangen gelten: Chair." in text("<main" + shown.partition('id="decision"')[2])
    opened = world.client(app, "steering").get(f"/wir/board/?view=comments&item=B+1.2&without={organisation}").text
    assert "<strong>2 Kommentare</strong>" in opened
    assert "Ihre Organisation, Elternnetz, hat sich hierzu geäußert." in world.client(app, "chair").get(AT).text
    assert "Befangen in der Lenkungsgruppe" not in world.client(app, "chair").get("/wir/board/measures/B 1.10").text


def test_whoever_would_carry_a_measure_is_partial_too(app: Flask, world: World) -> None:
    stake(world, "chair", "Mieterrat")
    row = item_named(world)
    with world.work("editor") as work:
        texts = Rendered.of("Sprachbrücken", {"partners": "Volkshochschule, Mieterrat e. V. und Schulen"})
        consultations.add_version(work, consultation_in(work), work.session.merge(row), texts, "Beteiligte ergänzt")
    shown = world.client(app, "chair").get(AT).text
    assert "Ihre Organisation, Mieterrat, ist im Maßnahmenblatt als zuständig oder beteiligt genannt." in shown


@pytest.mark.parametrize(
    ("section", "organisation", "expected"),
    [
        ("Elternnetz Lindenfurt e. V. und Schulen", "Elternnetz Lindenfurt e. V.", True),
        ("Elternnetz Lindenfurt und Schulen", "Elternnetz Lindenfurt e. V.", True),
        ("das ELTERNNETZ LINDENFURT", "Elternnetz Lindenfurt e.V.", True),
        ("Straßenhilfe", "Strassenhilfe gGmbH", True),
        ("Elternnetzwerk Lindenfurt", "Elternnetz", False),
        ("Elternvertretungen", "Eltern", False),
        ("", "Elternnetz", False),
    ],
)
def test_a_name_is_found_as_whole_words_with_or_without_its_legal_form(
    section: str, organisation: str, expected: bool
) -> None:
    assert names(section, organisation) is expected


def stake_in(page: str, code: str) -> str:
    """What the matrix says beside that code."""
    found = re.search(rf">{re.escape(code)}<.*?</th>", page, re.S)
    assert found is not None
    stake = re.search(r'<small class="matrix__stake">(.*?)</small>', found.group(0), re.S)
    return stake.group(1) if stake else ""


def test_the_matrix_marks_who_is_partial_and_opens_the_voices_without_them(app: Flask, world: World) -> None:
    stake(world, "chair", "Elternnetz")
    chair = world.client(app, "chair")
    say(world, Wish("member", body="Von einem Mitglied"))
    say(world, Wish("stranger", body="Von anderen"))
    say(world, Wish("member", code="B 1.10"), "submitted")
    for name, is_own in (("chair", True), ("steering", False), ("editor", False)):
        page = world.client(app, name).get("/wir/board/").text
        mark = stake_in(page, "B 1.2")
        assert "1 Mitglied befangen" in mark and "#partial" in mark, name
        assert ("auch Sie" in mark) is is_own, name
        assert stake_in(page, "B 1.10") == "", name
    (without,) = re.findall(r'href="([^"]*without=[^"]*)"', stake_in(chair.get("/wir/board/").text, "B 1.2"))
    shown = chair.get(without.replace("&amp;", "&")).text
    assert "Von anderen" in shown and "Von einem Mitglied" not in shown
    assert 'id="partial"' in chair.get("/wir/board/measures/B 1.2").text
    assert stake_in(chair.get("/wir/board/?rows=fields").text, "B") == ""


def test_whoever_is_only_named_in_the_sheet_is_marked_without_voices_to_leave_out(app: Flask, world: World) -> None:
    stake(world, "chair", "Mieterrat")
    row = item_named(world)
    with world.work("editor") as work:
        texts = Rendered.of("Sprachbrücken", {"partners": "Mieterrat und Schulen"})
        consultations.add_version(work, consultation_in(work), work.session.merge(row), texts, "Beteiligte ergänzt")
    mark = stake_in(world.client(app, "editor").get("/wir/board/").text, "B 1.2")
    assert "1 Mitglied befangen" in mark and "without=" not in mark
