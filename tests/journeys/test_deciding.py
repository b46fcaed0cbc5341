"""From consolidated view to published decision, in a real browser; a comment's page then shows the whole way."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.steps import HERE, number_in, sign_in
from tests.support.browser import Look, axe_in_both_schemes, visit
from tests.support.demo import PASSWORD, Demo, served

THEMES = {
    "B 1.1": "Kitas in freier Trägerschaft",
    "B 1.2": "Was sonst noch gesagt wurde",
    "B 1.4": "Plätze und Zeiten der Kurse",
    "B 3.2": "Wer die Räume betreut",
    "B 4.1": "Wie man sich meldet",
    "B 6.1": "Wann es Vertretung gibt",
    "B 6.3": "Wem das Geld hilft",
}
"""Measures of the field that is decided, and the theme under which their comments are put."""
BLOCK = ("B 2.2", "B 3.2", "B 5.1", "B 5.3", "B 6.1")
"""Measures that nobody objects to; they are adopted by one vote."""
ADVISED = "B 1.1"
SAID = "Mehr als die Hälfte der Lindenfurter Kinder"
AUTHOR = "elternnetz-1@example.com"
"""Who wrote it; the releaser reads it as a statement of their organisation."""
ADVICE = "Wir schlagen vor, die freien Träger aufzunehmen."
ADDED = "Freie Träger sind von Anfang an dabei."
RESPONSE = "Wir haben das beraten und gehen einen Mittelweg."
DECIDED = "Wir folgen dem Vorschlag der Verwaltung."
SESSION = f"{HERE}/board/sessions/1"


@pytest.fixture(scope="module")
def own_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo of its own, because publishing ends the commenting that other stories need."""
    with served(tmp_path_factory.mktemp("deciding")) as demo:
        yield demo


def test_thirty_comments_become_ten_decisions_and_a_commenter_reads_how(own_demo: Demo, browser: Browser) -> None:
    demo = own_demo
    with (
        visit(browser, demo.base_url) as moderator,
        visit(browser, demo.base_url) as office,
        visit(browser, demo.base_url) as steering,
        visit(browser, demo.base_url) as chair,
        visit(browser, demo.base_url, Look(width=360)) as author,
        visit(browser, demo.base_url, Look(width=360, javascript=False)) as visitor,
    ):
        visits = {"moderation": moderator, "office": office, "steering": steering, "chair": chair, "releaser": author}
        for name, opened in visits.items():
            sign_in(opened.page, f"{name}@example.org", PASSWORD)
        number = own_comment(author.page, ADVISED)

        for code in THEMES:
            put_under_theme(moderator.page, code)
        assert sum(on_the_board(steering.page, code) for code in THEMES) >= 30
        advise(office.page, steering.page)
        make_pack(demo, steering.page)
        for code in THEMES:
            answer_themes(steering.page, code)
        decide(steering.page, "B 4.1", "Zurück an die Expert*innengruppe", "Bitte mit der Schulaufsicht klären.")
        decide(steering.page, "B 1.4", "Vertagen", "Die Kosten fehlen noch.")
        recommend(steering.page, "B 6.3", "das Land", "Stipendien sind Sache des Landes.")
        decide(steering.page, "B 1.2", "Annehmen", "Die Schulen haben darauf gewartet.")
        adopt_advice(steering.page)
        adopt_together(steering.page)
        for page in (author.page, visitor.page):
            page.goto(f"{HERE}/comments/{number}")
            expect(page.get_by_role("main")).to_contain_text(SAID)
            for hidden in (THEMES[ADVISED], ADVICE, RESPONSE, DECIDED, ADDED):
                expect(page.get_by_role("main")).not_to_contain_text(hidden)

        publish(chair.page)

        for page in (author.page, visitor.page):
            page.goto(f"{HERE}/comments/{number}")
            reads_the_whole_way(page)
        visitor.page.goto(f"{HERE}/measures/{ADVISED}")
        expect(visitor.page.locator("#decided")).to_contain_text(DECIDED)
        visitor.page.goto(f"{HERE}/")
        expect(visitor.page.get_by_role("heading", name="Neueste Beschlüsse")).to_be_visible()
        demo.link(AUTHOR, f"{HERE}/comments/{number}")
        assert [opened.complaints for opened in (*visits.values(), visitor)] == [[]] * 6


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_of_deciding_are_open_to_everybody(own_demo: Demo, browser: Browser, width: int) -> None:
    """After the story above: axe finds nothing in light and dark, and no page is wider than the screen."""
    pages = ("sessions/", "sessions/1", "measures/B 1.2", "publish", "response-texts")
    with visit(browser, own_demo.base_url, Look(width=width)) as chair:
        sign_in(chair.page, "chair@example.org", PASSWORD)
        for address in (*(f"{HERE}/board/{page}" for page in pages), f"{HERE}/measures/B 1.2", f"{HERE}/"):
            chair.page.goto(address)
            assert axe_in_both_schemes(chair) == [], address
            assert chair.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def put_under_theme(page: Page, code: str) -> None:
    """All comments on that measure that have no theme yet."""
    page.goto(f"{HERE}/board/themes/")
    page.get_by_role("link", name="Kommentare zuordnen").click()
    page.get_by_label("Maßnahme oder Ziel").select_option(code)
    page.get_by_role("button", name="Anzeigen").click()
    page.get_by_role("link", name="Alle auf dieser Seite auswählen").click()
    page.get_by_label("oder neues Thema").fill(THEMES[code])
    page.get_by_role("button", name="Ausgewählte zuordnen").click()
    expect(page.get_by_role("status").first).to_contain_text("Gespeichert.")


def on_the_board(page: Page, code: str) -> int:
    """How many comments the board counts under that measure's theme; the figure opens exactly these."""
    page.goto(f"{HERE}/board/?view=themes")
    row = page.get_by_role("row").filter(has_text=THEMES[code])
    figure = row.get_by_role("rowheader").get_by_role("link").nth(1)
    number = number_in(figure.inner_text())
    figure.click()
    expect(page.get_by_role("status")).to_contain_text(f"{number} Kommentar")
    return number


def advise(office: Page, steering: Page) -> None:
    """The steering group reads it when it is released, not before."""
    office.goto(f"{HERE}/board/measures/{ADVISED}")
    office.get_by_role("link", name="Vorschlag schreiben").click()
    office.get_by_role("link", name=re.compile("Wortlaut dieses Abschnitts ändern.*Beschreibung")).click()
    wording = office.locator("#advice").get_by_role("textbox", name="Beschreibung")
    wording.fill(f"{wording.input_value()} {ADDED}")
    office.get_by_label("Vorschlag mit Begründung").fill(ADVICE)
    office.get_by_role("button", name="Als Entwurf speichern").click()
    expect(office.get_by_text(ADVICE)).to_be_visible()
    steering.goto(f"{HERE}/board/measures/{ADVISED}")
    expect(steering.get_by_role("paragraph").filter(has_text="Noch liegt kein Vorschlag vor.")).to_be_visible()
    office.get_by_role("link", name="Vorschlag bearbeiten").click()
    office.get_by_role("button", name="Für die Lenkungsgruppe freigeben").click()
    steering.goto(f"{HERE}/board/measures/{ADVISED}")
    expect(steering.get_by_text(ADVICE)).to_be_visible()
    expect(steering.locator("ins", has_text=ADDED)).to_be_visible()


def answer_themes(page: Page, code: str) -> None:
    """Every theme on that measure that has none gets an answer."""
    page.goto(f"{HERE}/board/measures/{code}")
    while page.get_by_role("heading", name="Antworten auf die Themen").count():
        waiting = page.locator("section.theme", has=page.locator("form")).filter(has_text="ohne Antwort")
        if not waiting.count():
            break
        theme = waiting.first
        theme.locator("summary").first.click()
        theme.get_by_text("Wir folgen dem zum Teil", exact=True).click()
        theme.get_by_label("Begründung, die alle lesen werden").fill(RESPONSE)
        theme.get_by_role("button", name="Antwort festhalten").click()
        expect(page.get_by_role("status")).to_contain_text("Die Antwort ist festgehalten")


def make_pack(demo: Demo, page: Page) -> None:
    page.goto(f"{HERE}/board/")
    page.get_by_role("link", name="Sitzungen und Mappen").click()
    page.get_by_role("link", name=re.compile("Sitzung 1 am")).click()
    page.get_by_role("button", name="Mappe einfrieren").click()
    expect(page.get_by_role("status")).to_contain_text("eingefroren")
    made = page.get_by_role("link", name="DOCX", exact=True)
    for _ in range(120):
        if made.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(page.get_by_text("SHA-256").first).to_be_visible()
    with page.expect_download() as waiting:
        made.click()
    assert Path(waiting.value.path()).read_bytes().startswith(b"PK")


def decide(page: Page, code: str, outcome: str, reason: str) -> None:
    page.goto(f"{HERE}/board/measures/{code}")
    choose(page, outcome)
    held(page, reason)


def recommend(page: Page, code: str, to: str, reason: str) -> None:
    page.goto(f"{HERE}/board/measures/{code}")
    choose(page, "Als Empfehlung weitergeben")
    page.locator("#decision summary", has_text="An wen, wenn es eine Empfehlung wird").click()
    page.get_by_label("Empfehlung an").fill(to)
    held(page, reason)


def adopt_advice(page: Page) -> None:
    """The wording the administration advises stands in the form already."""
    page.goto(f"{HERE}/board/measures/{ADVISED}")
    choose(page, "Mit Änderungen annehmen")
    page.locator("#decision summary", has_text="Neuer Wortlaut, wenn sich etwas ändert").click()
    advised = page.locator("#decision").get_by_role("textbox", name="Beschreibung")
    expect(advised).to_have_value(re.compile(ADDED))
    page.get_by_label("Ja", exact=True).fill("17")
    page.get_by_label("Nein", exact=True).fill("3")
    page.get_by_label("Enthaltung", exact=True).fill("2")
    held(page, DECIDED)


def choose(page: Page, outcome: str) -> None:
    page.locator("#decision label.choice", has=page.get_by_text(outcome, exact=True)).click()


def held(page: Page, reason: str) -> None:
    page.locator("#decision").get_by_label("Begründung, die alle lesen werden").fill(reason)
    page.locator("#decision").get_by_role("button", name="Beschluss festhalten").click()
    expect(page.get_by_role("status")).to_contain_text("Der Beschluss ist festgehalten")


def adopt_together(page: Page) -> None:
    page.goto(SESSION)
    block = page.locator("section", has=page.locator("#block"))
    for box in block.get_by_role("checkbox").all():
        box.set_checked(box.get_attribute("value") in BLOCK)
    block.get_by_role("button", name="Liste festlegen").click()
    block.get_by_label("Ja", exact=True).fill("22")
    block.get_by_role("button", name="Gemeinsam annehmen").click()
    expect(page.get_by_role("status")).to_contain_text("Der gemeinsame Beschluss ist festgehalten")


def own_comment(page: Page, code: str) -> str:
    """The public id of the statement the releaser's organisation has made on that measure."""
    page.goto(f"{HERE}/measures/{code}")
    comment = page.locator("article.comment", has_text=SAID).first
    found = re.search(r"/comments/(\w{8})", comment.inner_html())
    assert found
    return found[1]


def publish(page: Page) -> None:
    page.goto(f"{HERE}/board/")
    page.get_by_role("link", name="Veröffentlichen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Was wird jetzt öffentlich?")
    page.get_by_role("button", name="Veröffentlichen").click()
    expect(page.get_by_role("status")).to_contain_text("Die Beschlüsse sind veröffentlicht")


def reads_the_whole_way(page: Page) -> None:
    """Everything that became of the comment in this story, from text to decision."""
    way = page.locator(".trace h3")
    expect(way.filter(has_text=f"Gehört zum Thema „{THEMES[ADVISED]}“")).to_be_visible()
    expect(way.filter(has_text="In der Sitzungsmappe für die Sitzung 1")).to_be_visible()
    expect(way.filter(has_text="entschieden: Mit Änderungen angenommen")).to_be_visible()
    expect(way.filter(has_text="Neuer Wortlaut in „Beschreibung“")).to_be_visible()
    for words in (SAID, RESPONSE, DECIDED):
        expect(page.get_by_role("main")).to_contain_text(words)
    expect(page.locator("ins", has_text=ADDED).first).to_be_visible()
