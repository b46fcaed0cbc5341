"""A request keeps everything it did or nothing, and one that only asks can change nothing."""

from typing import Any, NoReturn

import pytest
from flask import Flask, g
from sqlalchemy import delete, event, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.audit.models import AuditLine
from portal.catalogue.views import commenting
from portal.comments.models import Comment, Counter, Revision
from portal.consultations.models import Consultation
from portal.kernel.database import WriteWhileReading
from portal.outbox.models import Letter
from portal.stakeholders.models import MembershipRow
from tests.support.world import World

PAGE = "/wir/measures/B 1.2"
ADDRESS = f"{PAGE}/comments"
SENT = {"stance": "support", "body": "Mehr Eichen", "submission_key": "k", "save": "submit"}


def kept(world: World) -> list[int]:
    submitted = [line for line in world.all(AuditLine) if line.event == "comment.submitted"]
    return [len(rows) for rows in (world.all(Comment), world.all(Revision), submitted, world.all(Letter))]


def fail(*_: object, **__: object) -> NoReturn:
    raise OSError("disk full")


def test_a_safe_request_cannot_write_through_the_session(app: Flask, world: World) -> None:
    def sneaky(consultation: Consultation, code: str) -> str:
        g.session.get(Consultation, consultation.id).title = code
        return "changed"

    app.view_functions["catalogue.measure"] = sneaky
    with pytest.raises(WriteWhileReading, match="Consultation"):
        world.client(app, "member").get(PAGE)


def test_a_safe_request_cannot_write_past_the_session(app: Flask, world: World) -> None:
    def sneaky(consultation: Consultation, code: str) -> str:
        g.session.execute(update(Consultation).values(title=code))
        return "changed"

    app.testing = False
    app.view_functions["catalogue.measure"] = sneaky
    answer = world.client(app, "member").get(PAGE)
    assert answer.status_code >= 500
    assert "B 1.2" not in {row.title for row in world.all(Consultation)}


def test_the_database_itself_refuses_to_write_while_reading(app: Flask, world: World) -> None:
    from portal.kernel.database import begin_reading, unit_of_work

    with pytest.raises(DBAPIError, match=r"read-?only"), unit_of_work(world.engine) as session:
        begin_reading(session)
        session.execute(update(Consultation).values(title="x"))


def test_comment_audit_line_and_letter_are_kept_together(app: Flask, world: World) -> None:
    assert world.client(app, "member").post(ADDRESS, data=SENT).status_code == 303
    assert kept(world) == [1, 1, 1, 1]


def test_an_error_after_the_operation_keeps_nothing(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commenting, "redirect", fail)
    with pytest.raises(OSError, match="disk full"):
        world.client(app, "member").post(ADDRESS, data=SENT)
    assert kept(world) == [0, 0, 0, 0]
    assert world.all(Counter) == []


def test_a_failing_commit_is_a_500_that_gives_the_text_back(app: Flask, world: World) -> None:
    app.testing = False
    member = world.client(app, "member")
    event.listen(Session, "before_commit", fail)
    try:
        answer = member.post(ADDRESS, data=SENT)
    finally:
        event.remove(Session, "before_commit", fail)
    assert answer.status_code == 500
    assert "Mehr Eichen" in answer.text
    assert kept(world) == [0, 0, 0, 0]


def test_being_turned_away_needs_no_write_lock(app: Flask, world: World) -> None:
    with world.engine.begin():
        assert app.test_client().post(ADDRESS, data=SENT).status_code == 401


def test_a_right_withdrawn_after_the_door_is_gone_under_the_lock(app: Flask, world: World) -> None:
    comment = app.view_functions["catalogue.comment_on_measure"]

    def slow(**arguments: Any) -> Any:
        with world.engine.begin() as connection:
            connection.execute(delete(MembershipRow))
        return comment(**arguments)

    app.view_functions["catalogue.comment_on_measure"] = slow
    answer = world.client(app, "member").post(ADDRESS, data=SENT)
    assert answer.status_code == 403
    assert kept(world) == [0, 0, 0, 0]
