"""What a pack says of a measure: voices as a bar, who is silent, and the advised wording word by word."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader

from portal.comments.models import Stance, Voice
from portal.consultations import queries as consultations
from portal.consultations.models import ItemType
from portal.decisions.operations.packing import freeze_pack
from portal.decisions.operations.planning import plan_sitting, put_on_agenda
from portal.decisions.queries.sittings import sittings
from portal.decisions.queries.snapshot import snapshot
from portal.decisions.report import pack_report
from portal.kernel.words import Words
from portal.reports.model import Bar, Changes, Chapter, Report, Table
from portal.reports.writing import write
from portal.themes.operations import write_advice
from portal.themes.proposal import Proposal
from tests.board.voices import Wish, say, stake
from tests.decisions.sayings import spoken
from tests.support.world import DESCRIPTION, World, consultation_in


def document(world: World) -> dict[str, Any]:
    """Of a pack with the one measure B 1.2."""
    with world.work("editor") as work:
        here = consultation_in(work)
        item = consultations.structure(work, here).item(ItemType.MEASURE, "B 1.2")
        assert item is not None
        plan_sitting(work, here, date(2027, 1, 21))
        (line,) = sittings(work, here)
        put_on_agenda(work, here, line, [item])
        return freeze_pack(work, here, line, snapshot(work, here, line)).document


def advise(world: World, wording: str) -> None:
    with world.work("editor") as work:
        here = consultation_in(work)
        skeleton = consultations.structure(work, here)
        item = skeleton.item(ItemType.MEASURE, "B 1.2")
        assert item is not None
        sheet = consultations.sheet(work, here, item)
        assert sheet is not None
        wordings = {"description": wording, "situation": "Zeit ist knapp."} if wording else {}
        write_advice(work, here, Proposal.of(sheet, "Mehr Zeit.", wordings), release=True)


def report_of(frozen: dict[str, Any]) -> Report:
    return pack_report(frozen, "WIR", Words("de"))


def measure(report: Report) -> Chapter:
    part = report.parts[-1]
    assert isinstance(part, Chapter)
    return part


def read(report: Report, form: str) -> str:
    file = BytesIO()
    write(report, form, file)
    if form == "pdf":
        pages = [page.extract_text() for page in PdfReader(file).pages]
    else:
        pages = [line.text for line in Document(file).paragraphs]
    return " ".join("\n".join(pages).split())


def test_the_bars_count_organisations_and_individuals_apart(world: World) -> None:
    say(world, Wish("releaser", stance=Stance.OBJECT, voice=Voice.ORGANISATION))
    spoken(world, "member", stance=Stance.SUPPORT)
    spoken(world, "stranger", stance=Stance.SUPPORT)
    bars = [block for block in measure(report_of(document(world))).blocks if isinstance(block, Bar)]
    assert [(bar.label, [(share.name, share.number) for share in bar.shown]) for bar in bars] == [
        ("Organisationen", [("Dagegen", 1)]),
        ("Einzelne", [("Dafür", 2)]),
    ]


def test_who_said_no_objection_is_not_silent_and_who_waits_for_the_check_still_is(world: World) -> None:
    before = document(world)["items"][0]
    assert {"Elternnetz", "Mieterrat"} <= set(before["silent"]) and before["invited"] == len(before["silent"])
    say(world, Wish("releaser", body="", stance=Stance.NO_OBJECTION, voice=Voice.ORGANISATION))
    say(world, Wish("stranger", body="Noch nicht geprüft"), "submitted")
    with world.work("editor") as work:
        here = consultation_in(work)
        (line,) = sittings(work, here)
        frozen = snapshot(work, here, line).document | {"number": 2}
    assert "Elternnetz" not in frozen["items"][0]["silent"]
    assert "Mieterrat" in frozen["items"][0]["silent"]
    for form in ("pdf", "docx"):
        said = read(report_of(frozen), form)
        assert f"Still: {before['invited'] - 1} von {before['invited']} Organisationen" in said, form
        assert "Wer schweigt, stimmt damit nicht zu." in said, form


def test_many_silent_organisations_are_named_once_at_the_end_of_the_pack(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen = document(world)
    monkeypatch.setattr("portal.decisions.report.MOST_NAMED", 1)
    said = read(report_of(frozen), "docx")
    assert "Wer schweigt, stimmt damit nicht zu. Ihre Namen stehen am Ende der Mappe." in said
    end = report_of(frozen).parts[-1]
    assert isinstance(end, Chapter) and end.title == "Wer wozu nichts gesagt hat"
    table = end.blocks[-1]
    assert isinstance(table, Table)
    assert ("Mieterrat", "zu allen Punkten") in list(table.each_row())
    more = frozen["items"][0] | {"code": "B 9", "silent": ["Elternnetz", "Neu"]}
    two = report_of(frozen | {"items": [*frozen["items"], more]}).parts[-1]
    assert isinstance(two, Chapter) and isinstance(two.blocks[-1], Table)
    assert ("Neu", "B\N{NO-BREAK SPACE}9") in list(two.blocks[-1].each_row())


def test_a_pack_says_on_every_page_that_it_is_internal(world: World) -> None:
    file = BytesIO()
    write(report_of(document(world)), "pdf", file)
    for page in PdfReader(file).pages:
        assert "intern, für Lenkungsgruppe und Geschäftsstelle" in page.extract_text()


def test_silent_groups_are_named_and_speaking_ones_are_not(world: World) -> None:
    frozen = document(world)
    groups = [group["name"] for group in frozen["items"][0]["groups"]]
    assert f"Akteursgruppen ohne Kommentar: {', '.join(groups)}." in read(report_of(frozen), "docx")
    frozen["items"][0]["groups"][0]["individual"]["no_objection"] = 1
    said = read(report_of(frozen), "docx")
    assert f"Akteursgruppen ohne Kommentar: {', '.join(groups[1:])}." in said or not groups[1:]


def test_a_pack_names_who_is_partial(world: World) -> None:
    stake(world, "chair", "Elternnetz")
    say(world, Wish("member"))
    frozen = document(world)
    assert "Befangen in der Lenkungsgruppe: Chair (Elternnetz)." in read(report_of(frozen), "docx")
    del frozen["items"][0]["partial"]
    assert "Befangen" not in read(report_of(frozen), "docx")


def test_the_advised_wording_is_shown_word_by_word(world: World) -> None:
    advise(world, DESCRIPTION.replace("neue", "alle"))
    report = report_of(document(world))
    changes = [block for block in measure(report).blocks if isinstance(block, Changes)]
    assert [[(run.change, run.text) for run in one.runs if run.change != "same"][-2:] for one in changes] == [
        [("gone", "An vielen Schulen fehlt es an Zeit"), ("new", "Zeit ist knapp")],
        [("gone", "neue"), ("new", "alle")],
    ]
    for form in ("pdf", "docx"):
        assert "neue alle Familien" in read(report, form)


def test_a_pack_from_when_advice_changed_one_section_still_shows_it(world: World) -> None:
    advise(world, DESCRIPTION.replace("neue", "alle"))
    frozen = document(world)
    frozen["items"][0]["advice"] |= frozen["items"][0]["advice"].pop("wordings")[-1]
    assert "Vorgeschlagener Wortlaut in „Beschreibung“" in read(report_of(frozen), "docx")
    frozen["items"][0]["advice"] |= {"section": "", "before": "", "wording": ""}
    assert "Vorgeschlagener Wortlaut" not in read(report_of(frozen), "docx")


def test_a_pack_that_was_frozen_before_the_silent_were_kept_still_makes_its_files(world: World) -> None:
    frozen = document(world)
    for kept in ("silent", "invited"):
        del frozen["items"][0][kept]
    assert "Still:" not in read(report_of(frozen), "docx")
