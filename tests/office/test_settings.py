"""What a consultation says about itself, its days and its phase."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal.audit.models import AuditLine
from portal.consultations.models import Consultation, Phase
from tests.support.days import today
from tests.support.statements import counted
from tests.support.world import World

OFFICE = "/wir/office/settings"
BERLIN = ZoneInfo("Europe/Berlin")
FORM = {
    "title": "WIR 3.0 – Teilhabe",
    "plan_name": "WIR 3.0",
    "city": "Lindenfurt",
    "question": "Was fehlt?",
    "lead": "Zwei Sätze.\nUnd noch einer.",
    "decides": "- die **Lenkungsgruppe**\n- der Rat",
    "review_note": "bis März",
    "decided_note": "im April",
    "adopted_note": "im Juni",
    "council_resolution": "",
    "contact_name": "Geschäftsstelle",
    "contact_email": "wir@example.org",
    "contact_phone": "0000 1",
}


def here(world: World) -> Consultation:
    return world.one(Consultation, slug="wir")


# Who may come in


@pytest.mark.parametrize("page", ["", "/phases", "/phases?stage=archived"])
@pytest.mark.parametrize(("name", "status"), [("editor", 200), ("admin", 200), ("chair", 404), ("outsider", 404)])
def test_only_editors_see_the_settings(world: World, app: Flask, page: str, name: str, status: int) -> None:
    assert world.client(app, name).get(OFFICE + page).status_code == status


@pytest.mark.parametrize("page", ["", "/phases", "/dates"])
@pytest.mark.parametrize(("name", "status"), [("visitor", 401), ("member", 404), ("chair", 404), ("outsider", 404)])
def test_nobody_else_changes_them(world: World, app: Flask, page: str, name: str, status: int) -> None:
    before = len(world.all(AuditLine))
    form = {**FORM, "stage": "archived", "begins": "2026-01-01", "until": "2026-02-01"}
    assert world.client(app, name).post(OFFICE + page, data=form).status_code == status
    assert len(world.all(AuditLine)) == before


# What it says


def test_changed_settings_stand_on_the_overview(world: World, editor: FlaskClient, visitor: FlaskClient) -> None:
    visitor.get("/wir/")
    assert editor.post(OFFICE, data=FORM).status_code == 303
    page = visitor.get("/wir/").text
    for words in ("Was fehlt?", "<strong>Lenkungsgruppe</strong>", "wir@example.org", "WIR 3.0", "bis März"):
        assert words in page
    assert here(world).lead == "Zwei Sätze.\nUnd noch einer."


@pytest.mark.parametrize("wrong", [{"title": ""}, {"contact_email": "so nicht"}, {"lead": "x" * 1_001}])
def test_refused_settings_keep_what_was_typed(world: World, editor: FlaskClient, wrong: dict[str, str]) -> None:
    answer = editor.post(OFFICE, data={**FORM, **wrong})
    assert answer.status_code == 422
    assert "die **Lenkungsgruppe**" in answer.text and 'id="errors"' in answer.text
    assert here(world).title == "WIR 2.0 – Migration und Teilhabe"


def test_settings_are_text_and_never_markup(editor: FlaskClient, visitor: FlaskClient) -> None:
    attack = "<img src=x onerror=alert(1)>"
    editor.post(OFFICE, data={**FORM, "question": attack, "decides": attack, "review_note": attack, "city": attack})
    assert "<img" not in visitor.get("/wir/").text
    assert "<img" not in editor.get(OFFICE).text


# Days


def test_the_last_day_counts_until_midnight_in_the_city(world: World, editor: FlaskClient) -> None:
    answer = editor.post(f"{OFFICE}/dates", data={"begins": "2030-03-30", "until": "2030-03-31"})
    assert answer.status_code == 303
    consultation = here(world)
    assert consultation.opens_at == datetime(2030, 3, 30, tzinfo=BERLIN)
    assert consultation.closes_at == datetime(2030, 3, 31, 22, tzinfo=UTC), "summer time began that night"
    page = editor.get(f"{OFFICE}/phases").text
    assert 'value="2030-03-30"' in page and 'value="2030-03-31"' in page


def test_days_are_shown_as_24_hours(world: World, editor: FlaskClient) -> None:
    last = today() + timedelta(days=3)
    editor.post(f"{OFFICE}/dates", data={"begins": f"{today() - timedelta(days=3)}", "until": f"{last}"})
    assert f"{last.day}.\N{NO-BREAK SPACE}" in editor.get(f"{OFFICE}/phases").text
    assert "24 Uhr" in editor.get(f"{OFFICE}/phases").text


@pytest.mark.parametrize(
    ("begins", "until"), [("2030-02-02", "2030-02-01"), ("", "2030-02-01"), ("2030-02-30", "2030-03-01"), ("bald", "")]
)
def test_wrong_days_are_refused_and_kept(world: World, editor: FlaskClient, begins: str, until: str) -> None:
    before = here(world).closes_at
    answer = editor.post(f"{OFFICE}/dates", data={"begins": begins, "until": until})
    assert answer.status_code == 422
    assert f'value="{until}"' in answer.text or not until
    assert here(world).closes_at == before


def test_one_day_is_enough(world: World, editor: FlaskClient) -> None:
    assert editor.post(f"{OFFICE}/dates", data={"begins": "2030-02-01", "until": "2030-02-01"}).status_code == 303
    consultation = here(world)
    assert consultation.opens_at and consultation.closes_at
    assert consultation.closes_at - consultation.opens_at == timedelta(days=1)


def test_days_give_the_phase_back_to_the_calendar(world: World, editor: FlaskClient) -> None:
    world.phase(Phase.REVIEW)
    editor.post(f"{OFFICE}/phases", data={"stage": "preparation"})
    editor.post(f"{OFFICE}/dates", data={"begins": f"{today()}", "until": f"{today() + timedelta(days=9)}"})
    assert here(world).stage is None
    assert here(world).phase(datetime.now(UTC)) is Phase.COMMENTING


# Phase


@pytest.mark.parametrize("stage", ["preparation", "review", "decided", "adopted", "archived", "dates"])
def test_asking_for_a_phase_explains_it_and_changes_nothing(world: World, editor: FlaskClient, stage: str) -> None:
    answer = editor.get(f"{OFFICE}/phases?stage={stage}")
    assert "Das bedeutet ab sofort" in answer.text and "Ja, Phase ändern" in answer.text
    assert here(world).stage is None


@pytest.mark.parametrize("stage", ["preparation", "review", "decided", "adopted", "archived"])
def test_a_confirmed_phase_holds_at_once(world: World, editor: FlaskClient, stage: str) -> None:
    assert editor.post(f"{OFFICE}/phases", data={"stage": stage}).status_code == 303
    assert here(world).stage == Phase(stage)
    assert world.one(AuditLine, event="consultation.stage").detail == stage


def test_an_archive_can_be_opened_again(world: World, editor: FlaskClient) -> None:
    world.phase(Phase.ARCHIVED)
    assert editor.post(OFFICE, data=FORM).status_code == 403
    assert editor.post(f"{OFFICE}/dates", data={"begins": "2030-02-01", "until": "2030-02-01"}).status_code == 403
    assert editor.post(f"{OFFICE}/phases", data={"stage": "dates"}).status_code == 303
    assert here(world).stage is None


@pytest.mark.parametrize("stage", ["commenting", "", "x"])
def test_a_phase_nobody_can_set_is_no_request_we_understand(world: World, editor: FlaskClient, stage: str) -> None:
    assert editor.post(f"{OFFICE}/phases", data={"stage": stage}).status_code == 400
    assert here(world).stage is None


def test_back_in_preparation_visitors_see_nothing(world: World, editor: FlaskClient, visitor: FlaskClient) -> None:
    assert visitor.get("/wir/").status_code == 200
    editor.post(f"{OFFICE}/phases", data={"stage": "preparation"})
    assert visitor.get("/wir/").status_code != 200
    assert editor.get(f"{OFFICE}/phases").status_code == 200


@pytest.mark.parametrize("page", ["", "/phases"])
def test_the_settings_take_two_statements(editor: FlaskClient, engine: Engine, page: str) -> None:
    editor.get(OFFICE + page)
    with counted(engine) as sent:
        editor.get(OFFICE + page)
    assert len(sent) == 2
