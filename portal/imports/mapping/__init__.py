"""Columns of any name to our names: a suggestion, a mapping that can be kept, and the table read through it."""

from portal.imports.mapping.applying import apply
from portal.imports.mapping.document import as_document, from_document, read_mapping, written
from portal.imports.mapping.model import CORE_LABELS, EXAMPLE, Cell, Core, Mapped, MappedRow, Mapping, Source
from portal.imports.mapping.suggesting import suggest

__all__ = [
    "CORE_LABELS",
    "EXAMPLE",
    "Cell",
    "Core",
    "Mapped",
    "MappedRow",
    "Mapping",
    "Source",
    "apply",
    "as_document",
    "from_document",
    "read_mapping",
    "suggest",
    "written",
]
