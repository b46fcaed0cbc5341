"""A report cut into portions that can be set one at a time: headings, paragraphs and pieces of tables."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from portal.kernel.words import Words
from portal.reports.cells import readable
from portal.reports.glyphs import settable
from portal.reports.keeping import stays_whole
from portal.reports.model import (
    Bar,
    Block,
    Changes,
    Chapter,
    Column,
    Definitions,
    Heading,
    Paragraph,
    Report,
    Row,
    Table,
    Value,
)

HEAVIEST = 800_000
"""Characters in one portion, about; 10 of them take 2 to 3 megabytes of memory and a hundredth of a second."""
PER_CELL = 40
"""Characters an empty cell weighs as much as."""


@dataclass(frozen=True, slots=True)
class Title:
    """A heading; `level` never skips one, and `is_named` says whether it stands in the contents."""

    text: str
    level: int
    is_named: bool


@dataclass(slots=True)
class Portion:
    """`chapter` is the heading of the first level that goes on at its first page."""

    chapter: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    titles: list[Title] = field(default_factory=list)


def portions(report: Report, heaviest: int = HEAVIEST) -> Iterator[Portion]:
    """The parts of a report in order; a portion ends before a heading or inside a long table."""
    cutter = _Cutter(report.words, heaviest)
    for part in report.parts:
        pieces = cutter.chapter(part) if isinstance(part, Chapter) else cutter.table(part, 1)
        yield from pieces
    yield cutter.now


class _Cutter:
    def __init__(self, words: Words, heaviest: int) -> None:
        self._words = words
        self._heaviest = heaviest
        self._weight = 0
        self._open: list[int] = []
        self._open_here: list[int] = []
        self._chapter = ""
        self.now = Portion("")

    def chapter(self, chapter: Chapter) -> Iterator[Portion]:
        """Where a chapter is a row of tables they stand in the contents, but not a table that goes with a text."""
        level = chapter.level
        yield from self._heading(chapter.title, level, begins_page=chapter.begins_page)
        is_row = all(isinstance(block, Table) for block in chapter.blocks)
        for block in chapter.blocks:
            if isinstance(block, Heading):
                level = block.level
            yield from self._block(block, level, is_row=is_row)

    def table(self, table: Table, level: int, *, is_named: bool = True) -> Iterator[Portion]:
        if table.title:
            yield from self._heading(table.title, level, is_named=is_named)
        if table.opening:
            self._definitions(table.opening)
        piece = self._piece(table.columns)
        for row in table.each_row():
            cells = _cells(row, self._words)
            weight = sum(map(len, cells)) + PER_CELL * len(cells)
            if self._is_full(weight) and piece["rows"]:
                yield from self._cut()
                piece = self._piece(table.columns)
            piece["rows"].append(cells)
            piece["whole"].append(stays_whole(cells, piece["widths"]))
            self._weight += weight

    def _block(self, block: Block, level: int, *, is_row: bool) -> Iterator[Portion]:
        match block:
            case Heading():
                yield from self._heading(block.text, block.level)
            case Paragraph():
                for text in paragraphs(block.text):
                    self._add("text", len(text), text=text)
            case Definitions():
                self._definitions(block.entries)
            case Changes():
                runs = [[run.change.value, settable(run.text)] for run in block.runs]
                self._add("changes", sum(len(text) for _, text in runs), runs=runs)
            case Bar():
                shares = [[share.look, settable(share.name), share.number] for share in block.shown]
                if shares:
                    self._add("bar", PER_CELL, label=settable(block.label), sum=block.sum, shares=shares)
            case Table():
                yield from self.table(block, level + 1, is_named=is_row)

    def _definitions(self, said: tuple[tuple[str, Value], ...]) -> None:
        entries = [(settable(label), paragraphs(readable(value, self._words)) or ["–"]) for label, value in said]
        weight = sum(map(len, chain.from_iterable([label, *lines] for label, lines in entries)))
        self._add("definitions", weight, entries=entries)

    def _heading(self, text: str, look: int, *, is_named: bool = True, begins_page: bool = False) -> Iterator[Portion]:
        """A portion is not begun with a heading the one before it still has room for."""
        if self._is_full(0):
            yield from self._cut()
        title = Title(" ".join(settable(text).split()) or "–", _depth(self._open, look), is_named)
        is_chapter = title.level == 1
        shown = _depth(self._open_here, look)
        kinds = {"is-chapter": is_chapter, "begins-page": begins_page}
        self._add("heading", PER_CELL, **{"text": title.text, "look": look, "level": shown, **kinds})
        self.now.titles.append(title)
        if is_chapter:
            self._chapter = title.text

    def _piece(self, columns: tuple[Column, ...]) -> dict[str, Any]:
        return self._add(
            "table",
            PER_CELL * len(columns),
            labels=[settable(column.label) for column in columns],
            widths=[6 + max(column.width, 1) for column in columns],
            ends=[column.kind == "integer" for column in columns],
            rows=[],
            whole=[],
        )

    def _add(self, kind: str, weight: int, **values: Any) -> dict[str, Any]:
        block = {"kind": kind, **values}
        self.now.blocks.append(block)
        self._weight += weight
        return block

    def _is_full(self, weight: int) -> bool:
        return self._weight + weight > self._heaviest and bool(self.now.blocks)

    def _cut(self) -> Iterator[Portion]:
        yield self.now
        self.now, self._weight, self._open_here = Portion(self._chapter), 0, []


def paragraphs(text: str) -> list[str]:
    return [piece.strip("\n") for piece in settable(text).split("\n\n") if piece.strip()]


def _depth(open_ones: list[int], look: int) -> int:
    """The level of another heading under those that are open, none skipped; it is open from now on."""
    while open_ones and open_ones[-1] >= look:
        open_ones.pop()
    open_ones.append(look)
    return len(open_ones)


def _cells(row: Row, words: Words) -> list[str]:
    return [settable(readable(value, words)) for value in row]
