"""Files into tables: xlsx, csv, docx and json, within limits, and every refusal is a sentence."""

from collections.abc import Callable
from pathlib import PurePath

from portal.imports.reading import delimited, document, records, spreadsheet
from portal.imports.reading.joining import PART
from portal.imports.reading.table import BROKEN, DEFAULT, Limits, Row, Table, Unreadable
from portal.kernel.words import N_

__all__ = ["DEFAULT", "FORMATS", "PART", "Limits", "Row", "Table", "Unreadable", "read_table"]

EMPTY = N_("Die Datei ist leer.")
TOO_BIG = N_("Die Datei ist größer als %(most)s MB.")
UNKNOWN = N_("Dateien dieser Art (%(ending)s) werden nicht gelesen. Möglich sind xlsx, csv, docx und json.")
OLD = N_("Das ist ein altes oder mit Passwort geschütztes Office-Format. Bitte speichern Sie ohne Passwort als %(as)s.")
OTHER = N_("Die Datei heißt %(ending)s, enthält aber etwas anderes. Bitte speichern Sie sie noch einmal.")

Reader = Callable[[bytes, Limits], Table]
FORMATS: dict[str, Reader] = {
    ".xlsx": spreadsheet.read,
    ".xlsm": spreadsheet.read,
    ".csv": delimited.read,
    ".tsv": delimited.read,
    ".txt": delimited.read,
    ".docx": document.read,
    ".json": records.read,
}
ZIPPED = frozenset({".xlsx", ".xlsm", ".docx"})
NEWER = {".xls": "xlsx", ".xlsx": "xlsx", ".xlsm": "xlsx", ".ods": "xlsx", ".doc": "docx", ".docx": "docx"}
OLE = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"


def read_table(name: str, content: bytes, limits: Limits = DEFAULT) -> Table:
    """The table in a file; its name says by its ending what it is. Raises `Unreadable`, and nothing else."""
    ending = PurePath(name).suffix.lower()
    _refuse_what_it_is_not(ending, content, limits)
    try:
        return FORMATS[ending](content, limits)
    except Unreadable:
        raise
    except Exception as fault:  # parsers of broken files raise anything
        raise Unreadable(BROKEN) from fault


def _refuse_what_it_is_not(ending: str, content: bytes, limits: Limits) -> None:
    if len(content) > limits.size:
        raise Unreadable(TOO_BIG, most=limits.size // 2**20)
    if content.startswith(OLE):
        raise Unreadable(OLD, **{"as": NEWER.get(ending, "xlsx")})
    if ending not in FORMATS:
        raise Unreadable(UNKNOWN, ending=ending or "?")
    if not content.strip():
        raise Unreadable(EMPTY)
    if content.startswith(ZIP) != (ending in ZIPPED):
        raise Unreadable(OTHER, ending=ending)
