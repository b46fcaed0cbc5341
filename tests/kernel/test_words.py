"""Days and instants as people in the city say them, also when the clocks change."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.kernel.city_time import first_instant_of, last_instant_of
from portal.kernel.words import Words

GERMAN = Words("de")
SPACE = "\N{NO-BREAK SPACE}"


def test_a_day_that_ends_at_midnight_ends_at_24() -> None:
    assert GERMAN.end(last_instant_of(date(2026, 11, 18))) == f"18.{SPACE}November 2026, 24 Uhr"


def test_an_end_within_a_day_has_its_time() -> None:
    assert GERMAN.end(datetime(2026, 11, 18, 15, 5, tzinfo=UTC)) == f"18.{SPACE}November 2026, 16.05 Uhr"


@pytest.mark.parametrize(
    ("day", "utc_hour", "hours"),
    [
        (date(2026, 3, 28), 23, 24),
        (date(2026, 3, 29), 22, 23),
        (date(2026, 7, 1), 22, 24),
        (date(2026, 10, 25), 23, 25),
        (date(2026, 12, 31), 23, 24),
    ],
)
def test_a_day_lasts_until_midnight_in_the_city_also_when_the_clocks_change(
    day: date, utc_hour: int, hours: int
) -> None:
    assert last_instant_of(day).hour == utc_hour
    assert last_instant_of(day) - first_instant_of(day) == timedelta(hours=hours)
    assert last_instant_of(day) == first_instant_of(day + timedelta(days=1))
    assert GERMAN.end(last_instant_of(day)) == f"{GERMAN.day(day)}, 24 Uhr"


def test_the_hour_that_comes_twice_is_told_in_the_citys_time() -> None:
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert GERMAN.moment(first) == GERMAN.moment(second) == f"25.{SPACE}Oktober 2026, 2.30 Uhr"


def test_an_instant_belongs_to_the_day_it_is_in_the_city() -> None:
    assert GERMAN.day(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)) == f"1.{SPACE}Juli 2026"


def test_english_days_and_figures_are_those_of_europe() -> None:
    day, english = datetime(2026, 11, 30, 12, tzinfo=UTC), Words("en")
    assert english.day(day) == f"30{SPACE}November 2026"
    assert english.short_day(day, day + timedelta(days=3)) == f"30{SPACE}Nov"
    assert english.day_in_a_table(day) == "30 Nov 2026"
    assert (GERMAN.figure(4000), english.figure(4000)) == ("4.000", "4,000")
    assert (GERMAN.quoted("so"), english.quoted("so")) == ("„so“", "“so”")


def test_a_sentence_takes_its_values() -> None:
    assert GERMAN.say("Noch %(n)s Tage") == "Noch %(n)s Tage"
    assert GERMAN.say("Noch %(n)s Tage", n=3) == "Noch 3 Tage"


def test_one_and_many_are_told_apart() -> None:
    assert GERMAN.count("%(n)s Kommentar", "%(n)s Kommentare", 1) == "1 Kommentar"
    assert GERMAN.count("%(n)s Kommentar", "%(n)s Kommentare", 0) == "0 Kommentare"


def test_a_recent_day_is_short_and_today_has_its_word() -> None:
    now = datetime(2026, 11, 12, 9, tzinfo=UTC)
    assert GERMAN.short_day(datetime(2026, 11, 11, 12, tzinfo=UTC), now) == f"11.{SPACE}Nov."
    assert GERMAN.short_day(datetime(2026, 11, 11, 23, 30, tzinfo=UTC), now) == "heute"
    assert Words("en").short_day(datetime(2026, 11, 11, 12, tzinfo=UTC), now) == f"11{SPACE}Nov"
