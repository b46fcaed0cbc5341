"""What every exported file is made of: a title, what it is about, then tables and chapters in order."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias

from portal.kernel.differences import Run
from portal.kernel.words import Words

Value: TypeAlias = str | int | bool | date | datetime | None
"""One cell. A moment is aware and becomes the day it is in the city; a truth becomes a word; None stays empty."""

Row: TypeAlias = tuple[Value, ...]
Kind: TypeAlias = Literal["text", "integer", "date", "boolean"]


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is English and names the column in JSON, `label` is read by people, `width` is in characters."""

    key: str
    label: str
    width: int = 20
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` is called once per written file and may yield millions; no writer keeps them.

    `opening` is what holds for all rows: said once in documents, between title and head, and nowhere else.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterable[Row]]
    opening: tuple[tuple[str, Value], ...] = ()

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError(f"The table {self.key} has no columns.")
        _refuse_doubles(column.key for column in self.columns)

    def each_row(self) -> Iterator[Row]:
        """The rows in order; ValueError at a row that does not fit the columns."""
        for row in self.rows():
            if len(row) != len(self.columns):
                raise ValueError(f"A row of {self.key} has {len(row)} values for {len(self.columns)} columns.")
            yield row


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Plain text; an empty line begins another paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a chapter; `level` counts from 1 in the whole document."""

    text: str
    level: int

    def __post_init__(self) -> None:
        _refuse_odd_level(self.level)


@dataclass(frozen=True, slots=True)
class Definitions:
    """Labels and what they say, such as the sections of a measure sheet."""

    entries: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """A text that becomes another: what goes is struck through, what comes is bold and underlined."""

    runs: tuple[Run, ...]


Look: TypeAlias = Literal["full", "stripes", "empty", "dots", "crosses"]


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a bar; patterns tell it from the others where colours do not."""

    look: Look
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Bar:
    """How so many fall into parts: drawn in a PDF, and everywhere in words and numbers. Nothing without any."""

    label: str
    shares: tuple[Share, ...]

    @property
    def shown(self) -> tuple[Share, ...]:
        return tuple(share for share in self.shares if share.number)

    @property
    def sum(self) -> int:
        return sum(share.number for share in self.shares)


Block: TypeAlias = Paragraph | Heading | Definitions | Changes | Bar | Table


@dataclass(frozen=True, slots=True)
class Chapter:
    """Text to be read: shown in documents, while spreadsheets and data files take only the tables in it.

    `begins_page` puts it on a page of its own in documents.
    """

    title: str
    level: int
    blocks: tuple[Block, ...] = ()
    begins_page: bool = False

    def __post_init__(self) -> None:
        _refuse_odd_level(self.level)


@dataclass(frozen=True, slots=True)
class Report:
    """`about` says in the reader's language what the file holds (consultation, edition, filter, moment, counts);
    `meta` says the same to machines under English keys. Table keys are unique and not `meta`. `mark` stands on every
    page of a document, such as which edition it is; `opening` beneath `about`, such as the words of a letter."""

    title: str
    about: tuple[tuple[str, str], ...]
    meta: Mapping[str, object]
    parts: tuple[Table | Chapter, ...]
    words: Words = field(default_factory=Words)
    mark: str = ""
    opening: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _refuse_doubles(("meta", *(table.key for table in self.tables)))

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(_tables_of(self.parts))

    @property
    def main(self) -> Table:
        """The first table; LookupError when the report is text only."""
        for table in self.tables:
            return table
        raise LookupError("This report has no table.")


def _tables_of(blocks: Iterable[Block | Chapter]) -> Iterator[Table]:
    for block in blocks:
        if isinstance(block, Table):
            yield block
        if isinstance(block, Chapter):
            yield from _tables_of(block.blocks)


def _refuse_doubles(keys: Iterable[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise ValueError(f"The key {key} is taken.")
        seen.add(key)


def _refuse_odd_level(level: int) -> None:
    if level not in range(1, 10):
        raise ValueError("Headings have levels from 1 to 9.")
