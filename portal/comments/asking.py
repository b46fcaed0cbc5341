"""Which comments an address asks for: the words of a query string as a filter, and back."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from portal.comments.filters import PARTS, CommentFilter
from portal.comments.models import Stance, Voice
from portal.kernel.codes import normal_code

Choice = TypeVar("Choice", bound=StrEnum)
GetList = Callable[[str], Iterable[str]]
"""All values of one name, such as `request.args.getlist`."""

PARAMETERS = {
    "fields": "field",
    "items": "item",
    "groups": "group",
    "organisations": "organisation",
    "stances": "stance",
    "voices": "voice",
    "sections": "section",
    "themes": "theme",
    "answered": "answered",
    "without": "without",
    "since": "since",
    "text": "q",
}
"""Parts of a filter and what they are called in an address."""
PUBLIC_PARTS = ("fields", "items", "groups", "organisations", "stances", "voices", "sections", "text")
"""What everybody may ask for; themes and answers are the steering group's until they are published."""
LARGEST_PAGE = 1_000_000
LARGEST_ID = 2**31 - 1
LONGEST_TEXT = 200


def filter_asked_for(values: GetList, parts: Sequence[str] = PARTS) -> CommentFilter:
    """Of these parts alone. Stances and voices nobody knows are left out; codes that do not exist find nothing."""

    def of(part: str) -> tuple[str, ...]:
        given = (value.strip() for value in (values(PARAMETERS[part]) if part in parts else ()))
        return tuple(dict.fromkeys(value for value in given if value))

    return CommentFilter(
        fields=tuple(map(normal_code, of("fields"))),
        items=tuple(map(normal_code, of("items"))),
        groups=of("groups"),
        organisations=tuple(number for text in of("organisations") if (number := number_in(text)) is not None),
        stances=all_known(Stance, of("stances")),
        voices=all_known(Voice, of("voices")),
        sections=of("sections"),
        themes=of("themes"),
        answered=of("answered"),
        without=tuple(number for text in of("without") if (number := number_in(text)) is not None),
        since=next((day for text in of("since") if (day := _day(text)) is not None), None),
        text=" ".join(" ".join(of("text")).split())[:LONGEST_TEXT],
    )


def filter_query(asked: CommentFilter) -> list[tuple[str, str]]:
    """The filter as it stands in an address."""
    pairs: list[tuple[str, str]] = []
    for part, value in asked.as_document().items():
        several: list[Any] = value if isinstance(value, list) else [value]
        pairs += [(PARAMETERS[part], str(one)) for one in several]
    return pairs


def page_asked_for(values: GetList) -> int:
    """The number of a page; the first where an address names none there could be."""
    return min(max(number_in(first(values("page"))) or 1, 1), LARGEST_PAGE)


def first(values: Iterable[str]) -> str:
    return next(iter(values), "")


def number_in(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 11 and int(text) <= LARGEST_ID else None


def all_known(kind: type[Choice], values: Iterable[str]) -> tuple[Choice, ...]:
    members = {member.value: member for member in kind}
    return tuple(dict.fromkeys(members[value] for value in values if value in members))


def known(kind: type[Choice], values: Iterable[str], otherwise: Choice) -> Choice:
    return next(iter(all_known(kind, values)), otherwise)


def _day(text: str) -> date | None:
    """A day as forms send it; another way of writing asks for nothing."""
    try:
        return date.fromisoformat(text) if len(text) == len("2026-11-18") else None
    except ValueError:
        return None
