"""What has to have happened before every page can be looked at: comments in each state, drafts, letters, a newcomer."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from portal.demo import days
from tests.journeys.steps import HERE, NEW_PASSWORD
from tests.support.days import today
from tests.support.demo import PASSWORD, Demo
from tests.support.person import Person

NEWCOMER = "neu-hier@example.net"
BIDI = "Ruth \N{RIGHT-TO-LEFT OVERRIDE}nebo hcan"
NESTED = f"{'- ' * 18}Das stand tief in der Antwort auf die Antwort.\n\n{'> ' * 18}Und das auch.\n\n"
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3
LONG = f"{LONG_WORD}\n\n{'Das ist ein sehr langer Kommentar. ' * 280}"[:9_900]


@dataclass(frozen=True)
class Staged:
    """`receipts` are those of the demo's member, by state; links are paths."""

    receipts: Mapping[str, str]
    draft: str
    invitation: str
    password_link: str


def stage(demo: Demo) -> Staged:
    """Let people do all that, over HTTP."""
    member, moderator, office = (_signed_in(demo, name) for name in ("member", "moderation", "office"))
    receipts = {state: _comment(member, code) for state, code in STATES.items()}
    _long_comment(member, moderator)
    for state, fields in DECISIONS.items():
        _decide(moderator, receipts[state], fields)
    receipt = member.get(f"{HERE}/comments/{receipts['withdrawn']}")
    member.send(receipt, "/withdraw")
    form = member.get(f"{HERE}/measures/B 5.2")
    drafts = member.send(form, "/comments", body="Noch nicht fertig", shared="y", save="draft").text
    _invite(office, NEWCOMER, "Ada", "")
    _invite(office, "offen@example.net", BIDI, "Runder Tisch Nord")
    newcomer = Person(demo.base_url)
    invitation = newcomer.get(demo.link(NEWCOMER, "/invitations/"))
    newcomer.send(invitation, "", name=BIDI, password=NEW_PASSWORD)
    forgetful = Person(demo.base_url)
    forgetful.send(forgetful.get("/password"), "/password", email="elternnetz-3@example.com")
    _second_consultation(demo)
    return Staged(
        receipts,
        draft=drafts.split("draft=", 1)[1][:8],
        invitation=demo.link("offen@example.net", "/invitations/"),
        password_link=demo.link("elternnetz-3@example.com", "/password/"),
    )


STATES = {
    "submitted": "B 3.1",
    "approved": "B 3.2",
    "redacted": "B 4.1",
    "returned": "B 4.2",
    "declined": "B 4.3",
    "withdrawn": "B 5.1",
}
"""State → the measure on which the member's comment stands in it."""
SAID = "Rufen Sie uns an, wir helfen gern."
WHY = {"reason": "personal_data", "explanation": "Bitte lassen Sie die Nummer weg."}
DECISIONS: Mapping[str, Mapping[str, str]] = {
    "approved": {"action": "approve"},
    "redacted": {"action": "redact", "redacted_body": SAID.replace("uns", "███"), **WHY},
    "returned": {"action": "return", **WHY},
    "declined": {"action": "decline", **WHY},
}


def _signed_in(demo: Demo, name: str) -> Person:
    person = Person(demo.base_url)
    person.sign_in(f"{name}@example.org", PASSWORD)
    return person


def _comment(member: Person, code: str, body: str = SAID, **more: str) -> str:
    form = member.get(f"{HERE}/measures/{code}")
    receipt = member.send(form, "/comments", stance="support_with_changes", body=body, save="submit", **more)
    assert receipt.status == 200, receipt.text
    return receipt.address.split("/")[-1][:8]


def _long_comment(member: Person, moderator: Person) -> None:
    """As long as it may be, with lists in lists and a word no line can hold, about a passage, with another wording."""
    _decide(
        moderator,
        _comment(member, "B 3.2", NESTED + LONG[len(NESTED) :], section="description", proposed_wording=LONG_WORD),
        {"action": "approve"},
    )


def _decide(moderator: Person, public_id: str, fields: Mapping[str, str]) -> None:
    case = moderator.get(f"{HERE}/moderation/?case={public_id}")
    answer = moderator.send(case, f"/moderation/{public_id}", **fields)
    assert answer.status == 200, answer.text


def _invite(office: Person, email: str, name: str, organisation: str) -> None:
    form = office.get(f"{HERE}/office/invitations/new")
    group = "civil-society" if organisation else ""
    answer = office.send(form, "/invitations/new", email=email, name=name, organisation=organisation, group=group)
    assert answer.status == 200, answer.text


def _second_consultation(demo: Demo) -> None:
    """With two consultations the home page is a list."""
    week = timedelta(days=7)
    demo.portal("consultation", "create", "radwege", "Radwege für alle", "--city", "Stadt Lindenfurt")
    demo.portal("consultation", "dates", "radwege", "--from", str(today() - week), "--until", str(today() + week))


@contextmanager
def over(demo: Demo) -> Iterator[None]:
    """Meanwhile the commenting phase is over since yesterday."""
    _close(demo, -1)
    try:
        yield
    finally:
        _close(demo, days.DAYS_LEFT)


def _close(demo: Demo, days_left: int) -> None:
    begin, end = today() - timedelta(days=days.DAYS_OPEN), today() + timedelta(days=days_left)
    office = _signed_in(demo, "office")
    form = office.get(f"{HERE}/office/settings/phases")
    saved = office.send(form, "/settings/dates", begins=begin.isoformat(), until=end.isoformat())
    assert "done=saved" in saved.address, saved.text
