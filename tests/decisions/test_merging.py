"""What becomes of answers when themes are merged."""

import pytest
from flask import Flask

from portal.audit.models import AuditLine
from portal.decisions.models import Answer, Response
from portal.decisions.operations.merging import merge_themes
from portal.decisions.operations.publishing import prepare, publish
from portal.decisions.queries import responses
from portal.kernel.errors import Refused
from portal.themes.models import Theme
from tests.decisions.sayings import answered, decide, spoken, theme
from tests.support.world import World, consultation_in


def merge(world: World, gone: Theme, kept: Theme, name: str = "moderator") -> None:
    with world.work(name) as work:
        merge_themes(work, consultation_in(work), gone.public_id, kept.public_id)


def publish_all(world: World) -> None:
    with world.work("chair") as work:
        ready = prepare(work, consultation_in(work))
    with world.work("chair") as work:
        publish(work, consultation_in(work), ready)


def answer_to(world: World, kept: Theme) -> str | None:
    with world.work() as work:
        found = responses.of_themes(work, [kept.id]).get(kept.id)
        return found.reason if found else None


def left_with(world: World, kept: Theme) -> list[tuple[str, str]]:
    with world.work() as work:
        return [(title, line.reason) for title, line in responses.left_behind(work, kept.id)]


@pytest.mark.parametrize(
    ("of_gone", "of_kept", "counts", "left"),
    [
        ([], [], None, []),
        (["Alt"], [], "Alt", []),
        (["Älter", "Alt"], [], "Alt", []),
        ([], ["Neu"], "Neu", []),
        (["Älter", "Alt"], ["Neu"], "Neu", [("Dauer", "Alt")]),
    ],
)
def test_the_answer_of_the_theme_that_remains_counts_else_that_of_the_merged_one(
    world: World, of_gone: list[str], of_kept: list[str], counts: str | None, left: list[tuple[str, str]]
) -> None:
    gone, kept = theme(world, "Dauer", spoken(world)), theme(world, "Länge", spoken(world, "stranger"))
    for made, reasons in ((gone, of_gone), (kept, of_kept)):
        for reason in reasons:
            answered(world, made, reason=reason)
    merge(world, gone, kept)
    assert answer_to(world, kept) == counts
    assert left_with(world, kept) == left
    assert len(world.all(Response)) == len(of_gone) + len(of_kept)
    moved = [line.subject for line in world.all(AuditLine) if line.event == "response.moved"]
    assert moved == ([kept.public_id] if of_gone and not of_kept else [])


def test_an_answer_left_behind_is_found_again_after_another_merger(world: World) -> None:
    first, second, third = (theme(world, title) for title in ("Eins", "Zwei", "Drei"))
    for made in (first, second, third):
        answered(world, made, reason=f"Zu {made.title}")
    merge(world, first, second)
    merge(world, second, third)
    assert left_with(world, third) == [("Eins", "Zu Eins"), ("Zwei", "Zu Zwei")]


def test_a_published_answer_stays_published_when_it_moves(world: World, app: Flask) -> None:
    said = spoken(world)
    gone, kept = theme(world, "Dauer", said), theme(world, "Länge")
    answered(world, gone, Answer.FOLLOWED, "Zwei Jahre.")
    decide(world)
    publish_all(world)
    visitor = world.client(app)
    assert "Dauer" in visitor.get("/wir/measures/B 1.2").text
    merge(world, gone, kept)
    for page in ("measures/B 1.2", f"comments/{said}"):
        shown = visitor.get(f"/wir/{page}").text
        assert "Zwei Jahre." in shown and "Länge" in shown and "Dauer" not in shown, page


def test_what_is_not_published_does_not_become_so_by_moving(world: World, app: Flask) -> None:
    said = spoken(world)
    gone, kept = theme(world, "Dauer", said), theme(world, "Länge")
    decide(world, unanswered_reason="Folgt")
    publish_all(world)
    answered(world, gone, reason="Noch geheim")
    merge(world, gone, kept)
    for page in ("measures/B 1.2", f"comments/{said}"):
        assert "Noch geheim" not in world.client(app).get(f"/wir/{page}").text


@pytest.mark.parametrize("name", ["member", "releaser", "steering", "chair", "admin", "outsider"])
def test_only_those_who_code_merge(world: World, name: str) -> None:
    gone, kept = theme(world, "Dauer"), theme(world, "Länge")
    answered(world, gone, reason="Alt")
    with pytest.raises(Refused):
        merge(world, gone, kept, name)
    assert (answer_to(world, gone), answer_to(world, kept)) == ("Alt", None)


def test_the_history_shows_the_left_answer_to_those_who_decide_and_to_nobody_else(world: World, app: Flask) -> None:
    gone, kept = theme(world, "Dauer", spoken(world)), theme(world, "Länge")
    answered(world, gone, reason="Der alte Wortlaut")
    answered(world, kept, reason="Der neue Wortlaut")
    into = {"into": kept.public_id}
    assert world.client(app, "editor").post(f"/wir/board/themes/{gone.public_id}/merge", data=into).status_code == 303
    for name, sees in (("steering", True), ("chair", True), ("editor", True), ("moderator", False)):
        page = world.client(app, name).get(f"/wir/board/themes/{kept.public_id}").text
        assert ("Der alte Wortlaut" in page) is sees, name
        assert ("frühere Thema „Dauer“" in page) is sees, name
