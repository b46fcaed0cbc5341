"""Every page as everybody has it: no violation in light and dark, no sideways scrolling, no complaint, keys suffice."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.journeys import steps
from tests.journeys.staging import NEWCOMER, Staged, over, stage
from tests.journeys.steps import HERE
from tests.support.browser import Visit, axe_in_both_schemes
from tests.support.demo import Demo

Open = Callable[..., Visit]
Act = Callable[[Page, Staged], None]


@dataclass(frozen=True)
class Sight:
    """A page as somebody comes to it: by its address, and by what they do there."""

    name: str
    who: str = "visitor"
    address: str = ""
    act: Act | None = None


PAGES = ("imprint", "privacy", "accessibility", "easy-language", "netiquette")
LIST = f"{HERE}/measures/"
BOARD = f"{HERE}/board/"
OFFICE = f"{HERE}/office/"
QUEUE = f"{HERE}/moderation/"
TABLE = "Code;Titel;Handlungsfeld;Beschreibung;Sonstiges\nB 1.2;Ein neuer Titel;B;Ganz anders.;x\nB 9.9;Neu;B;Neu.;y\n"
BAD_LIST = "email;role\nkeine-adresse;member\nwer@example.net;kaiser"


def post(address: str, **fields: str) -> Act:
    """Send a form that the page does not offer, as one that was open for too long would."""

    def send(page: Page, staged: Staged) -> None:
        token = page.locator("input[name=csrf_token]").first.input_value()
        with page.expect_navigation():
            page.evaluate(_SEND, [address, {"csrf_token": token, **fields}])

    return send


_SEND = """([address, fields]) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement("textarea");
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}"""


def press(button: str, fill: Mapping[str, str] | None = None) -> Act:
    """Fill in labelled fields and press a button of the page."""

    def act(page: Page, staged: Staged) -> None:
        for label, text in (fill or {}).items():
            page.get_by_label(label).fill(text)
        page.get_by_role("main").get_by_role("button", name=button, exact=True).first.click()
        page.wait_for_load_state()

    return act


def remind(page: Page, staged: Staged) -> None:
    """The button names a number."""
    page.get_by_role("main").get_by_role("button", name="erinnern").click()
    page.wait_for_load_state()


def save_twice(page: Page, staged: Staged) -> None:
    """Two tabs continue the same draft, and this one is the later."""
    page.goto(f"{HERE}/measures/B 5.2?draft={staged.draft}")
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_role("button", name="Als Entwurf speichern").click()
    expect(other.get_by_role("status")).to_be_visible()
    other.close()
    page.get_by_role("button", name="Als Entwurf speichern").click()


def decide_twice(page: Page, staged: Staged) -> None:
    post(f"{QUEUE}{staged.receipts['approved']}", action="approve", revision="1")(page, staged)


def revise_what_is_declined(page: Page, staged: Staged) -> None:
    post(f"{HERE}/comments/{staged.receipts['declined']}/revise", stance="support", body="Mein Text")(page, staged)


def send_twice(page: Page, staged: Staged) -> None:
    """The same form with another text."""
    for body in ("Mein Text", "Mein anderer Text"):
        post(f"{LIST}B 2.1/comments", stance="support", body=body, submission_key="twice", save="submit")(page, staged)


def accept_nothing(page: Page, staged: Staged) -> None:
    page.goto(staged.invitation)
    press("Einladung annehmen")(page, staged)


def upload(page: Page, staged: Staged) -> None:
    file = FilePayload(name="tabelle.csv", mimeType="text/csv", buffer=TABLE.encode())
    page.get_by_label("Datei").set_input_files(file)
    press("Weiter zu den Spalten")(page, staged)


def upload_and_go_on(page: Page, staged: Staged) -> None:
    upload(page, staged)
    press("Weiter: ansehen, was sich ändert")(page, staged)


def to(address: Callable[[Staged], str]) -> Act:
    def go(page: Page, staged: Staged) -> None:
        page.goto(address(staged))

    return go


def receipt(state: str) -> Act:
    return to(lambda staged: f"{HERE}/comments/{staged.receipts[state]}")


SIGHTS = [
    Sight("home", address="/"),
    Sight("overview", address=f"{HERE}/"),
    Sight("list", address=LIST),
    Sight("list narrowed", address=f"{LIST}?field=B&kind=lighthouse&sort=contested"),
    Sight("list without results", address=f"{LIST}?q=xyzzy"),
    Sight("measure", address=f"{LIST}B 1.2"),
    Sight("measure with long comments", address=f"{LIST}B 3.2"),
    Sight("measure nobody speaks about", address=f"{LIST}B 2.2"),
    Sight("older version", address=f"{LIST}B 1.2?version=1"),
    Sight("compare", address=f"{LIST}B 1.2?compare=1"),
    Sight("goal", address=f"{HERE}/goals/B 1"),
    Sight("public receipt", act=receipt("approved")),
    Sight("ledger", address=f"{QUEUE}ledger"),
    Sight("sign in", address="/sign-in"),
    Sight("sign in refused", address="/sign-in", act=press("Anmelden", {"E-Mail": "a@b.example", "Passwort": "x"})),
    Sight("forgotten password", address="/password"),
    Sight("letter on its way", address="/password", act=press("Link senden", {"E-Mail-Adresse": "nobody@b.example"})),
    Sight("new password", act=to(lambda staged: staged.password_link)),
    Sight("password link that is over", address="/password/gone"),
    Sight("invitation", act=to(lambda staged: staged.invitation)),
    Sight("invitation refused", act=accept_nothing),
    Sight("unknown invitation", address="/invitations/gone"),
    Sight("invitation of somebody else", "member", act=to(lambda staged: staged.invitation)),
    *[Sight(f"page {key}", address=f"/pages/{key}") for key in PAGES],
    Sight("error 404", address=f"{HERE}/nothing"),
    Sight("error 401", address="/sign-in", act=post(f"{LIST}B 1.2/comments", body="Mein Text", stance="support")),
    Sight("error 400", address="/sign-in", act=post("/sign-in", csrf_token="old", email="Mein Text")),
    Sight("error 403", "member", f"{HERE}/mine", act=revise_what_is_declined),
    Sight("error 409", "member", f"{HERE}/mine", act=send_twice),
    Sight("error 422", "member", f"{LIST}B 2.2", act=press("Kommentar absenden")),
    Sight("overview of a member", "member", f"{HERE}/"),
    Sight("measure with a form", "member", f"{LIST}B 1.2"),
    Sight("section to comment on", "member", f"{LIST}B 1.2?section=description"),
    Sight("goal with a form", "member", f"{HERE}/goals/B 1"),
    Sight("draft that somebody else changed", "member", act=save_twice),
    *[
        Sight(f"receipt {state}", "member", act=receipt(state))
        for state in ("submitted", "approved", "redacted", "returned", "declined", "withdrawn")
    ],
    Sight("mine", "member", f"{HERE}/mine"),
    Sight("mine while empty", NEWCOMER, f"{HERE}/mine"),
    Sight("account", "member", "/account/"),
    Sight("account refused", "member", "/account/", act=press("Speichern", {"Name": ""})),
    Sight("change password", "member", "/account/password"),
    Sight("erase account", "member", "/account/erase"),
    Sight("organisation", "releaser", f"{HERE}/organisation"),
    Sight("measure of a releaser", "releaser", f"{LIST}B 1.2"),
    Sight("measure of a reader", "steering", f"{LIST}B 1.2"),
    Sight("queue", "moderation", QUEUE),
    Sight("queue of what was returned", "moderation", f"{QUEUE}?state=returned"),
    Sight("queue without results", "moderation", f"{QUEUE}?q=xyzzy"),
    Sight("decision refused", "moderation", QUEUE, act=press("Entscheiden und weiter")),
    Sight("decision too late", "moderation", QUEUE, act=decide_twice),
    Sight("receipt for moderators", "moderation", act=receipt("returned")),
    Sight("matrix", "steering", BOARD),
    Sight("matrix of goals", "steering", f"{BOARD}?rows=goals"),
    Sight("matrix of fields", "steering", f"{BOARD}?rows=fields"),
    Sight("organisations on the board", "steering", f"{BOARD}?view=organisations"),
    Sight("comments on the board", "steering", f"{BOARD}?view=comments"),
    Sight("no comments on the board", "steering", f"{BOARD}?view=comments&q=xyzzy"),
    Sight("measure on the board", "steering", f"{BOARD}measures/B 1.2"),
    Sight("silent measure on the board", "steering", f"{BOARD}measures/B 2.2"),
    Sight("goal on the board", "steering", f"{BOARD}goals/B 1"),
    Sight("exports", "steering", f"{BOARD}exports"),
    Sight("office", "office", OFFICE),
    Sight("invitations", "office", f"{OFFICE}invitations"),
    Sight("invite", "office", f"{OFFICE}invitations/new"),
    Sight("invite refused", "office", f"{OFFICE}invitations/new", act=press("Einladung schicken")),
    Sight("invite a list", "office", f"{OFFICE}invitations/list"),
    Sight("list with faults", "office", f"{OFFICE}invitations/list", act=press("Liste prüfen", {"Liste": BAD_LIST})),
    Sight("list as it would be", "office", f"{OFFICE}invitations/list", act=press("Liste prüfen", {"Liste": "a@b.de"})),
    Sight("organisations", "office", f"{OFFICE}organisations"),
    Sight("organisation of the office", "office", f"{OFFICE}organisations/1"),
    Sight("coverage", "office", f"{OFFICE}coverage"),
    Sight("coverage by item", "office", f"{OFFICE}coverage?by=item&field=B"),
    Sight("who is silent", "office", f"{OFFICE}coverage?state=accepted"),
    Sight("whom to remind", "office", f"{OFFICE}coverage?state=accepted", act=remind),
    Sight("requests", "office", f"{OFFICE}applications"),
    Sight("letters and e-mails", "office", f"{OFFICE}on-behalf"),
    Sight("a letter", "office", f"{OFFICE}on-behalf/new"),
    Sight("a file of letters", "office", f"{OFFICE}on-behalf/import"),
    Sight("asking to take part", "visitor", f"{HERE}/take-part"),
    Sight("no late comments", "office", f"{OFFICE}late"),
    Sight("catalogue of the office", "office", f"{OFFICE}catalogue"),
    Sight("item", "office", f"{OFFICE}items/B 1.2"),
    Sight("item as it would be", "office", f"{OFFICE}items/B 1.2", act=press("Änderungen ansehen", {"Titel": "Neu"})),
    Sight("new item", "office", f"{OFFICE}new-item"),
    Sight("new item refused", "office", f"{OFFICE}new-item", act=press("Anlegen")),
    Sight("new goal", "office", f"{OFFICE}new-item?type=goal"),
    Sight("field", "office", f"{OFFICE}fields/1"),
    Sight("new field", "office", f"{OFFICE}fields/new"),
    Sight("section", "office", f"{OFFICE}sections/1"),
    Sight("origin", "office", f"{OFFICE}origins/1"),
    Sight("import", "office", f"{OFFICE}import"),
    Sight("import without a file", "office", f"{OFFICE}import", act=press("Weiter zu den Spalten")),
    Sight("columns of an import", "office", f"{OFFICE}import", act=upload),
    Sight("preview of an import", "office", f"{OFFICE}import", act=upload_and_go_on),
    Sight("settings", "office", f"{OFFICE}settings"),
    Sight("settings refused", "office", f"{OFFICE}settings", act=press("Speichern", {"Titel des Verfahrens": ""})),
    Sight("phases", "office", f"{OFFICE}settings/phases"),
    Sight("fixed pages", "office", f"{OFFICE}pages"),
    Sight("fixed page", "office", f"{OFFICE}pages/privacy/de"),
    Sight("fixed page as it would be", "office", f"{OFFICE}pages/privacy/de", act=press("Vorschau")),
    Sight("administration", "admin", "/admin/"),
    Sight("accounts", "admin", "/admin/accounts"),
    Sight("accounts without results", "admin", "/admin/accounts?q=xyzzy"),
    Sight("somebody's account", "admin", "/admin/accounts/2"),
    Sight("new account", "admin", "/admin/accounts/new"),
    Sight("new account refused", "admin", "/admin/accounts/new", act=press("Anlegen")),
    Sight("consultations", "admin", "/admin/consultations"),
    Sight("roles", "admin", f"/admin/consultations{HERE}"),
    Sight("audit log", "admin", "/admin/audit"),
    Sight("outbox", "admin", "/admin/outbox"),
    Sight("letter", "admin", "/admin/outbox/1"),
]
AFTER_THE_END = [
    Sight("overview", address=f"{HERE}/"),
    Sight("measure", address=f"{LIST}B 1.2"),
    Sight("measure with a form", "member", f"{LIST}B 1.2"),
    Sight("late comments", "office", f"{OFFICE}late"),
    Sight("late comment without a reason", "office", f"{OFFICE}late", act=press("Aufnehmen")),
    Sight("office", "office", OFFICE),
    Sight("board", "steering", BOARD),
]


@pytest.fixture(scope="session")
def staged(demo: Demo) -> Staged:
    return stage(demo)


@pytest.fixture
def see(staged: Staged, open_as: Open) -> Callable[..., Visit]:
    """Come to a sight; `see(sight, width=…)`."""

    def come(sight: Sight, **look: object) -> Visit:
        visit = open_as(sight.who, **look)
        if sight.address:
            visit.page.goto(sight.address)
        if sight.act:
            sight.act(visit.page, staged)
        return visit

    return come


@pytest.mark.parametrize("sight", SIGHTS, ids=lambda sight: sight.name.replace(" ", "-"))
def test_everybody_can_use_every_page(see: Callable[..., Visit], sight: Sight) -> None:
    check(see(sight))


def test_everybody_can_use_the_pages_after_the_end_of_commenting(
    demo: Demo, see: Callable[..., Visit], open_as: Open
) -> None:
    with over(demo):
        late = open_as("stranger").page
        steps.write(late, "B 1.2", "Frage", "Darf ich noch?")
        steps.send(late)
        for sight in AFTER_THE_END:
            check(see(sight))


def check(visit: Visit) -> None:
    """No violation in light and dark, nothing wider than a narrow screen in forced colours, nothing on the console."""
    page = visit.page
    assert axe_in_both_schemes(visit) == [], page.url
    page.emulate_media(forced_colors="active")
    page.set_viewport_size({"width": 320, "height": 640})
    assert not steps.scrolls_sideways(page), page.url
    assert [text for text in visit.complaints if not _REFUSAL.search(text)] == []


_REFUSAL = re.compile(r"^Failed to load resource: .* status of 4\d\d")
"""What the console says of a page that refuses, as it should."""
