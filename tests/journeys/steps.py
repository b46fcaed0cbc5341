"""What people do in a browser, each step as they see it: by labels and words, never by script."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

from docx import Document
from playwright.sync_api import Locator, Page, expect

from tests.support.demo import SLUG

HERE = f"/{SLUG}"
NEW_PASSWORD = "ein Fahrrad im Regen"
_number = re.compile(r"\d[\d.]*")


@dataclass(frozen=True)
class Newcomer:
    """Somebody who has no account yet, of an organisation that nobody has heard of."""

    email: str
    name: str
    organisation: str
    password: str = NEW_PASSWORD


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_label("Passwort").fill(password)
    page.get_by_role("main").get_by_role("button", name="Anmelden").click()
    expect(page.get_by_role("button", name="Abmelden")).to_be_visible()


def invite(page: Page, newcomer: Newcomer, role: str = "Mitglied: kommentiert") -> None:
    page.goto(f"{HERE}/office/")
    page.get_by_role("link", name="Eine Person einladen").first.click()
    page.get_by_label("E-Mail-Adresse").fill(newcomer.email)
    page.get_by_label("Name", exact=False).first.fill(newcomer.name)
    page.get_by_label("Rolle").select_option(label=role)
    page.get_by_label("Organisation", exact=False).first.fill(newcomer.organisation)
    page.get_by_label("Akteursgruppe", exact=False).select_option(label="Zivilgesellschaft")
    page.get_by_role("button", name="Einladung schicken").click()
    expect(page.get_by_role("status")).to_contain_text("Die Einladungen sind unterwegs")


def accept(page: Page, link: str, newcomer: Newcomer) -> None:
    page.goto(link)
    expect(page.get_by_text(newcomer.organisation)).to_be_visible()
    page.get_by_label("Ihr Name").fill(newcomer.name)
    page.get_by_label("Passwort").fill(newcomer.password)
    page.get_by_role("button", name="Einladung annehmen").click()
    expect(page.get_by_role("status")).to_contain_text("Willkommen!")


def write(page: Page, code: str, stance: str, text: str) -> None:
    """Fill in the form on a measure's page, without sending it."""
    page.goto(f"{HERE}/measures/{code}")
    page.get_by_role("link", name="Kommentieren", exact=True).click()
    choose_stance(page, stance)
    page.get_by_label("2. Was möchten Sie sagen?").fill(text)


def choose_stance(page: Page, stance: str) -> None:
    page.locator("label.choice", has=page.get_by_text(stance, exact=True)).click()


def send(page: Page, button: str = "Kommentar absenden") -> str:
    """Send what is written; the number of the comment, from the address of its receipt."""
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihr Kommentar ist angekommen")
    return public_id(page)


def said(page: Page, text: str) -> Locator:
    """Where a page shows what somebody said; not the form in which it can be changed."""
    return page.get_by_role("paragraph").filter(has_text=text)


def public_id(page: Page) -> str:
    found = re.search(r"/comments/(\w{8})", page.url)
    assert found, page.url
    return found[1]


def open_case(page: Page, words: str) -> None:
    """Find a waiting comment in the queue by its words and open it."""
    page.goto(f"{HERE}/moderation/")
    page.get_by_role("searchbox", name="Suchen").fill(words)
    page.get_by_role("search").get_by_role("button", name="Suchen").click()
    expect(page.locator(".queue li")).to_have_count(1)
    page.locator(".queue a").click()
    expect(page.locator(".case__text")).to_contain_text(words)


def decide(page: Page, outcome: str, *, reason: str = "", explanation: str = "") -> None:
    """`outcome` and `reason` in the words of the form."""
    page.locator("label.choice", has=page.get_by_text(re.compile(rf"^{outcome}"))).click()
    if reason:
        page.get_by_label("Grund").select_option(label=reason)
        page.get_by_label("Erklärung, die die Verfasser*innen lesen").fill(explanation)
    page.get_by_role("button", name=f"{outcome} und weiter").click()


def approve(page: Page, words: str) -> None:
    open_case(page, words)
    decide(page, "Veröffentlichen")
    expect(page.locator(".notice--good")).to_contain_text("veröffentlicht")


@dataclass(frozen=True)
class Figures:
    """What the board says: all comments in its head line, and the voices in one measure's row of the matrix."""

    comments: int
    in_row: int


def board(page: Page, code: str) -> Figures:
    page.goto(f"{HERE}/board/")
    row = page.locator("table.matrix tbody tr", has=page.locator(".plate", has_text=exactly(code)))
    in_row = sum(number_in(text) for text in row.locator("dd").all_inner_texts())
    return Figures(number_in(page.locator(".headline a").nth(1).inner_text()), in_row)


def rows_of(page: Page, address: str) -> list[Mapping[str, str]]:
    """A CSV file as its rows."""
    answer = page.context.request.get(address)
    assert answer.ok, answer.status
    return list(csv.DictReader(io.StringIO(answer.body().decode("utf-8-sig")), delimiter=";"))


def text_of(page: Page, address: str) -> str:
    """Everything a DOCX file says, in paragraphs and tables."""
    answer = page.context.request.get(address)
    assert answer.ok, answer.status
    document = Document(io.BytesIO(answer.body()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def number_in(text: str) -> int:
    found = _number.search(text)
    return int(found[0].replace(".", "")) if found else 0


def exactly(text: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(text)}\s*$")


def scrolls_sideways(page: Page) -> bool:
    root: Locator = page.locator("html")
    width: bool = root.evaluate("root => root.scrollWidth > root.clientWidth")
    return width
