"""Comments by theme: how many say something about it, who, on which items, and whether it is answered."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.board.answers import answered_themes
from portal.board.contest import Voices
from portal.board.matrix import Column, columns_of
from portal.comments import filters
from portal.comments.filters import CommentFilter, Tally
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.consultations.structure import ItemLine
from portal.kernel.work import Work
from portal.stakeholders.queries import GroupLine
from portal.themes import queries as themes
from portal.themes.queries import ThemeLine, ThemeTally


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """`cells` has the voices of each column, `items` how many comments speak about which item."""

    line: ThemeLine
    voices: Voices
    cells: tuple[Voices, ...]
    items: tuple[tuple[ItemLine, int], ...]
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Themed:
    """`without` comments stand under no theme; `left_out` themes have nothing of what is asked for."""

    columns: tuple[Column, ...]
    rows: tuple[ThemeRow, ...]
    without: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Answering:
    """How many themes a row has, and how many of them lack an answer."""

    themes: int = 0
    unanswered: int = 0


def themed(
    work: Work, consultation: Consultation, asked: CommentFilter, every: Sequence[Tally], groups: Sequence[GroupLine]
) -> Themed:
    """`every` are all tallies of the consultation. Themes nobody has put anything under stay, unless asked away."""
    among = filters.conditions(work, consultation, asked)
    found: dict[int, list[ThemeTally]] = {}
    for tally in themes.tallies(work, consultation, among):
        found.setdefault(tally.theme_id, []).append(tally)
    columns = columns_of(groups, asked, every)
    answered = answered_themes(work, consultation)
    known = themes.themes(work, consultation)
    items = consultations.structure(work, consultation).items
    rows = [_row(line, found.get(line.id, []), columns, items, is_answered=line.id in answered) for line in known]
    shown = [row for row in rows if row.voices.number or asked == filters.EVERYTHING]
    without = filters.number(work, consultation, asked, every) - themes.number_marked(work, among)
    return Themed(columns, tuple(shown), without, len(rows) - len(shown))


def answering(work: Work, consultation: Consultation, places: Mapping[str, Collection[int]]) -> dict[str, Answering]:
    """By row, given with the ids of its items: the themes under which something visible stands there."""
    known = {line.id for line in themes.themes(work, consultation)}
    if not known:
        return {}
    answered = answered_themes(work, consultation)
    on_items: dict[int, set[int]] = {}
    for tally in themes.tallies(work, consultation):
        on_items.setdefault(tally.item_id, set()).add(tally.theme_id)
    found = {}
    for code, items in places.items():
        here = known & set().union(*(on_items.get(item, set()) for item in items))
        if here:
            found[code] = Answering(len(here), len(here - answered))
    return found


def _row(
    line: ThemeLine,
    tallies: Iterable[ThemeTally],
    columns: Sequence[Column],
    items: Sequence[ItemLine],
    *,
    is_answered: bool,
) -> ThemeRow:
    whole, cells, numbers = Voices(), {column.id: Voices() for column in columns}, dict[int, int]()
    for tally in tallies:
        whole.add(tally.voice, tally.stance, tally.number)
        numbers[tally.item_id] = numbers.get(tally.item_id, 0) + tally.number
        if tally.group_id in cells:
            cells[tally.group_id].add(tally.voice, tally.stance, tally.number)
    spoken = tuple((item, numbers[item.id]) for item in items if item.id in numbers)
    return ThemeRow(line, whole, tuple(cells.values()), spoken, is_answered)
