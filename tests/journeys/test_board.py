"""From comments to a decision: the moderator orders thirty, the office advises, the steering group sees both."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.steps import HERE
from tests.support.browser import Visit, axe_in_both_schemes

Open = Callable[..., Visit]
WORDS = ("Sprach", "Kosten", "Schule")
TORN = """links => links.flatMap(link => [...link.firstChild.data.matchAll(/[\\p{L}*]+/gu)].filter(word => {
  const range = document.createRange();
  range.setStart(link.firstChild, word.index);
  range.setEnd(link.firstChild, word.index + word[0].length);
  return word[0].length < 20 && new Set([...range.getClientRects()].map(place => place.top)).size > 1;
}).map(word => word[0]))"""
"""Words of links that go on in another line; those beyond nineteen letters may."""


def test_without_script_thirty_comments_are_ordered_and_advice_reaches_the_steering_group(open_as: Open) -> None:
    """With it, the story in `test_deciding` goes on to the decisions."""
    moderator = open_as("moderation", javascript=False)
    put = sum(order(moderator.page, word, f"Thema {word}") for word in WORDS)
    assert put >= 30

    office = open_as("office", javascript=False)
    code, advised = "B 1.3", "Wir schlagen vor, das zu ändern."
    office.page.goto(f"{HERE}/board/measures/{code}")
    office.page.get_by_role("link", name="Vorschlag schreiben").click()
    office.page.get_by_role("link", name=re.compile("Wortlaut dieses Abschnitts ändern.*Beschreibung")).click()
    wording = office.page.locator("#advice").get_by_role("textbox", name="Beschreibung")
    wording.fill(f"{wording.input_value()} Dafür gibt es Geld.")
    office.page.get_by_label("Vorschlag mit Begründung").fill(advised)
    office.page.get_by_role("button", name="Als Entwurf speichern").click()
    expect(office.page.get_by_text(advised)).to_be_visible()

    steering = open_as("steering", javascript=False)
    steering.page.goto(f"{HERE}/board/measures/{code}")
    expect(steering.page.get_by_role("paragraph").filter(has_text="Noch liegt kein Vorschlag vor.")).to_be_visible()

    office.page.get_by_role("link", name="Vorschlag bearbeiten").click()
    office.page.get_by_role("button", name="Für die Lenkungsgruppe freigeben").click()
    steering.page.goto(f"{HERE}/board/measures/{code}")
    expect(steering.page.get_by_text(advised)).to_be_visible()
    expect(steering.page.locator("ins", has_text="Dafür gibt es Geld.")).to_be_visible()

    steering.page.goto(f"{HERE}/board/")
    steering.page.get_by_role("link", name="Nach Themen").click()
    for word in WORDS:
        row = steering.page.get_by_role("row").filter(has_text=f"Thema {word}")
        figure = row.get_by_role("rowheader").get_by_role("link").nth(1)
        number = figure.inner_text().split()[0]
        with steering.page.expect_navigation():
            figure.click()
        expect(steering.page.get_by_role("status")).to_contain_text(f"{number} Kommentar")
        steering.page.go_back()
    assert [visit.complaints for visit in (moderator, office, steering)] == [[]] * 3


@pytest.mark.parametrize("javascript", [True, False])
def test_on_a_phone_advice_begins_with_its_form_and_the_sheet_leads_back_to_it(open_as: Open, javascript: bool) -> None:
    page = open_as("moderation", width=360, height=780, javascript=javascript).page
    page.goto(f"{HERE}/board/measures/B 1.2/advice")
    reason = page.get_by_label("Vorschlag mit Begründung")
    place = reason.bounding_box()
    assert place is not None
    assert place["y"] + 40 < 780
    page.get_by_role("list", name="Auf dieser Seite").get_by_role("link", name="Entwurf").click()
    expect(page.get_by_role("heading", name="Entwurf", exact=True)).to_be_in_viewport()
    page.get_by_role("link", name=re.compile("Wortlaut dieses Abschnitts ändern.*Zeitplan")).click()
    expect(page.locator("#advice").get_by_role("textbox", name="Zeitplan")).to_be_in_viewport()


def test_advice_begun_is_offered_again_after_a_look_elsewhere_and_let_go_once_it_is_saved(open_as: Open) -> None:
    page = open_as("office").page
    there = f"{HERE}/board/measures/B 1.4/advice"
    page.goto(there)
    page.get_by_label("Vorschlag mit Begründung").fill("Das haben wir erst halb bedacht.")
    page.get_by_role("link", name=re.compile("Wortlaut dieses Abschnitts ändern.*Beschreibung")).click()
    page.get_by_role("button", name="Text einsetzen").click()
    expect(page.get_by_label("Vorschlag mit Begründung")).to_have_value("Das haben wir erst halb bedacht.")
    page.get_by_role("button", name="Als Entwurf speichern").click()
    expect(page.get_by_text("Der Vorschlag ist als Entwurf gespeichert.")).to_be_attached()
    assert page.evaluate("Object.keys(localStorage)") == []


def test_what_became_of_a_passage_stands_on_one_line_with_its_sign(open_as: Open) -> None:
    page = open_as("steering").page
    page.goto(f"{HERE}/board/measures/S 1.1?by=groups")
    said = page.get_by_text("Die Stelle wurde bis Fassung 2 geändert.").first
    place = said.bounding_box()
    assert place is not None
    assert place["height"] < 36


def order(page: Page, word: str, theme: str) -> int:
    """Search, choose all of a page, name a theme, done: four steps for up to fifty comments. How many these were."""
    page.goto(f"{HERE}/")
    page.get_by_role("navigation", name="Hauptnavigation").get_by_role("link", name="Themen").click()
    page.get_by_role("link", name="Kommentare zuordnen").click()
    page.get_by_label("nur ohne Thema").uncheck()
    page.get_by_label("Text enthält").fill(word)
    page.get_by_role("button", name="Anzeigen").click()
    page.get_by_role("link", name="Alle auf dieser Seite auswählen").click()
    chosen = page.locator("input[name=comment]:checked").count()
    page.get_by_label("oder neues Thema").fill(theme)
    page.get_by_role("button", name="Ausgewählte zuordnen").click()
    expect(page.get_by_role("status").first).to_contain_text("Gespeichert.")
    return chosen


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_the_board_have_no_barrier(open_as: Open, width: int) -> None:
    moderator = open_as("moderation", width=width)
    order(moderator.page, "Eltern", f"Eltern {width}")
    moderator.page.goto(f"{HERE}/board/themes/")
    theme = moderator.page.get_by_role("link", name=f"Eltern {width}").get_attribute("href")
    steering = open_as("steering", width=width)
    pages = [
        (moderator, f"{HERE}/board/themes/"),
        (moderator, f"{HERE}/board/themes/coding?measure=B+1.2"),
        (moderator, f"{HERE}/board/measures/B 1.2/advice"),
        (moderator, str(theme)),
        (steering, str(theme)),
        (steering, f"{HERE}/board/"),
        (steering, f"{HERE}/board/?view=themes"),
        (steering, f"{HERE}/board/measures/B 1.2"),
        (steering, f"{HERE}/board/measures/B 1.2?by=groups"),
    ]
    found = []
    for visit, path in pages:
        answer = visit.page.goto(path)
        assert answer is not None and answer.status == 200, path
        found += [(path, violation) for violation in axe_in_both_schemes(visit)]
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert found == []


def test_on_paper_a_sum_stands_once_beneath_its_figures_and_no_title_is_torn(open_as: Open) -> None:
    page = open_as("steering").page
    page.goto(f"{HERE}/board/measures/B 1.2")
    reader = PdfReader(BytesIO(page.pdf(format="A4")))
    text = "\n".join(sheet.extract_text() for sheet in reader.pages)
    assert len(re.findall(r"^Zusammen\b", text, re.MULTILINE)) == 1
    page.goto(f"{HERE}/board/")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 672, "height": 1000})
    assert page.locator(".matrix__what a").evaluate_all(TORN) == []
