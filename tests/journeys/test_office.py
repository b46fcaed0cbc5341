"""The office's ways: a letter with a scan, somebody who asks to take part, a reminder from a figure."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import FilePayload, expect

from tests.comments.files import HTML, PDF
from tests.journeys import steps
from tests.journeys.steps import HERE, Newcomer
from tests.support.browser import Visit, axe
from tests.support.days import today
from tests.support.demo import Demo

Open = Callable[..., Visit]
LOOKS: dict[str, dict[str, object]] = {
    "360 px": {"width": 360},
    "keys alone": {"width": 1280, "keys": True},
    "keys without JavaScript": {"width": 360, "javascript": False, "keys": True},
}
EVERY_LOOK = pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)


def in_order(visit: Visit) -> None:
    """No error, nothing sideways, and clean for axe where that can look."""
    assert [word for word in visit.complaints if "status of 422" not in word] == []
    if visit.look.javascript:
        assert axe(visit) == []
        assert not steps.scrolls_sideways(visit.page)


def scan(content: bytes) -> FilePayload:
    return {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": content}


@EVERY_LOOK
def test_a_letter_with_a_scan_becomes_a_comment_without_its_sender(open_as: Open, look: dict[str, object]) -> None:
    sign = f"Brief {len(str(look))}"
    words, sender = f"Bitte auch abends, schreibt {sign}", "Ada Absenderin"
    office = open_as("office", **look)
    page = office.page
    page.goto(f"{HERE}/office/on-behalf")
    in_order(office)
    page.get_by_role("link", name="Eine Zuschrift eintragen").click()
    in_order(office)
    page.get_by_label("Name der Person").fill(sender)
    page.get_by_label("Worum geht es?").select_option("D 1.2")
    steps.choose_stance(page, "Dafür mit Änderung")
    page.get_by_label("Was steht darin?").fill(words)
    page.get_by_text("Brief", exact=True).click()
    page.get_by_label("Ihr Zeichen").fill(sign)
    page.get_by_label("Angekommen am").fill((today() - timedelta(days=1)).isoformat())
    page.get_by_label("Scans").set_input_files(scan(HTML))
    page.get_by_role("button", name="Eintragen").click()
    expect(page.locator("#errors")).to_contain_text("innen etwas anderes")
    in_order(office)
    page.get_by_label("Scans").set_input_files(scan(PDF))
    page.get_by_role("button", name="Eintragen").click()
    expect(page.get_by_role("status")).to_contain_text("wartet auf die Prüfung")
    expect(page.get_by_role("row", name=re.compile(sign))).to_contain_text(sender)
    in_order(office)

    steps.approve(open_as("moderation", **look).page, words)

    visitor = open_as(**look).page
    visitor.goto(f"{HERE}/measures/D 1.2")
    comment = visitor.get_by_role("article").filter(has_text=words)
    expect(comment).to_contain_text("per Brief eingegangen am")
    comment.get_by_role("link", name=re.compile(r"^Kommentar \w{4}\s\w{4}")).click()
    expect(visitor.get_by_role("main")).to_contain_text(words)
    for hidden in (sender, "scan.pdf"):
        expect(visitor.get_by_role("main")).not_to_contain_text(hidden)


@EVERY_LOOK
def test_somebody_asks_to_take_part_is_taken_on_and_accepts(demo: Demo, open_as: Open, look: dict[str, object]) -> None:
    number = len(str(look))
    new = Newcomer(f"fragt{number}@example.net", "Ada Fragt", f"Kulturverein {number}")
    asking = open_as(**look)
    page = asking.page
    page.goto(f"{HERE}/")
    page.get_by_role("link", name="Sie sind nicht eingeladen und möchten mitmachen?").click()
    in_order(asking)
    page.get_by_label("Ihre Organisation").fill(new.organisation)
    page.get_by_label("Ihr Name").fill(new.name)
    page.get_by_label("Ihre E-Mail-Adresse").fill(new.email)
    page.get_by_label("Warum möchten Sie mitmachen?").fill("Wir machen Theater in drei Stadtteilen.")
    page.get_by_role("button", name="Anfrage schicken").click()
    expect(page.get_by_role("status")).to_contain_text("Ihre Anfrage ist bei der Geschäftsstelle")
    demo.link(new.email, f"{HERE}/")

    office = open_as("office", **look)
    office.page.goto(f"{HERE}/office/")
    office.page.get_by_role("main").get_by_role("link", name=re.compile("Anfrage.* Ihre Antwort")).click()
    in_order(office)
    asked = office.page.get_by_role("article", name=new.organisation)
    expect(asked).to_contain_text("Theater in drei Stadtteilen")
    asked.get_by_label("Akteursgruppe").select_option(label="Zivilgesellschaft")
    asked.get_by_label("Rolle").select_option(label="Mitglied: kommentiert")
    asked.get_by_role("button", name="Annehmen und einladen").click()
    expect(office.page.get_by_role("status")).to_contain_text("Die Einladung ist unterwegs")

    steps.accept(page, demo.link(new.email, "/invitations/"), new)


@pytest.mark.parametrize(("look", "field"), list(zip(LOOKS.values(), "BSD", strict=True)), ids=LOOKS)
def test_the_silent_are_reminded_from_a_figure(open_as: Open, look: dict[str, object], field: str) -> None:
    """In each look those of another field: nobody is reminded twice on one day."""
    office = open_as("office", **look)
    page = office.page
    page.goto(f"{HERE}/office/coverage?by=field")
    in_order(office)
    row = page.get_by_role("row", name=re.compile(rf"^{field} "))
    figure = row.get_by_role("link", name=re.compile(r"dabei, noch still"))
    number = steps.number_in(figure.inner_text())
    figure.click()
    expect(page.locator("#found")).to_contain_text(str(number))
    page.get_by_role("button", name="erinnern").click()
    expect(page.get_by_role("main")).to_contain_text("Noch ist nichts verschickt")
    in_order(office)
    page.get_by_role("button", name=re.compile("schicken$")).click()
    expect(page.get_by_role("status")).to_contain_text("Die Erinnerungen sind unterwegs")
