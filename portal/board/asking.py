"""What somebody asks the board for: the words of its query string, and addresses that ask for a little else."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlencode

from portal.board.answers import Answered
from portal.board.contest import Standing
from portal.board.matrix import Rows
from portal.board.queries import Sort
from portal.comments.filters import EVERYTHING, CommentFilter
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
SINGLE: dict[str, Any] = {"text": "", "since": None}
"""Parts that take one value, and what they are when nothing is asked for."""
LARGEST_PAGE = 1_000_000
LARGEST_ID = 2**31 - 1
LONGEST_TEXT = 200


class View(StrEnum):
    MATRIX = "matrix"
    THEMES = "themes"
    ORGANISATIONS = "organisations"
    COMMENTS = "comments"


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter and how to look at what it finds. `standing` and `as_catalogue` are for the matrix."""

    filter: CommentFilter = EVERYTHING
    view: View = View.MATRIX
    rows: Rows = Rows.MEASURES
    standing: Standing | None = None
    as_catalogue: bool = False
    sort: Sort = Sort.NEWEST
    page: int = 1

    def but(self, **changes: Any) -> "Asked":
        """The same with other values; parts of the filter by their names, one value or several. Begins at page 1."""
        parts = {name: _several(name, value) for name, value in changes.items() if name not in _OWN}
        own: dict[str, Any] = {"page": 1, "filter": replace(self.filter, **parts)}
        own |= {name: value for name, value in changes.items() if name in _OWN}
        return replace(self, **own)

    def without(self, part: str, value: str | int) -> "Asked":
        """One wish less."""
        if part in SINGLE:
            return self.but(**{part: SINGLE[part]})
        return self.but(**{part: tuple(one for one in getattr(self.filter, part) if one != value)})

    @property
    def query(self) -> list[tuple[str, str]]:
        """As it stands in an address; what goes without saying is left out."""
        said = {
            "view": self.view if self.view is not View.MATRIX else None,
            "rows": self.rows if self.rows is not Rows.MEASURES else None,
            "standing": self.standing,
            "sort": "catalogue" if self.as_catalogue else self.sort if self.sort is not Sort.NEWEST else None,
            "page": str(self.page) if self.page > 1 else None,
        }
        return [(name, str(value)) for name, value in said.items() if value] + filter_query(self.filter)


_OWN = frozenset(field.name for field in fields(Asked))


@dataclass(frozen=True, slots=True)
class Address:
    """Where the board and its files are, in the language that is carried along."""

    path: str
    language: str | None = None

    def __call__(self, asked: Asked, **changes: Any) -> str:
        return self._with(self.path, (asked.but(**changes) if changes else asked).query)

    def file(self, form: str, asked: CommentFilter, edition: str) -> str:
        return self._with(f"{self.path}synopsis.{form}", [*filter_query(asked), ("edition", edition)])

    def exports(self, asked: CommentFilter, **more: str) -> str:
        return self._with(f"{self.path}exports", [*filter_query(asked), *more.items()])

    def _with(self, path: str, query: list[tuple[str, str]]) -> str:
        carried = [("lang", self.language)] if self.language else []
        whole = urlencode([*query, *carried])
        return f"{path}?{whole}" if whole else path


def asked_for(values: GetList) -> Asked:
    """What a query string asks for. Words nobody knows are left out; codes that do not exist find nothing."""
    sort = _first(values("sort"))
    return Asked(
        filter=filter_asked_for(values),
        view=_known(View, values("view"), View.MATRIX),
        rows=_known(Rows, values("rows"), Rows.MEASURES),
        standing=next(iter(_all_known(Standing, values("standing"))), None),
        as_catalogue=sort == "catalogue",
        sort=_known(Sort, values("sort"), Sort.NEWEST),
        page=min(max(_number(_first(values("page"))) or 1, 1), LARGEST_PAGE),
    )


def filter_asked_for(values: GetList) -> CommentFilter:
    def of(part: str) -> tuple[str, ...]:
        given = (value.strip() for value in values(PARAMETERS[part]))
        return tuple(dict.fromkeys(value for value in given if value))

    return CommentFilter(
        fields=tuple(map(normal_code, of("fields"))),
        items=tuple(map(normal_code, of("items"))),
        groups=of("groups"),
        organisations=tuple(number for text in of("organisations") if (number := _number(text)) is not None),
        stances=_all_known(Stance, of("stances")),
        voices=_all_known(Voice, of("voices")),
        sections=of("sections"),
        themes=of("themes"),
        answered=_all_known(Answered, of("answered")),
        without=tuple(number for text in of("without") if (number := _number(text)) is not None),
        since=next((day for text in of("since") if (day := _day(text)) is not None), None),
        text=" ".join(" ".join(of("text")).split())[:LONGEST_TEXT],
    )


def filter_query(asked: CommentFilter) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for part, value in asked.as_document().items():
        several = value if isinstance(value, list) else [value]
        pairs += [(PARAMETERS[part], str(one)) for one in several]
    return pairs


def _several(part: str, value: Any) -> Any:
    return value if part in SINGLE or isinstance(value, tuple) else (value,)


def _first(values: Iterable[str]) -> str:
    return next(iter(values), "")


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 11 and int(text) <= LARGEST_ID else None


def _day(text: str) -> date | None:
    """A day as forms send it; another way of writing asks for nothing."""
    try:
        return date.fromisoformat(text) if len(text) == len("2026-11-18") else None
    except ValueError:
        return None


def _all_known(kind: type[Choice], values: Iterable[str]) -> tuple[Choice, ...]:
    members = {member.value: member for member in kind}
    return tuple(dict.fromkeys(members[value] for value in values if value in members))


def _known(kind: type[Choice], values: Iterable[str], otherwise: Choice) -> Choice:
    return next(iter(_all_known(kind, values)), otherwise)


def tidied(query: str) -> str:
    """A query string as the board writes it itself: what it does not know is left out, and so is the page."""
    values = parse_qs(query.removeprefix("?"), max_num_fields=200)
    return urlencode(asked_for(lambda name: values.get(name, [])).but(page=1).query)
