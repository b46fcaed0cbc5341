"""The smaller ways people go: languages, passwords, drafts, statements, late and returned comments."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.staging import over
from tests.journeys.steps import HERE
from tests.support.browser import OpenPage, Visit
from tests.support.demo import PASSWORD, Demo

Open = Callable[..., Visit]
_PLACE = "button => button.getBoundingClientRect().y + scrollY"


def test_the_language_chosen_in_the_foot_goes_along_every_link(open_as: Open) -> None:
    page = open_as().page
    page.goto(f"{HERE}/")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator(".fields a").first.click()
    page.locator(".measure-row h3 a").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert "lang=en" in page.url
    page.get_by_role("link", name="Deutsch").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    assert page.context.cookies() == []


def test_after_signing_out_the_way_back_needs_the_password(demo: Demo, open_page: OpenPage) -> None:
    page = open_page(demo.base_url, width=360).page
    page.goto(f"{HERE}/mine")
    page.get_by_label("E-Mail-Adresse").fill("stranger@example.org")
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Anmelden").click()
    expect(page).to_have_url(re.compile(rf"{HERE}/mine$"))
    page.get_by_role("button", name="Abmelden").click()
    expect(page.get_by_role("status")).to_contain_text("Sie sind abgemeldet")
    page.goto(f"{HERE}/mine")
    expect(page.get_by_role("heading", level=1)).to_have_text("Anmelden")


def test_whoever_signs_in_to_comment_comes_to_the_form(demo: Demo, open_page: OpenPage) -> None:
    page = open_page(demo.base_url, width=360).page
    page.goto(f"{HERE}/measures/S 1.2")
    page.get_by_role("link", name="Anmelden und kommentieren").click()
    page.get_by_label("E-Mail-Adresse").fill("stranger@example.org")
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Anmelden").click()
    expect(page.get_by_role("heading", name="Ihr Kommentar zu S 1.2")).to_be_in_viewport()


def test_a_forgotten_password_is_chosen_anew_by_letter(demo: Demo, open_page: OpenPage) -> None:
    email, password = "elternnetz-2@example.com", "drei Birnen im Korb"
    page = open_page(demo.base_url, width=360).page
    page.goto("/sign-in")
    page.get_by_role("link", name="Passwort vergessen?").click()
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_role("button", name="Link senden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sehen Sie in Ihr Postfach")
    link = demo.link(email, "/password/")
    page.goto(link)
    page.get_by_label("Neues Passwort").fill(password)
    page.get_by_role("button", name="Passwort speichern").click()
    expect(page.get_by_role("status")).to_contain_text("Ihr neues Passwort gilt ab sofort")
    steps.sign_in(page, email, password)
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Dieser Link gilt nicht mehr")


def test_a_releaser_speaks_for_the_organisation(open_as: Open) -> None:
    said = "Der Vorstand hat das beraten und begrüßt den Plan."
    releaser = open_as("releaser").page
    steps.write(releaser, "V 3.1", "Dafür", said)
    releaser.get_by_role("button", name=re.compile("^Für Elternnetz .* freigeben$")).click()
    expect(releaser.get_by_role("heading", level=1)).to_have_text("Ihr Kommentar ist angekommen")
    steps.approve(open_as("moderation").page, said)
    visitor = open_as().page
    visitor.goto(f"{HERE}/measures/V 3.1")
    comment = visitor.locator(".comment--organisation", has_text=said)
    expect(comment.get_by_text("Elternnetz", exact=False).first).to_be_visible()
    expect(comment).not_to_contain_text("Mitglied von")
    colleague = open_as("member").page
    colleague.goto(f"{HERE}/mine")
    expect(colleague.get_by_text(said)).to_be_visible()


def test_a_draft_is_kept_and_continued(open_as: Open) -> None:
    page = open_as("member", width=360, javascript=False).page
    steps.write(page, "S 1.2", "Frage", "Wer bezahlt das")
    page.get_by_role("button", name="Als Entwurf speichern").click()
    expect(page.get_by_role("status")).to_contain_text("Ihr Entwurf ist gespeichert")
    draft = page.locator("article", has_text="Wer bezahlt das")
    expect(draft.get_by_role("link", name="Weiterschreiben")).to_be_visible()
    page.goto(f"{HERE}/measures/S 1.2")
    page.get_by_role("link", name="Weiterschreiben").click()
    expect(page.get_by_label("2. Was möchten Sie sagen?")).to_have_value("Wer bezahlt das")
    expect(page.get_by_role("radio", name="Frage")).to_be_checked()
    page.get_by_label("2. Was möchten Sie sagen?").fill("Wer bezahlt das, und ab wann?")
    steps.send(page)
    page.goto(f"{HERE}/mine")
    expect(page.get_by_text("Wer bezahlt das, und ab wann?")).to_be_visible()
    expect(draft.get_by_role("link", name="Weiterschreiben")).to_have_count(0)


def test_a_text_that_was_left_is_offered_again_on_this_device(open_as: Open) -> None:
    page = open_as("stranger").page
    steps.write(page, "S 1.3", "Dagegen", "Noch nicht fertig")
    page.goto(f"{HERE}/measures/")
    page.goto(f"{HERE}/measures/S 1.3")
    body = page.get_by_label("2. Was möchten Sie sagen?")
    expect(body).to_have_value("")
    page.get_by_role("button", name="Text einsetzen").click()
    expect(body).to_have_value("Noch nicht fertig")
    expect(page.get_by_role("radio", name="Dagegen")).to_be_checked()


def test_a_refused_form_keeps_the_text_and_says_what_is_missing(open_as: Open) -> None:
    page = open_as("member", width=360).page
    page.goto(f"{HERE}/measures/S 2.1")
    page.get_by_label("2. Was möchten Sie sagen?").fill("Ohne Haltung")
    page.get_by_role("button", name="Kommentar absenden").click()
    page.get_by_role("alert").get_by_role("link", name=re.compile("Wie stehen Sie dazu")).click()
    expect(page.get_by_role("radio", name="Dafür", exact=False).first).to_be_focused()
    expect(page.get_by_label("2. Was möchten Sie sagen?")).to_have_value("Ohne Haltung")


def test_a_returned_comment_is_revised_and_published(open_as: Open) -> None:
    first, second = "Das ist alles unausgegoren.", "Bitte nennen Sie zuerst die Kosten."
    member, moderator = open_as("member", width=360).page, open_as("moderation").page
    steps.write(member, "S 3.1", "Dagegen", first)
    number = steps.send(member)
    steps.open_case(moderator, first)
    steps.decide(moderator, "Zurückgeben", reason="Nicht verständlich", explanation="Was genau fehlt Ihnen?")
    member.goto(f"{HERE}/mine")
    expect(member.get_by_role("heading", level=1)).to_contain_text("auf Sie")
    member.locator("article", has_text=first).get_by_role("link").first.click()
    expect(member.get_by_role("heading", level=1)).to_have_text("Bitte überarbeiten Sie Ihren Kommentar")
    expect(member.get_by_text("Das Prüfteam schreibt Ihnen: Was genau fehlt Ihnen?")).to_be_visible()
    member.get_by_label("2. Was möchten Sie sagen?").fill(second)
    member.get_by_role("button", name="Geändert einreichen").click()
    assert steps.public_id(member) == number
    steps.open_case(moderator, second)
    expect(moderator.locator(".case ins").first).to_be_visible()
    steps.decide(moderator, "Veröffentlichen")
    visitor = open_as().page
    visitor.goto(f"{HERE}/measures/S 3.1")
    expect(steps.said(visitor, second)).to_be_visible()
    expect(steps.said(visitor, first)).to_have_count(0)


def test_a_late_comment_counts_when_the_office_includes_it(demo: Demo, open_as: Open) -> None:
    said, reason = "Unser Vorstand konnte erst heute tagen.", "Die Sitzung fiel wegen Krankheit aus."
    member, visitor, office = open_as("member").page, open_as().page, open_as("office", width=360).page
    with over(demo):
        steps.write(member, "W 3.1", "Dafür", said)
        expect(member.get_by_text("als verspätet gekennzeichnet")).to_be_visible()
        number = steps.send(member)
        steps.approve(open_as("moderation").page, said)
        visitor.goto(f"{HERE}/measures/W 3.1")
        expect(steps.said(visitor, said)).to_have_count(0)
        office.goto(f"{HERE}/office/")
        office.get_by_role("link", name=re.compile("verspätete")).first.click()
        late = office.locator(f"#comment-{number}")
        late.get_by_label("Grund der Aufnahme").fill(reason)
        late.get_by_role("button", name="Aufnehmen").click()
        expect(office.get_by_role("status")).to_contain_text("ist aufgenommen")
        visitor.goto(f"{HERE}/measures/W 3.1")
        expect(visitor.locator(f"#comment-{number}")).to_contain_text(reason)


@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_moves_under_the_finger_once_a_text_is_kept(open_as: Open, width: int) -> None:
    """A button that moved between pressing and letting go would send nothing."""
    page = open_as("member", width=width).page
    steps.write(page, "V 3.2", "Frage", "Wer lädt ein?")
    button = page.get_by_role("button", name="Kommentar absenden")
    button.scroll_into_view_if_needed()
    before = button.evaluate(_PLACE)
    expect(page.locator("[data-keep-when]").first).to_contain_text("Auf diesem Gerät gesichert um")
    assert button.evaluate(_PLACE) == before
