"""How an organisation comes to its statement, and how it says “no objection”: on a phone, by keys, without script."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.steps import HERE
from tests.support.browser import Visit, axe
from tests.support.demo import Demo

Open = Callable[..., Visit]


@dataclass(frozen=True)
class Way:
    name: str
    code: str
    field: str
    look: Mapping[str, Any]


WAYS = [
    Way("telefon", "D 2.2", "D", {"width": 360}),
    Way("tasten", "D 3.2", "S", {"width": 1280, "keys": True}),
    Way("tasten-ohne-skript", "D 3.1", "W", {"width": 360, "keys": True, "javascript": False}),
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_a_draft_is_handed_over_comes_back_and_is_released(demo: Demo, open_as: Open, way: Way) -> None:
    member, releaser = (open_as(name, **way.look) for name in ("member", "releaser"))
    first, second = f"Das ist uns noch zu wenig, {way.name}.", f"Bitte doppelt so viel, {way.name}."

    steps.write(member.page, way.code, "Dafür mit Änderung", first)
    member.page.get_by_role("button", name="Vorschau").click()
    expect(member.page.locator(".preview")).to_contain_text(first)
    member.page.get_by_role("button", name="zur Freigabe geben").click()
    heading(member.page, "Dieser Entwurf liegt zur Freigabe vor")

    address = f"{HERE}/drafts/{member.page.url.split('/drafts/')[1][:8]}"
    link = demo.link("releaser@example.org", address)
    releaser.page.goto(f"{HERE}/mine")
    expect(releaser.page.get_by_role("heading", name="Wartet auf Ihre Freigabe")).to_be_visible()
    releaser.page.goto(link)
    heading(releaser.page, "Geben Sie diesen Entwurf frei?")
    no_violations(releaser)
    releaser.page.get_by_label("Was soll noch anders werden?").fill("Bitte sagen Sie, wie viel.")
    releaser.page.get_by_role("button", name="Zurückgeben").click()
    expect(releaser.page.get_by_role("status")).to_contain_text("Der Entwurf ist zurückgegeben")

    member.page.goto(demo.link("member@example.org", address))
    heading(member.page, "Dieser Entwurf kam noch einmal zurück")
    expect(member.page.get_by_text("Bitte sagen Sie, wie viel.")).to_be_visible()
    no_violations(member)
    member.page.get_by_role("link", name="Weiterschreiben").click()
    member.page.get_by_label("2. Was möchten Sie sagen?").fill(second)
    member.page.get_by_role("button", name="zur Freigabe geben").click()
    heading(member.page, "Dieser Entwurf liegt zur Freigabe vor")

    releaser.page.goto(f"{HERE}/mine")
    releaser.page.get_by_role("link", name="Ansehen und freigeben").first.click()
    expect(steps.said(releaser.page, second)).to_be_visible()
    releaser.page.get_by_label("Wer hat das beschlossen?").fill(f"Vorstand {way.name}")
    releaser.page.get_by_label("Wann?").fill("2026-02-03")
    releaser.page.get_by_label("Minderheitenvotum").fill("Zwei von uns wollen es anders.")
    steps.send(releaser.page, "Jetzt freigeben")

    visitor = open_as(**way.look)
    visitor.page.goto(f"{HERE}/measures/{way.code}")
    expect(visitor.page.get_by_text(f"Vorstand {way.name}")).to_have_count(0)
    steps.approve(open_as("moderation", **way.look).page, second)
    visitor.page.goto(f"{HERE}/measures/{way.code}")
    expect(steps.said(visitor.page, second)).to_be_visible()
    expect(visitor.page.get_by_text(f"Beschlossen von Vorstand {way.name} am 3. Februar 2026")).to_be_visible()
    expect(visitor.page.get_by_text("Zwei von uns wollen es anders.").first).to_be_visible()
    expect(visitor.page.get_by_text("Bitte sagen Sie, wie viel.")).to_have_count(0)
    no_violations(visitor)
    assert [visit.complaints for visit in (member, releaser, visitor)] == [[]] * 3


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_no_objection_is_said_for_a_whole_field_and_taken_back(open_as: Open, way: Way) -> None:
    visit = open_as("stranger", **way.look)
    page = visit.page
    page.goto(f"{HERE}/mine")
    page.get_by_role("link", name="Zu ganzen Handlungsfeldern „Keine Einwände“ erklären").click()
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name=re.compile(f"^{way.field} ")))
    open_before = steps.number_in(row.get_by_role("button", name="Keine Einwände zu").inner_text())
    row.get_by_role("button", name="Keine Einwände zu").click()
    expect(page.get_by_role("status")).to_contain_text("Ihr „Keine Einwände“ ist eingegangen")
    expect(page.get_by_text(f"Bei {open_before} Einträgen steht Ihr „Keine Einwände“.")).to_be_visible()
    no_violations(visit)
    assert not steps.scrolls_sideways(page)
    row.get_by_role("button", name="Zurücknehmen").click()
    expect(page.get_by_role("status")).to_contain_text("zurückgenommen")
    expect(row.get_by_role("button", name=f"Keine Einwände zu {open_before} ")).to_be_visible()
    assert visit.complaints == []


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def no_violations(visit: Visit) -> None:
    if visit.look.javascript:
        assert axe(visit) == []
