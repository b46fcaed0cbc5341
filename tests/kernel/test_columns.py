"""Columns take aware moments and safe HTML only, and give back what they took."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from markupsafe import Markup
from sqlalchemy.exc import StatementError

from portal.accounts.models import Throttle
from portal.consultations.models import Page
from tests.support.world import World

NOON = datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=UTC)


def page(html: str) -> Page:
    return Page(key="imprint", language="de", title="Impressum", source="…", html=html, changed_at=NOON)


def test_a_moment_without_a_time_zone_is_refused(world: World) -> None:
    with pytest.raises(StatementError, match="does not say its time zone"):
        world.add(Throttle(key="k", failures=1, since=NOON.replace(tzinfo=None)))
    assert world.all(Throttle) == []


def test_a_moment_from_elsewhere_comes_back_as_the_same_instant_in_utc(world: World) -> None:
    world.add(Throttle(key="k", failures=1, since=NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))))
    since = world.one(Throttle).since
    assert (since, since.tzinfo) == (NOON, UTC)


def test_html_that_nobody_made_safe_is_refused(world: World) -> None:
    with pytest.raises(StatementError, match="nobody made safe"):
        world.add(page("<p>Wir</p>"))


def test_html_comes_back_as_markup_that_a_template_shows_unescaped(world: World) -> None:
    world.add(page(Markup("<p>Wir &amp; Sie</p>")))
    html = world.one(Page, key="imprint", language="de").html
    assert isinstance(html, Markup)
    assert html == Markup("<p>Wir &amp; Sie</p>")
