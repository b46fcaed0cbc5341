"""What nobody may see yet, or any more, reaches nobody: no page, feed, file, search, letter or kept page."""

import io
import zipfile
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from flask import Flask
from pypdf import PdfReader
from werkzeug.test import TestResponse

from portal.catalogue.files import renew
from portal.consultations.models import Phase
from portal.kernel.settings import Settings
from portal.outbox.models import Letter
from portal.web.access import GuardedRule
from tests.house.matrix import MATRIX
from tests.house.things import CANARY, NIGHTINGALE, TOKEN, WREN, Caller, Things, make_things
from tests.support.world import ELSEWHERE, SLUG, World, address_of

OUTSIDE = ("visitor", "stranger", "private", "steering", "chair", "admin", "outsider")
"""Who may read nothing that is not visible; the board only counts what waits."""
SAID_BY = ("member", "releaser")
WITHOUT_THE_BOARD = ("visitor", "stranger", "private", "admin", "outsider", *SAID_BY)
"""Who learns of decisions, answers and what belongs to them only once they are published."""
NOT_THEIRS = (*OUTSIDE, "moderator", "editor")
"""Everybody but the organisation itself."""
FORMS = ("csv", "json", "xlsx", "docx", "pdf")
QUERIES = {
    "catalogue.measure": ({"version": "1"}, {"order": "stance"}, {"voice": "individual"}, {"lang": "en"}),
    "catalogue.measures": ({"stance": "object"}, {"silent": "1"}, {"sort": "comments"}, {"lang": "en"}),
    "catalogue.comments": ({"stance": "object"}, {"sort": "measure"}, {"theme": "-"}, {"lang": "en"}),
    "catalogue.page": ({"lang": "en"},),
    "board.index": (
        {"view": "comments"},
        {"view": "organisations"},
        {"view": "themes"},
        {"view": "comments", "stance": "object", "sort": "oldest"},
        {"lang": "en"},
    ),
    "board.measure": ({"lang": "en"}, {"by": "groups"}),
    "board.coding": ({"measure": "B 1.2", "open": "1"},),
    "board.synopsis": ({"edition": "internal"}, {"edition": "public"}),
}
"""Besides the bare address: what else these may be asked for."""
ASKED_FOR = (
    "catalogue.measures",
    "catalogue.comments",
    "board.index",
    "board.synopsis",
    "moderation.queue",
    "office.invitations",
)
"""What can be searched, by `q`."""
NONSENSE = "Quastenflosse"
"""Stands nowhere at all."""


@pytest.fixture
def things(world: World) -> Things:
    return make_things(world)


@pytest.fixture
def people(app: Flask, world: World, things: Things) -> dict[str, Caller]:
    return {name: Caller.of(world, app, name) for name in (*OUTSIDE, *SAID_BY, "moderator", "editor")}


@pytest.mark.parametrize(
    ("engine", "phase"),
    [("sqlite", Phase.COMMENTING), ("sqlite", Phase.DECIDED), ("postgresql", Phase.DECIDED)],
    indirect=["engine"],
)
def test_nothing_that_is_not_visible_or_not_published_is_in_any_answer(
    app: Flask, world: World, settings: Settings, things: Things, people: dict[str, Caller], phase: Phase
) -> None:
    """What waits reaches none but its authors and those who check; what is decided, none but those who decide."""
    world.phase(phase)
    renew(world.engine, settings.data_dir)
    sung = [
        (bird, name, address)
        for name in dict.fromkeys((*OUTSIDE, *WITHOUT_THE_BOARD, *NOT_THEIRS))
        for address in addresses(app, things)
        for texts in [texts_of(people[name].get(address))]
        for bird, deaf in ((CANARY, OUTSIDE), (NIGHTINGALE, WITHOUT_THE_BOARD), (WREN, NOT_THEIRS))
        if name in deaf and any(bird in text for text in texts)
    ]
    assert sung == []
    assert NIGHTINGALE in people["steering"].get(f"/{SLUG}/board/measures/B 1.2").text
    for bird in (NIGHTINGALE, WREN):
        assert not any(bird in letter.text + letter.html for letter in world.all(Letter))


def test_those_who_may_see_it_do(app: Flask, things: Things, people: dict[str, Caller]) -> None:
    """The canary is alive: it sings for its author and for those who check and edit, also when a visitor came first."""
    for name, address in (
        ("member", f"/{SLUG}/mine"),
        ("member", f"/{SLUG}/measures/B 1.2"),
        ("moderator", f"/{SLUG}/moderation/"),
        ("moderator", f"/{SLUG}/moderation/?state=declined"),
        ("editor", f"/{SLUG}/office/late"),
        ("editor", f"/{SLUG}/board/measures/B 1.2"),
        ("moderator", f"/{SLUG}/board/measures/B 1.2/advice"),
        ("editor", f"/{SLUG}/comments/{things.named['submitted']}"),
    ):
        people["visitor"].get(address)
        assert CANARY in people[name].get(address).text, (name, address)
    for name in SAID_BY:
        for part, thing in (("comments", "a statement"), ("drafts", "shared draft")):
            assert WREN in people[name].get(f"/{SLUG}/{part}/{things.named[thing]}").text, (name, thing)


def test_what_is_visible_is_in_the_pages_and_files(
    app: Flask, world: World, settings: Settings, things: Things, people: dict[str, Caller]
) -> None:
    """The other side of the same coin: an answer that shows nothing at all hides nothing."""
    renew(world.engine, settings.data_dir)
    shown = "█" * len(CANARY)
    places = [f"/{SLUG}/measures/B 1.2", f"/{SLUG}/feed.atom", *(f"/{SLUG}/catalogue.{form}" for form in FORMS)]
    for address in places:
        assert any(shown in text for text in texts_of(people["visitor"].get(address))), address
    for form in FORMS:
        answer = people["steering"].get(f"/{SLUG}/board/synopsis.{form}?edition=internal")
        assert any(shown in text for text in texts_of(answer)), form


def test_searching_for_it_answers_as_searching_for_nonsense_does(
    app: Flask, things: Things, people: dict[str, Caller]
) -> None:
    for rule in rules(app):
        if rule.endpoint in ASKED_FOR:
            address = things.address(app, rule)
            for name in OUTSIDE:
                found, nonsense = (
                    without(people[name].get(f"{address}?{urlencode(query)}"), query["q"])
                    for query in ({"q": CANARY, "view": "comments"}, {"q": NONSENSE, "view": "comments"})
                )
                assert found == nonsense, (name, rule.endpoint)


def test_letters_tell_it_only_to_those_who_said_it(world: World, things: Things) -> None:
    told = {letter.address for letter in world.all(Letter) if CANARY in letter.text + letter.html + letter.subject}
    assert told == {address_of("member")}


def test_a_kept_page_is_the_same_whoever_called_before(
    app: Flask, world: World, things: Things, people: dict[str, Caller]
) -> None:
    """Pages and parts of pages are kept for visitors: nothing of those who are signed in gets into them."""
    kept = [things.address(app, rule) for rule in rules(app) if rule.stamp is not None]
    assert len(kept) > 5
    pages = app.extensions["kept_pages"]
    alone = [people["visitor"].get(address).data for address in kept]
    for name in ("member", "releaser", "moderator", "steering", "editor", "admin"):
        pages._pages.clear()
        for address in kept:
            assert people[name].get(address).status_code == 200
        assert [people["visitor"].get(address).data for address in kept] == alone, name


def test_what_one_person_sees_on_a_kept_page_is_not_shown_to_the_next(
    app: Flask, things: Things, people: dict[str, Caller]
) -> None:
    kept = [things.address(app, rule) for rule in rules(app) if rule.stamp is not None]
    for first in ("member", "moderator", "editor"):
        for address in kept:
            people[first].get(address)
    for name in OUTSIDE:
        for address in kept:
            page = people[name].get(address).text
            assert CANARY not in page, (name, address)
            assert "Moderator" not in page, (name, address)


def rules(app: Flask) -> Iterator[GuardedRule]:
    """Those that can be asked for by GET."""
    for rule in app.url_map.iter_rules():
        assert isinstance(rule, GuardedRule)
        if "GET" in (rule.methods or ()):
            yield rule


def addresses(app: Flask, things: Things) -> Iterator[str]:
    """Everything that can be asked for, of every thing there is, in every form."""
    for rule in rules(app):
        who = MATRIX[rule.endpoint]
        for thing in who if isinstance(who, dict) else ("",):
            address = things.address(app, rule, thing)
            yield address
            yield from (f"{address}?{urlencode(query)}" for query in QUERIES.get(rule.endpoint, ()))
        if "form" in rule.arguments:
            for form in FORMS:
                yield address.replace(".csv", f".{form}")
                yield address.replace(".csv", f".{form}") + "?edition=internal"
        if "consultation" in rule.arguments:
            yield things.address(app, rule, consultation=ELSEWHERE) if not isinstance(who, dict) else address


def texts_of(answer: TestResponse) -> list[str]:
    """The answer as text; of a packed file, each of its parts."""
    with answer:
        content = answer.data
    if content.startswith(b"%PDF") and b"startxref" in content:
        return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    if not content.startswith(b"PK"):
        return [content.decode("utf-8", "replace"), str(answer.headers)]
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return [packed.read(name).decode("utf-8", "replace") for name in packed.namelist()]


def without(answer: TestResponse, word: str) -> tuple[int, str]:
    return answer.status_code, TOKEN.sub(b"", answer.data).decode().replace(word, "")
