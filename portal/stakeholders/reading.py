"""Lists of people to invite, pasted or as CSV, become rows; faults are named by row, column and value."""

import csv
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO

from portal.kernel.actor import Role
from portal.kernel.errors import Invalid
from portal.kernel.words import N_

COLUMNS = ("email", "role", "organisation", "group", "name")
"""The header of the file, and the order of cells in a list without one."""
ROLES: Mapping[str, tuple[Role, bool]] = {
    "member": (Role.MEMBER, False),
    "releaser": (Role.RELEASER, False),
    "moderator": (Role.MODERATOR, False),
    "steering": (Role.STEERING, False),
    "chair": (Role.STEERING, True),
    "editor": (Role.EDITOR, False),
}
"""A role as it is written in files and forms, and whether it chairs."""

OTHER_HEADERS = {
    "e-mail": "email",
    "mail": "email",
    "e-mail-adresse": "email",
    "rolle": "role",
    "organization": "organisation",
    "gruppe": "group",
    "akteursgruppe": "group",
}
OTHER_ROLES = {
    "mitglied": "member",
    "freigabe": "releaser",
    "moderation": "moderator",
    "lenkungsgruppe": "steering",
    "vorsitz": "chair",
    "geschäftsstelle": "editor",
}
DELIMITERS = (";", "\t", ",")
MOST_ROWS = 2_000
MOST_BYTES = 512 * 1024
LONGEST_CELL = 300
NAMED_ADDRESS = re.compile(r'\s*+"?+([^"<>]*+)"?+\s*+<([^<>\s]++)>\s*+[,;]?\s*')
"""Gives nothing back, so that a line of blanks takes no longer than another."""

NOT_TEXT = N_("Die Datei ist kein Text. Bitte speichern Sie sie als CSV.")
TOO_BIG = N_("Die Datei ist größer als 512 KB. Bitte teilen Sie sie auf.")
TOO_MANY_ROWS = N_("Die Liste hat mehr als 2.000 Zeilen. Bitte teilen Sie sie auf.")
EMPTY = N_("Die Liste ist leer.")
NO_EMAIL_COLUMN = N_("Keine Spalte heißt email. Die Kopfzeile lautet: email,role,organisation,group,name")
UNKNOWN_COLUMN = N_("Diese Spalte kennen wir nicht. Möglich sind email, role, organisation, group und name.")
DOUBLE_COLUMN = N_("Diese Spalte steht zweimal in der Kopfzeile.")
TOO_MANY_CELLS = N_("Diese Zeile hat mehr Zellen als die Kopfzeile. Steht ein Trennzeichen im Text?")
BROKEN_QUOTES = N_("Hier steht ein Anführungszeichen, das nicht zum Aufbau der Liste passt.")
UNKNOWN_ROLE = N_("Diese Rolle gibt es nicht. Möglich sind member, releaser, moderator, steering, chair und editor.")
TOO_LONG = N_("Dieser Text ist länger als 300 Zeichen.")
FAULTY = N_("Es wurde niemand eingeladen: Die Liste enthält Fehler.")


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody to be invited. The organisation is named by its id or by its name; a new one needs a group."""

    email: str
    role: Role = Role.MEMBER
    chair: bool = False
    name: str = ""
    organisation_name: str = ""
    organisation_id: int | None = None
    group_key: str = ""
    language: str = "de"


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is what a person sees beside it in the list."""

    number: int
    invitee: Invitee


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell: a German sentence and what belongs into its placeholders."""

    row: int
    column: str
    value: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)


class Faulty(Invalid):
    """A list of which nothing was taken; `faults` says why."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(FAULTY, field="list")
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list says; where there are faults, the rows serve only to find the other faults."""

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]


def decode(content: bytes) -> str:
    """UTF-8 with or without mark, UTF-16 with one, or Windows-1252. Raises `Invalid` for what is no text."""
    if len(content) > MOST_BYTES:
        raise Invalid(TOO_BIG, field="file")
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise Invalid(NOT_TEXT, field="file")


def read_list(text: str, *, usually: str = "member", language: str = "de") -> Listed:
    """Rows of a CSV with header, of cells in the order of `COLUMNS`, or of plain addresses, one a line.

    `usually` is the role of a row that names none.
    """
    lines = _plain_addresses(text)
    faults: list[Fault] = []
    records = [(number, tuple(map(_clean, cells))) for number, cells in _records(lines, faults)]
    records = [(number, cells) for number, cells in records if any(cells)]
    if not records and not faults:
        faults.append(Fault(1, "email", "", EMPTY))
    if len(records) > MOST_ROWS:
        return Listed((), (Fault(MOST_ROWS + 1, "", "", TOO_MANY_ROWS),))
    columns: Sequence[str] = COLUMNS
    if records and _is_header(records[0][1]):
        number, names = records.pop(0)
        columns = _columns(names, number, faults)
        if faults:
            return Listed((), tuple(faults))
    else:
        records = [(number, cells) for number, line in records for cells in _one_address_each(line)]
    rows = [_row(number, cells, columns, usually, language, faults) for number, cells in records]
    return Listed(tuple(row for row in rows if row is not None), tuple(faults))


def _plain_addresses(text: str) -> str:
    """Lines such as `Ada Beispiel <ada@example.org>`, as mail programs copy them, become cells."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(
        f'{match[2]};;;;"{match[1]}"' if (match := NAMED_ADDRESS.fullmatch(line)) else line for line in lines
    )


def _records(text: str, faults: list[Fault]) -> list[tuple[int, list[str]]]:
    """Numbered as a spreadsheet shows them: a quoted line break does not begin a new row."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: list[tuple[int, list[str]]] = []
    try:
        for number, cells in enumerate(reader, start=1):
            found.append((number, cells))
            if len(found) > 2 * MOST_ROWS:
                break
    except csv.Error:
        faults.append(Fault(len(found) + 1, "", "", BROKEN_QUOTES))
    return found


def _clean(cell: str) -> str:
    """NFC and without blanks around it; a line break inside stays, so that it can be refused."""
    return unicodedata.normalize("NFC", cell).strip().strip("\ufeff").strip()


def _is_header(cells: Sequence[str]) -> bool:
    names = {_column(cell) for cell in cells}
    return bool(names & set(COLUMNS)) and not any("@" in cell for cell in cells)


def _one_address_each(cells: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Several addresses on a line are several people."""
    filled = [cell for cell in cells if cell]
    return [(cell,) for cell in filled] if all("@" in cell for cell in filled) else [cells]


def _column(cell: str) -> str:
    name = cell.casefold()
    return OTHER_HEADERS.get(name, name)


def _columns(cells: Sequence[str], number: int, faults: list[Fault]) -> list[str]:
    names = [_column(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    for place, name in enumerate(names):
        if name not in COLUMNS:
            faults.append(Fault(number, cells[place], cells[place], UNKNOWN_COLUMN))
        elif name in names[:place]:
            faults.append(Fault(number, name, cells[place], DOUBLE_COLUMN))
    if "email" not in names:
        faults.append(Fault(number, "email", "", NO_EMAIL_COLUMN))
    return names


def _row(
    number: int, cells: Sequence[str], columns: Sequence[str], usually: str, language: str, faults: list[Fault]
) -> Row | None:
    before = len(faults)
    if any(cells[len(columns) :]):
        faults.append(Fault(number, "", ";".join(cells)[:LONGEST_CELL], TOO_MANY_CELLS))
    said = dict.fromkeys(COLUMNS, "") | dict(zip(columns, cells, strict=False))
    for column, text in said.items():
        if len(text) > LONGEST_CELL:
            faults.append(Fault(number, column, text[:LONGEST_CELL], TOO_LONG))
    role = role_named(said["role"] or usually)
    if role is None:
        faults.append(Fault(number, "role", said["role"], UNKNOWN_ROLE))
    if any(fault.column != "role" for fault in faults[before:]):
        return None
    invitee = Invitee(
        email=said["email"],
        role=role[0] if role else Role.MEMBER,
        chair=bool(role and role[1]),
        name=said["name"],
        organisation_name=said["organisation"],
        group_key=said["group"],
        language=language,
    )
    return Row(number, invitee)


def role_named(word: str) -> tuple[Role, bool] | None:
    """The role behind a word of a file or form, and whether it chairs."""
    plain = word.strip().casefold()
    return ROLES.get(OTHER_ROLES.get(plain, plain))
