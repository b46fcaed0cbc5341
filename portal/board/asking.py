"""What somebody asks the board for: the words of its query string, and addresses that ask for a little else."""

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qs, urlencode

from portal.board.answers import Answered
from portal.board.contest import Standing
from portal.board.matrix import Rows, matrix, taken
from portal.board.queries import shown_tallies
from portal.comments import asking
from portal.comments.asking import GetList, all_known, filter_query, first, known, page_asked_for
from portal.comments.filters import EVERYTHING, CommentFilter
from portal.comments.listing import Sort
from portal.consultations.models import Consultation
from portal.kernel.work import Work
from portal.stakeholders import queries as stakeholders

NOWHERE = "–"
"""A code that no item has, for a selection in which nobody has spoken."""
SINGLE = ("text", "since")
"""Parts that take one value."""


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
        return replace(self, page=1, filter=self.filter.less(part, value))

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
    sort = first(values("sort"))
    return Asked(
        filter=filter_asked_for(values),
        view=known(View, values("view"), View.MATRIX),
        rows=known(Rows, values("rows"), Rows.MEASURES),
        standing=next(iter(all_known(Standing, values("standing"))), None),
        as_catalogue=sort == "catalogue",
        sort=known(Sort, values("sort"), Sort.NEWEST),
        page=page_asked_for(values),
    )


def filter_asked_for(values: GetList) -> CommentFilter:
    asked = asking.filter_asked_for(values)
    return replace(asked, answered=all_known(Answered, asked.answered))


def to_take(work: Work, consultation: Consultation, values: GetList) -> CommentFilter:
    """What a file of the board asks for: exactly the comments that the page with the same query string shows."""
    asked = asked_for(values)
    if asked.standing is None or asked.view is not View.MATRIX:
        return asked.filter
    every, groups = shown_tallies(work, consultation), stakeholders.groups(work, consultation)
    shown = matrix(work, consultation, asked.filter, every, groups, rows=asked.rows, only=asked.standing)
    return taken(asked.filter, shown) or replace(asked.filter, items=(NOWHERE,))


def _several(part: str, value: Any) -> Any:
    return value if part in SINGLE or isinstance(value, tuple) else (value,)


def tidied(query: str) -> str:
    """A query string as the board writes it itself: what it does not know is left out, and so is the page."""
    values = parse_qs(query.removeprefix("?"), max_num_fields=200)
    return urlencode(asked_for(lambda name: values.get(name, [])).but(page=1).query)
