"""A first mapping, by the names of the columns."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.imports.mapping.model import CORE, Core, Mapping, Source
from portal.imports.mapping.naming import coded_title
from portal.imports.mapping.vocabulary import CORE_WORDS, SECTION_WORDS, TYPE_WORDS, contains, meaning, normal
from portal.imports.queries import SectionName
from portal.imports.reading import PART, Row

HTML = re.compile(r"<(?:p|br|ul|ol|li|div|span|strong|b|em|i|a|table|h[1-6])\b[^<>]*>|</(?:p|li|div|b|strong)>", re.I)
EXACT, WITHIN = 2, 1


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """How well a column fits a target; larger is better."""

    strength: int
    weight: int
    order: int
    column: str
    target: str


def suggest(columns: Sequence[str], sections: Sequence[SectionName], rows: Iterable[Row] = ()) -> Mapping:
    """Each column to the target whose name it has; columns nobody knows are left out. `rows` tell where HTML is."""
    rows = list(rows)
    chosen = _assign(columns, sections)
    if _tells_types(columns, rows):
        chosen[PART] = Match(EXACT, 0, 0, PART, Core.TYPE)
    shared = Counter(match.target for match in chosen.values())
    with_html = _with_html(columns, rows)
    sources = tuple(_source(column, chosen.get(column), shared, column in with_html) for column in columns)
    targets = {source.target for source in sources}
    together = Core.CODE not in targets and _titles_have_codes(sources, rows)
    return Mapping(sources, field_from_code=Core.FIELD not in targets, code_in_title=together)


def _tells_types(columns: Sequence[str], rows: Sequence[Row]) -> bool:
    """Whether the sheets are called after what stands on them, as in our own export."""
    if PART not in columns:
        return False
    place = columns.index(PART)
    return all(meaning(row.cells[place], TYPE_WORDS) for row in rows)


def _titles_have_codes(sources: Sequence[Source], rows: Sequence[Row]) -> bool:
    place = next((place for place, source in enumerate(sources) if source.target == Core.TITLE), None)
    if place is None or not rows:
        return False
    return sum(bool(coded_title(row.cells[place])[0]) for row in rows) > len(rows) / 2


def _source(column: str, match: Match | None, shared: Counter[str], html: bool) -> Source:
    if match is None:
        return Source(column)
    prefix = column if shared[match.target] > 1 and match.strength == WITHIN else ""
    return Source(column, match.target, prefix=prefix, html=html)


def _assign(columns: Sequence[str], sections: Sequence[SectionName]) -> dict[str, Match]:
    """Best matches first; a core target takes one column, a section several."""
    chosen: dict[str, Match] = {}
    taken: set[str] = set()
    for match in sorted(_matches(columns, _words(sections)), reverse=True):
        if match.column in chosen or match.target in taken:
            continue
        chosen[match.column] = match
        if match.target in CORE:
            taken.add(match.target)
    return chosen


def _matches(columns: Sequence[str], words: dict[str, list[str]]) -> Iterable[Match]:
    for place, column in enumerate(columns):
        name = normal(column)
        for target, known in words.items():
            if name in known:
                yield Match(EXACT, -known.index(name), -place, column, target)
            elif target not in CORE:
                found = max((len(word) for word in known if contains(name, word)), default=0)
                if found:
                    yield Match(WITHIN, found, -place, column, target)


def _words(sections: Sequence[SectionName]) -> dict[str, list[str]]:
    """Normal names by target, the surest first: key and labels, then the words listed for it."""
    words: dict[str, list[str]] = {
        target: [normal(target), *map(normal, known)] for target, known in CORE_WORDS.items()
    }
    for section in sections:
        if section.key not in CORE:
            known = (section.key, section.label, section.label_en, *SECTION_WORDS.get(section.key, ()))
            words[section.key] = [normal(word) for word in known if word]
    return words


def _with_html(columns: Sequence[str], rows: Iterable[Row]) -> set[str]:
    found: set[str] = set()
    for row in rows:
        found.update(name for name, cell in zip(columns, row.cells, strict=False) if "<" in cell and HTML.search(cell))
    return found
