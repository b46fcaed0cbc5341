"""The matrix: measures, goals or fields against stakeholder groups, from the counters."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from portal.board import contest
from portal.board.contest import Standing, Voices
from portal.comments import filters
from portal.comments.filters import OUTSIDE, CommentFilter, Tally
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.consultations.structure import FieldLine, Structure
from portal.kernel.work import Work
from portal.stakeholders.queries import GroupLine


class Rows(StrEnum):
    MEASURES = "measures"
    GOALS = "goals"
    FIELDS = "fields"


@dataclass(frozen=True, slots=True)
class Column:
    """A stakeholder group, or those outside all groups: then `group` is None and nobody was invited as such."""

    key: str
    group: GroupLine | None

    @property
    def id(self) -> int:
        return self.group.id if self.group else 0


@dataclass(frozen=True, slots=True)
class Cell:
    """Who was asked for, and whether anybody at all has spoken here."""

    column: Column
    voices: Voices
    is_silent: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One row; `standing` looks at everything that is visible, whatever the filter."""

    code: str
    title: str
    field: FieldLine
    standing: Standing
    rank: tuple[Fraction, int, int]
    number: int
    cells: tuple[Cell, ...]
    items: frozenset[int]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that stand alike, or, in catalogue order, those of one field."""

    standing: Standing | None
    field: FieldLine | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """`left_out` rows have nothing of what is asked for, though somebody has spoken there."""

    rows: Rows
    columns: tuple[Column, ...]
    blocks: tuple[Block, ...]
    left_out: int

    @property
    def lines(self) -> list[Line]:
        return [line for block in self.blocks for line in block.lines]


@dataclass(frozen=True, slots=True)
class _Place:
    """What one row is about: itself and the items whose voices it gathers."""

    code: str
    title: str
    field: FieldLine
    items: frozenset[int]


def matrix(
    work: Work,
    consultation: Consultation,
    asked: CommentFilter,
    every: Sequence[Tally],
    groups: Sequence[GroupLine],
    *,
    rows: Rows = Rows.MEASURES,
    only: Standing | None = None,
    as_catalogue: bool = False,
) -> Matrix:
    """`every` are all tallies of the consultation, `groups` its stakeholder groups.

    Contested rows come first, or every row stands where it does in the catalogue.
    """
    skeleton = consultations.structure(work, consultation)
    among = filters.meant(work, consultation, replace(asked, groups=()))
    columns = columns_of(groups, asked, every)
    picked = filters.counted(work, consultation, asked, every)
    places = [place for place in _places(skeleton, rows) if among.items is None or place.items & among.items]
    everything, asked_voices = _gathered(every, places), _gathered(picked, places)
    lines = [
        _line(place, columns, everything.get(place.code, {}), asked_voices.get(place.code, {})) for place in places
    ]
    kept = [line for line in lines if line.number or not _narrows(asked)]
    shown = [line for line in kept if only is None or line.standing is only]
    return Matrix(rows, columns, tuple(_blocks(shown, as_catalogue=as_catalogue)), len(lines) - len(kept))


def taken(asked: CommentFilter, shown: Matrix) -> CommentFilter | None:
    """What only some rows of a matrix hold, asked for by the codes of these rows; None when none has a voice."""
    codes = tuple(line.code for line in shown.lines if line.number)
    if not codes:
        return None
    return replace(asked, fields=codes) if shown.rows is Rows.FIELDS else replace(asked, items=codes)


def _narrows(asked: CommentFilter) -> bool:
    """Whether a row may have voices and none of those asked for, so that it would look silent."""
    return bool(asked.stances or asked.voices) or not asked.is_countable


def columns_of(known: Iterable[GroupLine], asked: CommentFilter, every: Sequence[Tally]) -> tuple[Column, ...]:
    """The groups asked for; those outside all groups only when they have spoken anywhere."""
    columns = [Column(group.key, group) for group in known]
    if any(tally.group_id == 0 and tally.number for tally in every):
        columns.append(Column(OUTSIDE, None))
    return tuple(column for column in columns if not asked.groups or column.key in asked.groups)


def _places(skeleton: Structure, rows: Rows) -> list[_Place]:
    if rows is Rows.FIELDS:
        return [
            _Place(field.code, field.title, field, frozenset(i.id for i in skeleton.items if i.field_id == field.id))
            for field in skeleton.fields
        ]
    items = skeleton.measures if rows is Rows.MEASURES else skeleton.goals
    return [_Place(i.code, i.title, skeleton.field_by_id[i.field_id], frozenset({i.id})) for i in items]


Gathered = dict[str, dict[int, Voices]]


def _gathered(tallies: Iterable[Tally], places: Sequence[_Place]) -> Gathered:
    """Voices by row, and in each row by group."""
    row_of = {item: place.code for place in places for item in place.items}
    gathered: Gathered = {}
    for tally in tallies:
        row = row_of.get(tally.item_id)
        if row is not None and tally.number:
            voices = gathered.setdefault(row, {}).setdefault(tally.group_id, Voices())
            voices.add(tally.voice, tally.stance, tally.number)
    return gathered


def _line(
    place: _Place, columns: Sequence[Column], everything: Mapping[int, Voices], asked: Mapping[int, Voices]
) -> Line:
    cells = tuple(Cell(column, asked.get(column.id, Voices()), column.id not in everything) for column in columns)
    number = sum(cell.voices.number for cell in cells)
    standing, rank = contest.standing(everything), contest.rank(everything)
    return Line(place.code, place.title, place.field, standing, rank, number, cells, place.items)


def _blocks(lines: Sequence[Line], *, as_catalogue: bool) -> Iterable[Block]:
    if as_catalogue:
        for field in dict.fromkeys(line.field for line in lines):
            yield Block(None, field, tuple(line for line in lines if line.field == field))
        return
    for standing in Standing:
        alike = sorted((line for line in lines if line.standing is standing), key=lambda line: line.rank)
        if alike:
            yield Block(standing, None, tuple(alike))
