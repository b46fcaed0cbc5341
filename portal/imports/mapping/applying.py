"""A table read through a mapping."""

import re
from collections.abc import Sequence

from portal.consultations.operations.sheet import OTHER_ANCHORS
from portal.imports.mapping.markdown import CONTROL, from_html, joined, lines_of_html, one_line, tidy
from portal.imports.mapping.model import CORE, Cell, Core, Mapped, MappedRow, Mapping, Source
from portal.imports.mapping.naming import coded_title
from portal.imports.mapping.vocabulary import is_same, normal
from portal.imports.queries import SectionName
from portal.imports.reading import Row, Table, Unreadable
from portal.kernel.words import N_

NO_COLUMN = N_("Die Zuordnung nennt die Spalte „%(column)s“, die es in der Datei nicht gibt.")
NO_TARGET = N_("Die Zuordnung nennt für die Spalte „%(column)s“ das Ziel „%(target)s“, das es nicht gibt.")
TWO_COLUMNS = N_("Die Zuordnung nennt zwei Spalten für „%(target)s“: „%(one)s“ und „%(other)s“.")

USUAL_SPLIT = re.compile(r"[;\n]")
LIST_MARK = re.compile(r"^(?:[-•·▪*]|\d{1,2}\.(?= \D))\s+")


def apply(table: Table, mapping: Mapping, sections: Sequence[SectionName]) -> Mapped:
    """The rows by our names; columns the mapping does not mention are left out. `Unreadable` if it does not fit."""
    made = _new_sections(mapping, sections)
    targets = {source: _target(source, (*sections, *made)) for source in mapping.sources if source.is_used}
    places = {source: _place(table, source) for source in targets}
    by_target: dict[str, list[Source]] = {}
    for source, target in targets.items():
        by_target.setdefault(target, []).append(source)
    for target, sources in by_target.items():
        if target in CORE and len(sources) > 1:
            raise Unreadable(TWO_COLUMNS, target=target, one=sources[0].column, other=sources[1].column)
    if mapping.code_in_title and Core.TITLE in by_target:
        by_target.setdefault(Core.CODE, by_target[Core.TITLE])
    used = set(places.values())
    return Mapped(
        rows=tuple(_row(row, mapping, by_target, places) for row in table.rows),
        columns={target: ", ".join(source.column for source in sources) for target, sources in by_target.items()},
        sections=(*sections, *made),
        new_sections=made,
        ignored=tuple(column for place, column in enumerate(table.columns) if place not in used),
        skipped=table.skipped,
    )


def section_key(label: str) -> str:
    """A key made of a label: “Sachstand (kurz)” becomes “sachstand”."""
    return "_".join(normal(label).split())[:36].strip("_") or "section"


def _new_sections(mapping: Mapping, sections: Sequence[SectionName]) -> tuple[SectionName, ...]:
    """Sections the mapping asks for; one that is there under this label is not made again."""
    made: list[SectionName] = []
    for label in (source.new_section for source in mapping.sources if source.new_section):
        if _labelled(label, (*sections, *made)) is not None:
            continue
        taken = {section.key for section in (*sections, *made)} | CORE | OTHER_ANCHORS
        key, number = section_key(label), 2
        while key in taken:
            key, number = f"{section_key(label)}_{number}", number + 1
        made.append(SectionName(key, " ".join(label.split())))
    return tuple(made)


def _labelled(label: str, sections: Sequence[SectionName]) -> SectionName | None:
    return next((section for section in sections if is_same(label, section.label)), None)


def _target(source: Source, sections: Sequence[SectionName]) -> str:
    if source.new_section:
        found = _labelled(source.new_section, sections)
        if found is not None:
            return found.key
    if source.target in CORE or any(section.key == source.target for section in sections):
        return source.target
    raise Unreadable(NO_TARGET, column=source.column, target=source.target)


def _place(table: Table, source: Source) -> int:
    """Where the column stands: by its exact name, else by one that is spelled alike."""
    if source.column in table.columns:
        return table.columns.index(source.column)
    alike = [place for place, column in enumerate(table.columns) if is_same(column, source.column)]
    if len(alike) != 1:
        raise Unreadable(NO_COLUMN, column=source.column)
    return alike[0]


def _row(row: Row, mapping: Mapping, by_target: dict[str, list[Source]], places: dict[Source, int]) -> MappedRow:
    cells: dict[str, Cell] = {}
    for target, sources in by_target.items():
        texts = [(source, row.cells[places[source]]) for source in sources]
        cells[target] = _core(target, *texts[0]) if target in CORE else _section(texts)
    if mapping.code_in_title and by_target.get(Core.CODE) == by_target.get(Core.TITLE):
        cells |= _divided(cells[Core.TITLE])
    for target, default in mapping.defaults:
        if not cells.get(target, Cell("", "")).text:
            column = cells[target].column if target in cells else ""
            cells[target] = Cell(column, default, (default,) if target == Core.GOALS else ())
    return MappedRow(row.number, row.part, cells)


def _divided(both: Cell) -> dict[str, Cell]:
    code, title = coded_title(both.text)
    return {Core.CODE: Cell(both.column, code), Core.TITLE: Cell(both.column, title)}


def _core(target: str, source: Source, raw: str) -> Cell:
    text = lines_of_html(raw) if source.html else raw
    if target != Core.GOALS:
        line = one_line(text)
        said = line if target == Core.CODE else CONTROL.sub("", line)
        return Cell(source.column, _translated(source, said))
    pieces = [LIST_MARK.sub("", one_line(piece)) for piece in _pieces(text, source.split)]
    several = tuple(_translated(source, piece) for piece in pieces if piece)
    return Cell(source.column, one_line(text), several)


def _pieces(text: str, split: str) -> list[str]:
    if not split:
        return USUAL_SPLIT.split(text)
    return [piece for line in text.split("\n") for piece in line.split(split)]


def _section(texts: Sequence[tuple[Source, str]]) -> Cell:
    parts = [(source.prefix, _translated(source, _prose(source, raw))) for source, raw in texts]
    return Cell(", ".join(source.column for source, _ in texts), joined(parts))


def _prose(source: Source, raw: str) -> str:
    """Several values in a cell of prose become a list."""
    text = tidy(from_html(raw) if source.html else raw)
    if not source.split or not text:
        return text
    pieces = [LIST_MARK.sub("", piece.strip()) for piece in _pieces(text, source.split)]
    kept = [_translated(source, piece) for piece in pieces if piece]
    return "\n".join(f"- {piece}" for piece in kept) if len(kept) > 1 else "".join(kept)


def _translated(source: Source, text: str) -> str:
    if not source.values or not text:
        return text
    return next((to for said, to in source.values if is_same(said, text)), text)
