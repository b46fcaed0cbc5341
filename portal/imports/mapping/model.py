"""What a mapping says: which column of a file means what, and how its cells are to be read."""

from collections.abc import Mapping as Dictionary
from dataclasses import dataclass
from enum import StrEnum

from portal.imports.queries import SectionName
from portal.kernel.words import N_


class Core(StrEnum):
    """What a row can say besides the sections of its sheet."""

    TYPE = "type"
    CODE = "code"
    TITLE = "title"
    FIELD = "field"
    GOALS = "goals"
    KIND = "kind"
    ORIGIN = "origin"
    RECOMMENDED_TO = "recommended_to"
    NOTE = "note"


CORE_LABELS = {
    Core.TYPE: N_("Typ"),
    Core.CODE: N_("Code"),
    Core.TITLE: N_("Titel"),
    Core.FIELD: N_("Handlungsfeld"),
    Core.GOALS: N_("Ziele"),
    Core.KIND: N_("Art"),
    Core.ORIGIN: N_("Herkunft"),
    Core.RECOMMENDED_TO: N_("Empfehlung an"),
    Core.NOTE: N_("Hinweis zur Fassung"),
}
EXAMPLE = "Beispiel"
"""The code of the row in our template that shows how it is filled in."""
CORE = frozenset(str(core) for core in Core)


@dataclass(frozen=True, slots=True)
class Source:
    """One column of the file.

    `target` is a core name or the key of a section, empty for a column that is left out; `new_section` is the label of
    a section to be created instead. `prefix` is the sub-label under which the text stands when several columns go into
    one section. `split` divides a cell into several values; `html` cells are turned into Markdown; `values` translates
    what a cell (or one of its values) says.
    """

    column: str
    target: str = ""
    new_section: str = ""
    prefix: str = ""
    split: str = ""
    html: bool = False
    values: tuple[tuple[str, str], ...] = ()

    @property
    def is_used(self) -> bool:
        return bool(self.target or self.new_section)


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a table becomes a catalogue.

    `defaults` holds for empty cells and missing columns; `fields` names fields of action by code that no row of the
    file describes; `field_from_code` takes the field from the first letters of the code where no cell names it;
    `new_fields` and `new_goals` create what measures name and nobody has described; `skip_without_code` leaves out
    rows without a code, such as subheadings; `code_in_title` finds the code at the beginning of the title.
    """

    sources: tuple[Source, ...]
    defaults: tuple[tuple[str, str], ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    field_from_code: bool = False
    new_fields: bool = False
    new_goals: bool = False
    skip_without_code: bool = False
    code_in_title: bool = False

    def default(self, target: str) -> str:
        return dict(self.defaults).get(target, "")

    @property
    def ignored(self) -> tuple[str, ...]:
        return tuple(source.column for source in self.sources if not source.is_used)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a row says about one target: the columns it comes from, the text, and its values if it has several."""

    column: str
    text: str
    several: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MappedRow:
    """A row by our names; a target that no column means is not in `cells`."""

    number: int
    part: str
    cells: Dictionary[str, Cell]

    def text(self, target: str) -> str:
        cell = self.cells.get(target)
        return cell.text if cell else ""

    def several(self, target: str) -> tuple[str, ...]:
        cell = self.cells.get(target)
        return cell.several if cell else ()

    def says(self, target: str) -> bool:
        """Whether the file speaks about this at all; an empty cell then means: nothing."""
        return target in self.cells


@dataclass(frozen=True, slots=True)
class Mapped:
    """A table by our names. `columns` tells the column of the file by target; `ignored` are the columns left out."""

    rows: tuple[MappedRow, ...]
    columns: Dictionary[str, str]
    sections: tuple[SectionName, ...]
    new_sections: tuple[SectionName, ...] = ()
    ignored: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
