"""Kept pages are bounded, told apart by everything they depend on, and gone as soon as anything visible changes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, update
from sqlalchemy.exc import OperationalError

from portal.catalogue import stamps
from portal.comments.models import Comment, CommentState
from portal.comments.operations import settle, withdraw_comment
from portal.consultations.models import Consultation, Phase
from portal.consultations.operations import add_field, set_dates, write_page
from portal.kernel.database import DatabaseAway, Look
from portal.kernel.markup import render_sheet
from portal.web.kept_pages import KeptPage, KeptPages
from tests.support.world import SLUG, World, consultation_in

PAGE = "/wir/measures/B 1.2"
KEPT = ("/wir/", "/wir/measures/", PAGE, "/wir/goals/B 1", "/wir/feed.atom", "/wir/sitemap.xml", "/pages/imprint")
Change = Callable[[World], object]


@pytest.fixture
def look(engine: Engine) -> Look:
    return Look(engine)


def page(size: int) -> KeptPage:
    return KeptPage(b"x" * size, ())


def tag(visitor: FlaskClient, address: str = PAGE, **headers: str) -> str:
    answer = visitor.get(address, headers=headers)
    assert answer.status_code == 200
    return answer.headers["ETag"]


def place(world: World, comment: Comment, state: CommentState) -> None:
    with world.work() as work:
        settle(work, consultation_in(work), work.session.get_one(Comment, comment.id), state)


def test_the_store_never_holds_more_than_its_room(look: Look) -> None:
    pages = KeptPages(look, "build", room=100)
    for number in range(50):
        pages.put(str(number), page(30))
    held = [number for number in range(50) if pages.get(str(number))]
    assert held == [47, 48, 49]
    look.dispose()


def test_the_page_used_least_recently_goes_first(look: Look) -> None:
    pages = KeptPages(look, "build", room=100)
    for name in ("a", "b", "c"):
        pages.put(name, page(30))
    pages.get("a")
    pages.put("d", page(30))
    assert [name for name in "abcd" if pages.get(name)] == ["a", "c", "d"]
    look.dispose()


def test_a_page_larger_than_the_room_is_not_kept_and_drives_nobody_out(look: Look) -> None:
    pages = KeptPages(look, "build", room=100)
    pages.put("small", page(30))
    pages.put("large", page(101))
    assert (pages.get("large"), pages.get("small")) == (None, page(30))
    pages.put("small", page(30))
    pages.put("other", page(70))
    assert pages.get("small") is not None
    look.dispose()


@pytest.mark.parametrize("address", KEPT)
def test_a_browser_that_has_the_page_gets_304(visitor: FlaskClient, address: str) -> None:
    first = visitor.get(address)
    again = visitor.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    for name in ("ETag", "Cache-Control", "Vary", "Content-Security-Policy"):
        assert again.headers[name] == first.headers[name]
    assert visitor.get(address, headers={"If-None-Match": '"another"'}).status_code == 200


def test_a_page_asked_for_by_head_is_kept_whole(visitor: FlaskClient) -> None:
    head = visitor.head(PAGE)
    assert (head.status_code, head.data) == (200, b"")
    whole = visitor.get(PAGE)
    assert whole.data.endswith(b"</html>")
    assert head.headers["ETag"] == whole.headers["ETag"]


def test_languages_are_never_mixed(visitor: FlaskClient) -> None:
    for _ in range(2):
        german = visitor.get(PAGE, headers={"Accept-Language": "de"})
        english = visitor.get(PAGE, headers={"Accept-Language": "en"})
        assert '<html lang="de"' in german.text and '<html lang="en"' in english.text
        assert german.headers["ETag"] != english.headers["ETag"]
    assert tag(visitor, f"{PAGE}?lang=en") != tag(visitor, PAGE)


def test_addresses_are_never_mixed(visitor: FlaskClient) -> None:
    tags = [tag(visitor, address) for address in (*KEPT, f"{PAGE}?order=stance", f"{PAGE}?page=2")]
    assert len(set(tags)) == len(tags)


CHANGES: dict[str, tuple[str, Change]] = {
    "a comment that waits": (PAGE, lambda world: world.comment()),
    "a phase": (PAGE, lambda world: world.phase(Phase.REVIEW)),
    "decided": ("/wir/", lambda world: world.phase(Phase.DECIDED)),
}


@pytest.mark.parametrize(("address", "change"), CHANGES.values(), ids=CHANGES)
def test_what_visitors_see_changes_the_tag(visitor: FlaskClient, world: World, address: str, change: Change) -> None:
    before = tag(visitor, address)
    assert tag(visitor, address) == before
    change(world)
    assert tag(visitor, address) != before


def test_each_step_of_a_comment_is_seen_at_once(visitor: FlaskClient, world: World) -> None:
    comment = world.comment(body="Mehr Eichen")
    seen = ["Mehr Eichen" in visitor.get(PAGE).text]
    for state in (CommentState.APPROVED, CommentState.DECLINED, CommentState.APPROVED):
        place(world, comment, state)
        seen.append("Mehr Eichen" in visitor.get(PAGE).text)
    with world.work("member") as work:
        withdraw_comment(work, consultation_in(work), work.session.get_one(Comment, comment.id))
    seen.append("Mehr Eichen" in visitor.get(PAGE).text)
    assert seen == [False, True, False, True, False]


def test_a_new_text_is_seen_at_once(visitor: FlaskClient, world: World) -> None:
    for address in KEPT:
        visitor.get(address)
    with world.work() as work:
        add_field(work, consultation_in(work), "D", "Demokratie")
        write_page(work, "imprint", "de", "Impressum", "Wir sind es", render_sheet("Wir sind es"))
    assert "Demokratie" in visitor.get("/wir/").text
    assert "Wir sind es" in visitor.get("/pages/imprint").text


def test_a_consultation_that_goes_back_into_preparation_is_gone_at_once(visitor: FlaskClient, world: World) -> None:
    known = tag(visitor)
    world.phase(Phase.PREPARATION)
    assert visitor.get(PAGE).status_code == 404
    assert visitor.get(PAGE, headers={"If-None-Match": known}).status_code == 404


def test_the_phase_changes_at_its_instant_without_anybody_writing(look: Look, world: World) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    opens, closes = now + timedelta(hours=1), now + timedelta(hours=2)
    with world.work() as work:
        set_dates(work, consultation_in(work), opens, closes)
    instant, named = timedelta(microseconds=1), {"consultation": SLUG}

    def stamp(at: datetime) -> object:
        with look() as cursor:
            return stamps.of_overview(cursor, named, at)

    assert stamp(opens - instant) is None
    assert stamp(opens) == stamp(closes - instant) != stamp(closes)
    look.dispose()


def test_a_page_does_not_outlive_the_day(look: Look, app: Flask, visitor: FlaskClient) -> None:
    """Pages tell how many days are left, as days go in the city."""
    pages: KeptPages = app.extensions["kept_pages"]
    visitor.get("/wir/")
    (asked,) = app.extensions["shortcut"]._known.values()
    late, later = datetime(2026, 7, 1, 21, 59, tzinfo=UTC), datetime(2026, 7, 1, 22, 1, tzinfo=UTC)
    stamp = pages.find_stamp(asked, datetime.now(UTC))
    assert stamp is not None
    assert pages.key(asked, stamp, late) != pages.key(asked, stamp, later)
    assert pages.key(asked, stamp, late) == pages.key(asked, stamp, late - timedelta(hours=1))
    look.dispose()


def test_a_new_build_shows_nothing_of_the_old_one(look: Look, app: Flask, visitor: FlaskClient) -> None:
    visitor.get("/wir/")
    (asked,) = app.extensions["shortcut"]._known.values()
    now = datetime.now(UTC)
    old, new = KeptPages(look, "old"), KeptPages(look, "new")
    stamp = old.find_stamp(asked, now)
    assert stamp is not None
    assert old.key(asked, stamp, now) != new.key(asked, stamp, now)
    look.dispose()


def test_a_page_with_a_cookie_of_ours_is_not_kept(app: Flask, visitor: FlaskClient) -> None:
    response = app.make_response("personal")
    response.set_cookie("session", "x")
    pages: KeptPages = app.extensions["kept_pages"]
    with app.test_request_context("/wir/"):
        assert "ETag" not in pages.keep("key", response).headers
    assert pages.get("key") is None


def test_without_the_database_nothing_kept_is_shown_as_if_it_were_current(
    app: Flask, visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stamp that nobody can look up keeps nothing: what was withdrawn meanwhile must not come back."""
    visitor.get(PAGE)

    def away(*_: object) -> None:
        raise DatabaseAway

    monkeypatch.setattr(Look, "__call__", away)
    answer = visitor.get(PAGE)
    assert answer.status_code == 200
    assert "ETag" not in answer.headers


def test_a_broken_connection_is_replaced(engine: Engine, world: World, look: Look) -> None:
    with pytest.raises(DatabaseAway), look() as cursor:
        cursor.execute("SELECT * FROM no_such_table")
    with look() as cursor:
        assert stamps.of_overview(cursor, {"consultation": SLUG}, datetime.now(UTC)) is not None
    look.dispose()


def test_a_change_that_is_rolled_back_changes_no_tag(visitor: FlaskClient, world: World) -> None:
    before = tag(visitor)
    with pytest.raises(OperationalError), world.work() as work:
        work.session.execute(update(Consultation).values(revision=99))
        raise OperationalError("COMMIT", None, Exception("disk full"))
    assert tag(visitor) == before
