"""What is typed after a command, read with a sentence for what cannot be meant."""

from argparse import ArgumentTypeError
from datetime import UTC, date, datetime

from portal.kernel.city_time import CITY_TIME, first_instant_of, last_instant_of

LAST_PORT = 65_535


def beginning(text: str) -> datetime:
    """The first instant of a day such as 2026-11-18 in the city's time, or an instant as it is."""
    found = _day_or_instant(text)
    return found if isinstance(found, datetime) else first_instant_of(found)


def end(text: str) -> datetime:
    """The instant after a day such as 2026-11-18 in the city's time, or an instant as it is."""
    found = _day_or_instant(text)
    return found if isinstance(found, datetime) else last_instant_of(found)


def port(text: str) -> int:
    number = whole(text)
    if number > LAST_PORT:
        raise ArgumentTypeError(f"{text} is no port, which is a number up to {LAST_PORT}")
    return number


def whole(text: str) -> int:
    """A number that is not below zero."""
    if not text.isdecimal():
        raise ArgumentTypeError(f"{text} is no whole number")
    return int(text)


def _day_or_instant(text: str) -> date | datetime:
    """An instant without a zone is the city's time."""
    try:
        if "T" not in text and " " not in text:
            return date.fromisoformat(text)
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is no day such as 2026-11-18") from None
    return (instant if instant.tzinfo else instant.replace(tzinfo=CITY_TIME)).astimezone(UTC)
