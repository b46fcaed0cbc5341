"""Days and moments of the city: every moment is stored in UTC, every day people name is a day of the city."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

CITY_TIME = ZoneInfo("Europe/Berlin")


def day_of(when: date) -> date:
    """The day in the city, a day as it is; ValueError for a moment that does not say its time zone."""
    return aware(when).astimezone(CITY_TIME).date() if isinstance(when, datetime) else when


def aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("This moment does not say its time zone.")
    return moment


def last_instant_of(day: date) -> datetime:
    """The exclusive instant at which a day ends in the city, in UTC."""
    return first_instant_of(day + timedelta(days=1))


def first_instant_of(day: date) -> datetime:
    """The instant at which a day begins in the city, in UTC."""
    return datetime.combine(day, datetime.min.time(), CITY_TIME).astimezone(UTC)
