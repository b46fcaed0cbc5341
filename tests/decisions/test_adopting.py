"""What the council resolves makes the catalogue final."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from portal.consultations.models import Consultation, Phase
from portal.decisions.operations.adopting import CouncilResolution, record_adoption
from portal.kernel.errors import Invalid, Refused
from tests.decisions.sayings import decide, spoken
from tests.support.world import SLUG, World, consultation_in

DAY = date(2027, 6, 17)
FIELDS = {
    "number": "1234/2027",
    "on": "2027-06-17",
    "url": "https://rat.example/1234",
    "sentence": "Der Rat hat den Plan beschlossen",
}
WHEN = {
    Phase.COMMENTING: False,
    Phase.REVIEW: False,
    Phase.DECIDED: True,
    Phase.ADOPTED: True,
    Phase.ARCHIVED: False,
}


@pytest.mark.parametrize("phase", WHEN)
def test_the_council_comes_after_the_steering_group(world: World, phase: Phase) -> None:
    world.phase(phase)
    said = CouncilResolution.of("1/27", DAY)
    if not WHEN[phase]:
        with pytest.raises(Refused), world.work("editor") as work:
            record_adoption(work, consultation_in(work), said)
        return
    with world.work("editor") as work:
        record_adoption(work, consultation_in(work), said)
    assert world.one(Consultation, slug=SLUG).phase(datetime.now(UTC)) is Phase.ADOPTED


@pytest.mark.parametrize("name", ["member", "moderator", "steering", "chair", "admin"])
def test_only_the_office_enters_it(world: World, name: str) -> None:
    world.phase(Phase.DECIDED)
    with pytest.raises(Refused), world.work(name) as work:
        record_adoption(work, consultation_in(work), CouncilResolution.of("1/27", DAY))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"number": " "}, "number"),
        ({"on": None}, "on"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "rat.example"}, "url"),
        ({"url": "https://"}, "url"),
        ({"url": "ftp://rat.example"}, "url"),
        ({"url": "https://[x"}, "url"),
        ({"sentence": "x" * 301}, "sentence"),
    ],
)
def test_what_is_missing_or_no_link_is_named(wrong: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        CouncilResolution.of(**({"number": "1", "on": DAY} | wrong))  # type: ignore[arg-type]
    assert refusal.value.field == field


def test_the_resolution_shows_everywhere_and_ends_deciding(world: World, app: Flask) -> None:
    public_id = spoken(world)
    decide(world)
    world.client(app, "chair").post("/wir/board/publish")
    editor, visitor = world.client(app, "editor"), app.test_client()
    pages = ("", "measures/B 1.2", f"comments/{public_id}")
    assert not any("1234/2027" in visitor.get(f"/wir/{page}").text for page in pages)
    assert editor.post("/wir/board/adoption", data=FIELDS | {"url": "javascript:1"}).status_code == 422
    assert editor.post("/wir/board/adoption", data=FIELDS).status_code == 303
    for page in pages:
        text = visitor.get(f"/wir/{page}").text
        assert "1234/2027" in text, page
        assert 'href="https://rat.example/1234"' in text, page
    assert editor.post("/wir/board/measures/B 1.2/decision", data={"outcome": "adopt"}).status_code == 403
    assert world.client(app, "chair").post("/wir/board/publish").status_code == 403


def test_before_the_publication_the_page_says_why_not(world: World, app: Flask) -> None:
    editor = world.client(app, "editor")
    assert 'name="number"' not in editor.get("/wir/board/adoption").text
    answer = editor.post("/wir/board/adoption", data=FIELDS)
    assert answer.status_code == 403
    assert "erst, wenn die Beschlüsse der Lenkungsgruppe veröffentlicht sind" in answer.text
