"""What every file becomes before anything is understood: named columns and numbered rows of text."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.kernel.errors import Invalid
from portal.kernel.words import N_

BROKEN = N_("Die Datei lässt sich nicht lesen. Vermutlich ist sie beschädigt oder unvollständig.")
NO_HEADER = N_("Es wurde keine Kopfzeile gefunden: Die erste Zeile der Tabelle nennt die Spalten.")
NO_ROWS = N_("In der Datei steht keine Tabelle mit Inhalt.")
TOO_MANY_ROWS = N_("Die Tabelle hat mehr als %(most)s Zeilen.")
TOO_MANY_COLUMNS = N_("Die Tabelle hat mehr als %(most)s Spalten.")
TOO_LONG = N_("In Zeile %(row)s steht in der Spalte „%(column)s“ ein Text mit mehr als %(most)s Zeichen.")

LONGEST_NAME = 200
"""Characters in the name of a column."""


class Unreadable(Invalid):
    """The file cannot be taken in; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Where reading stops: bytes of the file and of what it unpacks to, rows, columns, characters in a cell."""

    size: int = 10 * 2**20
    unpacked: int = 64 * 2**20
    part: int = 24 * 2**20
    ratio: int = 200
    parts: int = 2_000
    rows: int = 5_000
    columns: int = 100
    cell: int = 50_000


DEFAULT = Limits()


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is what a person sees beside it in the file; `part` names its sheet or list, if there are several."""

    number: int
    cells: tuple[str, ...]
    part: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Every row has as many cells as there are columns; names of columns differ. `skipped` names parts left unread."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    skipped: tuple[str, ...] = ()


def clean(text: str) -> str:
    """As it is compared and stored: NFC, \\n for line ends, nothing a database refuses, no blanks around it."""
    if text.isascii() and "\r" not in text and "\x00" not in text:
        return text.strip()
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    storable = "".join(sign for sign in plain if not "\ud800" <= sign <= "\udfff" and sign not in "\ufffe\uffff")
    return unicodedata.normalize("NFC", storable).strip().strip("\ufeff")


def table(names: Sequence[str], rows: Iterable[Row], limits: Limits, skipped: Sequence[str] = ()) -> Table:
    """Pads short rows, names what has no name, drops rows and unnamed columns without content; keeps to the limits."""
    kept = _within(limits, names, (row for row in rows if any(row.cells)))
    if not kept:
        raise Unreadable(NO_ROWS)
    named = {column: name for column, name in enumerate(names) if name}
    used = sorted(named.keys() | {column for row in kept for column, cell in enumerate(row.cells) if cell})
    if len(used) > limits.columns:
        raise Unreadable(TOO_MANY_COLUMNS, most=limits.columns)
    columns = distinct(named.get(column) or f"Spalte {column + 1}" for column in used)
    filled = (Row(row.number, tuple(_cell(row, column) for column in used), row.part) for row in kept)
    return Table(tuple(columns), tuple(filled), tuple(skipped))


def distinct(names: Iterable[str]) -> list[str]:
    """The names in their order; one that was there before gets a number."""
    seen: set[str] = set()
    result: list[str] = []
    for name in names:
        free, number = name, 2
        while free in seen:
            free, number = f"{name} ({number})", number + 1
        seen.add(free)
        result.append(free)
    return result


def _within(limits: Limits, names: Sequence[str], rows: Iterable[Row]) -> list[Row]:
    if any(len(name) > LONGEST_NAME for name in names):
        raise Unreadable(NO_HEADER)
    kept: list[Row] = []
    for row in rows:
        if len(kept) == limits.rows:
            raise Unreadable(TOO_MANY_ROWS, most=limits.rows)
        for column, cell in enumerate(row.cells):
            if len(cell) > limits.cell:
                name = (names[column] if column < len(names) else "") or f"Spalte {column + 1}"
                raise Unreadable(TOO_LONG, row=row.number, column=name, most=limits.cell)
        kept.append(row)
    return kept


def _cell(row: Row, column: int) -> str:
    return row.cells[column] if column < len(row.cells) else ""
