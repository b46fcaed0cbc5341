"""Where the next page of a list begins: an opaque word that names the last thing of the page before."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from portal.kernel.errors import Invalid

USUAL, MOST = 50, 200
LONGEST = 400
NO_CURSOR = "The cursor is not one that this list has given."
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wish:
    """How many things to answer with, and behind which."""

    limit: int = USUAL
    after: str = ""


def cursor(name: str) -> str:
    return urlsafe_b64encode(name.encode()).decode().rstrip("=")


def named(word: str) -> str:
    """What a cursor names; Invalid for anything that is none."""
    try:
        name = urlsafe_b64decode(word + "=" * (-len(word) % 4)).decode() if len(word) <= LONGEST else ""
    except ValueError:
        name = ""
    if word and cursor(name) != word:
        raise Invalid(NO_CURSOR, field="cursor")
    return name


def page(things: Sequence[T], name: Callable[[T], str], wish: Wish) -> tuple[tuple[T, ...], str | None]:
    """The things behind the one the wish names, and the next cursor; Invalid where the list has none of that name."""
    start = 0
    if wish.after:
        names = [name(thing) for thing in things]
        if wish.after not in names:
            raise Invalid(NO_CURSOR, field="cursor")
        start = names.index(wish.after) + 1
    shown = tuple(things[start : start + wish.limit])
    is_last = start + wish.limit >= len(things)
    return shown, None if is_last or not shown else cursor(name(shown[-1]))


def moment_name(when: datetime, number: int) -> str:
    return f"{(when - EPOCH) // timedelta(microseconds=1)}.{number}"


def moment_named(name: str) -> tuple[datetime, int]:
    """The moment and the number a cursor of comments is made of."""
    micros, _, number = name.partition(".")
    if not (micros.isdecimal() and number.isdecimal() and name.isascii() and len(micros) < 18 and len(number) < 16):
        raise Invalid(NO_CURSOR, field="cursor")
    return EPOCH + timedelta(microseconds=int(micros)), int(number)
