"""Files that take longer than a request: asked for on a page, made by the worker, fetched by nobody else."""

import os
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, update

from portal.audit.models import AuditLine
from portal.board.exports import EXPIRY, KEPT, SYNOPSIS
from portal.board.jobs import forget_exports, make_synopsis
from portal.board.views import files as file_views
from portal.kernel.actor import Role
from portal.kernel.settings import Settings
from portal.outbox.jobs import Errand, run_due_jobs
from portal.outbox.models import Job, JobState
from portal.stakeholders.models import MembershipRow
from tests.board.voices import CANARY, Wish, crowd, say
from tests.support.world import World


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """More than one comment is already too many to wait for."""
    monkeypatch.setattr(file_views, "MOST_AT_ONCE", 1)
    yield


def ask(client: FlaskClient, at: str = "wir", **more: str) -> None:
    sent = client.post(f"/{at}/board/exports", data={"form": "docx", "edition": "public"} | more)
    assert (sent.status_code, sent.location) == (303, f"/{at}/board/exports?done=export")


def let_worker_run(engine: Engine, settings: Settings) -> int:
    folder = settings.data_dir
    registry = {
        SYNOPSIS: lambda errand: make_synopsis(errand, folder),
        EXPIRY: lambda errand: forget_exports(errand, folder),
    }
    return run_due_jobs(engine, registry)


def job_of(world: World, kind: str) -> Job:
    return next(job for job in world.all(Job) if job.kind == kind)


def files(settings: Settings) -> list[Path]:
    return sorted((settings.data_dir / "exports").glob("*"))


@pytest.mark.usefixtures("few")
def test_a_long_document_leads_to_the_page_where_it_is_asked_for(world: World, steering: FlaskClient) -> None:
    say(world, Wish())
    assert steering.get("/wir/board/synopsis.docx").status_code == 200
    say(world, Wish("private", body="Noch einer"))
    answer = steering.get("/wir/board/synopsis.docx?field=B&edition=internal")
    assert answer.status_code == 303
    assert answer.location == "/wir/board/exports?field=B&form=docx&edition=internal"
    page = steering.get(answer.location).text
    assert "Ihre Auswahl hat 2 Kommentare." in page
    assert '<input type="hidden" name="field" value="B">' in page
    assert 'value="internal" checked' in page
    for form in ("csv", "json", "xlsx"):
        assert steering.get(f"/wir/board/synopsis.{form}").status_code == 200
    assert world.all(Job) == []


def test_a_file_is_made_and_fetched_by_whoever_asked(
    world: World, app: Flask, steering: FlaskClient, engine: Engine, settings: Settings
) -> None:
    crowd(world, 20)
    ask(steering, stance="support", edition="internal")
    waiting = steering.get("/wir/board/exports").text
    assert "Eine Datei ist noch in Arbeit." in waiting
    assert 'hx-trigger="every 3s"' in waiting
    assert let_worker_run(engine, settings) == 1
    job = job_of(world, SYNOPSIS)
    assert (job.state, job.progress) == (JobState.DONE, 100)
    page = steering.get("/wir/board/exports").text
    assert "hx-trigger" not in page
    assert f'href="/wir/board/exports/{job.id}"' in page
    with steering.get(f"/wir/board/exports/{job.id}") as answer:
        document = Document(BytesIO(answer.data))
        assert "wir-synopse-intern.docx" in answer.headers["Content-Disposition"]
    comments = steering.get("/wir/board/?view=comments&stance=support").text
    assert f"<strong>{sum(len(table.rows) - 1 for table in document.tables)} Kommentar" in comments
    assert CANARY not in document.element.xml
    for name in ("chair", "editor", "moderator", "admin", "outsider"):
        assert world.client(app, name).get(f"/wir/board/exports/{job.id}").status_code == 404
    assert [line.event for line in world.all(AuditLine)].count("export.requested") == 1


def test_a_file_that_is_not_ready_cannot_be_fetched(world: World, steering: FlaskClient) -> None:
    ask(steering)
    answer = steering.get(f"/wir/board/exports/{world.one(Job).id}")
    assert answer.status_code == 403
    assert "noch nicht fertig" in answer.text


def test_a_file_expires_and_is_deleted(world: World, steering: FlaskClient, engine: Engine, settings: Settings) -> None:
    ask(steering)
    let_worker_run(engine, settings)
    job, deletion = job_of(world, SYNOPSIS), job_of(world, EXPIRY)
    assert job.ended_at is not None
    assert deletion.due_at - job.ended_at >= KEPT
    [file] = files(settings)
    with world.work() as work:
        past = KEPT + timedelta(minutes=2)
        work.session.execute(update(Job).values(ended_at=job.ended_at - past, due_at=deletion.due_at - past))
    answer = steering.get(f"/wir/board/exports/{job.id}")
    assert answer.status_code == 403
    assert "nicht mehr aufbewahrt" in answer.text
    assert "abgelaufen" in steering.get("/wir/board/exports").text
    os.utime(file, (0, 0))
    assert let_worker_run(engine, settings) == 1
    assert files(settings) == []


def test_whoever_has_left_the_steering_group_gets_no_file(
    world: World, steering: FlaskClient, engine: Engine, settings: Settings
) -> None:
    ask(steering)
    with world.work() as work:
        work.session.execute(update(MembershipRow).where(MembershipRow.role == "steering").values(ended_at=work.now))
    let_worker_run(engine, settings)
    job = world.one(Job)
    assert job.result is None
    assert "NotAllowed" in (job.problem or "")
    assert files(settings) == []


def test_a_maker_that_breaks_off_leaves_no_half_file(
    world: World, steering: FlaskClient, engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(report: object, form: str, file: BytesIO, *, landscape: bool) -> None:
        file.write(b"half")
        raise RuntimeError("power cut")

    ask(steering)
    monkeypatch.setattr("portal.board.jobs.write", break_off)
    let_worker_run(engine, settings)
    assert world.one(Job).state is JobState.WAITING
    assert files(settings) == []


def test_progress_is_told_on_the_way(
    world: World, steering: FlaskClient, engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []
    monkeypatch.setattr(Errand, "progress", lambda self, percent: told.append(percent))
    for number in range(10):
        say(world, Wish(body=f"Nummer {number}"))
    ask(steering)
    let_worker_run(engine, settings)
    assert told == [10, 20, 30, 40, 50, 60, 70, 80, 90, 99]


@pytest.mark.parametrize("form", ["csv", "exe", ""])
def test_only_long_forms_are_made_ahead(world: World, steering: FlaskClient, form: str) -> None:
    assert steering.post("/wir/board/exports", data={"form": form}).status_code == 422
    assert world.all(Job) == []


def test_nobody_floods_the_worker(world: World, steering: FlaskClient) -> None:
    for _ in range(3):
        ask(steering)
    assert steering.post("/wir/board/exports", data={"form": "docx"}).status_code == 409
    assert len(world.all(Job)) == 3


def test_files_of_another_consultation_are_not_listed_here(world: World, app: Flask) -> None:
    outsider = world.client(app, "outsider")
    assert outsider.get("/wir/board/exports").status_code == 404
    ask(outsider, at="anderswo")
    steering = world.one(MembershipRow, role="steering", consultation_id=2)
    begun = steering.began_at
    world.add(MembershipRow(account_id=steering.account_id, consultation_id=1, role=Role.STEERING, began_at=begun))
    job = world.one(Job)
    for place, number in (("anderswo", 1), ("wir", 0)):
        assert outsider.get(f"/{place}/board/exports").text.count('<li class="stack">') == number
    assert outsider.get(f"/anderswo/board/exports/{job.id}").status_code == 403
    assert outsider.get(f"/wir/board/exports/{job.id}").status_code == 404
