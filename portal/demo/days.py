"""The days of the demo, counted from today: it always takes comments."""

from datetime import datetime, timedelta

from portal.kernel.city_time import day_of, first_instant_of, last_instant_of

DAYS_OPEN, DAYS_LEFT, REVISED_AFTER = 24, 6, 12


def opened(now: datetime) -> datetime:
    """When commenting began."""
    return first_instant_of(day_of(now) - timedelta(days=DAYS_OPEN))


def closes(now: datetime) -> datetime:
    """The exclusive instant at which it ends."""
    return last_instant_of(day_of(now) + timedelta(days=DAYS_LEFT))


def revised(now: datetime) -> datetime:
    """When some measures got a second version."""
    return opened(now) + timedelta(days=REVISED_AFTER)
