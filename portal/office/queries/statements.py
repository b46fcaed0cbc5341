"""A table of letters and e-mails, checked row by row before any of it is entered."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from portal.comments import on_behalf
from portal.comments.contribution import Contribution
from portal.comments.models import Stance, Way
from portal.comments.on_behalf import Received
from portal.comments.queries.entered import references
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.consultations.queries import Sheet
from portal.consultations.structure import SectionLine, Structure
from portal.imports.reading import Row, Table
from portal.kernel.errors import Invalid
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.stakeholders.queries import organisations
from portal.stakeholders.reading import Fault
from portal.stakeholders.roster import key_of

COLUMNS = {
    "organisation": N_("Organisation"),
    "sender": N_("Name der Person"),
    "code": N_("Code"),
    "section": N_("Abschnitt"),
    "stance": N_("Haltung"),
    "text": N_("Text"),
    "way": N_("Weg"),
    "written": N_("Geschrieben am"),
    "arrived": N_("Angekommen am"),
    "reference": N_("Zeichen"),
}
NEEDED = ("code", "stance", "way", "arrived", "reference")
WORDS = {
    "organisation": "organisation|organization",
    "sender": "name der person|absender|absender*in|sender|name",
    "code": "code|maßnahme|eintrag|measure|item",
    "section": "abschnitt|section",
    "stance": "haltung|stance",
    "text": "text|stellungnahme|kommentar|body|comment",
    "way": "weg|art|way",
    "written": "geschrieben am|datum|written|written on",
    "arrived": "angekommen am|eingang|eingegangen am|arrived|arrived on",
    "reference": "zeichen|aktenzeichen|nummer|reference|number",
}
STANCES = {
    "dafür": Stance.SUPPORT,
    "dafür mit änderung": Stance.SUPPORT_WITH_CHANGES,
    "keine einwände": Stance.NO_OBJECTION,
    "frage": Stance.QUESTION,
    "dagegen": Stance.OBJECT,
} | {stance.value: stance for stance in Stance}
WAYS = {
    "brief": Way.LETTER,
    "post": Way.LETTER,
    "e-mail": Way.EMAIL,
    "mail": Way.EMAIL,
    "fax": Way.FAX,
    "persönlich": Way.IN_PERSON,
    "telefon": Way.PHONE,
    "telefonisch": Way.PHONE,
} | {way.value: way for way in Way}
GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
FIELDS = {"body": "text", "arrived_on": "arrived", "written_on": "written"}
"""Columns by the field a refusal names."""

NO_COLUMN = N_("Diese Spalte fehlt. Nötig sind Code, Haltung, Weg, Angekommen am und Zeichen.")
EMPTY_CELL = N_("Hier fehlt etwas.")
UNKNOWN_CODE = N_("Diesen Code gibt es im Katalog nicht.")
UNKNOWN_SECTION = N_("Diesen Abschnitt gibt es nicht.")
UNKNOWN_STANCE = N_(
    "Diese Haltung gibt es nicht. Möglich sind Dafür, Dafür mit Änderung, Keine Einwände, Frage, Dagegen."
)
UNKNOWN_WAY = N_("Diesen Weg gibt es nicht. Möglich sind Brief, E-Mail, Fax, persönlich, Telefon.")
UNKNOWN_BODY = N_("Diese Organisation gibt es hier nicht. Leer heißt: eine Privatperson.")
NO_DAY = N_("Das ist kein Tag. Schreiben Sie ihn wie 18.11.2026 oder 2026-11-18.")
TWICE = N_("Dieses Zeichen steht schon in Zeile %(row)s.")


@dataclass(frozen=True, slots=True)
class Letter:
    """A row that can be entered."""

    row: int
    code: str
    said: Contribution
    received: Received
    organisation_id: int | None
    organisation: str


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything that can be entered, and what keeps the rest from it; with faults nothing is entered."""

    letters: tuple[Letter, ...]
    faults: tuple[Fault, ...]


@dataclass
class _Desk:
    """What rows are checked against."""

    work: Work
    here: Consultation
    columns: Mapping[str, int]
    skeleton: Structure
    bodies: Mapping[str, tuple[int, str]]
    taken: frozenset[str]
    sheets: dict[str, Sheet | None] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def check_table(work: Work, consultation: Consultation, table: Table) -> Checked:
    """Read it row by row; texts are rendered, which is slow. A constant number of statements and one per item."""
    columns = {name: place for place, title in enumerate(table.columns) if (name := _column(title))}
    missing = [Fault(1, COLUMNS[name], "", NO_COLUMN) for name in NEEDED if name not in columns]
    if missing:
        return Checked((), tuple(missing))
    desk = _Desk(
        work,
        consultation,
        columns,
        consultations.structure(work, consultation),
        {key_of(line.name): (line.id, line.name) for line in organisations(work, consultation)},
        references(work, consultation),
    )
    found = [_letter(desk, row) for row in table.rows]
    return Checked(tuple(letter for letter in found if letter is not None), tuple(desk.faults))


def _letter(desk: _Desk, row: Row) -> Letter | None:
    before = len(desk.faults)
    cells = {name: row.cells[place].strip() for name, place in desk.columns.items()}

    def wrong(column: str, sentence: str, **values: object) -> None:
        desk.faults.append(Fault(row.number, COLUMNS[column], cells.get(column, "")[:200], sentence, values))

    for name in NEEDED:
        if not cells[name]:
            wrong(name, EMPTY_CELL)
    sheet = _sheet(desk, cells["code"])
    stance, way = STANCES.get(_plain(cells["stance"])), WAYS.get(_plain(cells["way"]))
    arrived, written = day_in(cells["arrived"]), day_in(cells.get("written", ""))
    section, body = _section(desk, cells.get("section", "")), desk.bodies.get(key_of(cells.get("organisation", "")))
    for column, value, sentence in (
        ("code", sheet, UNKNOWN_CODE),
        ("stance", stance, UNKNOWN_STANCE),
        ("way", way, UNKNOWN_WAY),
        ("arrived", arrived, NO_DAY),
        ("written", written, NO_DAY),
        ("section", section, UNKNOWN_SECTION),
        ("organisation", body, UNKNOWN_BODY),
    ):
        if value is None and cells.get(column):
            wrong(column, sentence)
    _note(desk, row.number, cells["reference"])
    said = received = None
    with _naming(wrong):
        if sheet is not None and stance is not None:
            said = Contribution.of(sheet, stance, cells.get("text", ""), section=section)
    with _naming(wrong):
        if way is not None and arrived is not None and cells["reference"]:
            received = Received(way, arrived, cells["reference"], written, cells.get("sender", "")).tidied()
            on_behalf.check(desk.work, received)
    if len(desk.faults) > before or sheet is None or said is None or received is None:
        return None
    return Letter(row.number, sheet.item.code, said, received, body[0] if body else None, body[1] if body else "")


@contextmanager
def _naming(wrong: Callable[..., None]) -> Iterator[None]:
    """What is refused is a fault of the column that its field comes from."""
    try:
        yield
    except Invalid as refusal:
        wrong(FIELDS.get(refusal.field, refusal.field) or "text", refusal.sentence, **refusal.values)


def _note(desk: _Desk, row: int, reference: str) -> None:
    """A reference stands in the file once, and not yet in the database."""
    if reference in desk.seen:
        desk.faults.append(Fault(row, COLUMNS["reference"], reference, TWICE, {"row": desk.seen[reference]}))
    elif reference in desk.taken:
        values = {"reference": reference}
        desk.faults.append(Fault(row, COLUMNS["reference"], reference, on_behalf.REFERENCE_TAKEN, values))
    if reference:
        desk.seen.setdefault(reference, row)


def day_in(text: str) -> date | None:
    """A day as people or spreadsheets write it, None for what is none."""
    if match := GERMAN_DAY.fullmatch(text.strip()):
        text = f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _sheet(desk: _Desk, code: str) -> Sheet | None:
    if code not in desk.sheets:
        line = next((item for item in desk.skeleton.items if item.code == code), None)
        desk.sheets[code] = consultations.sheet(desk.work, desk.here, line) if line else None
    return desk.sheets[code]


def _section(desk: _Desk, said: str) -> SectionLine | None:
    wanted = _plain(said)
    names = ((line, (line.key, line.name("de"), line.name("en"))) for line in desk.skeleton.sections)
    return next((line for line, known in names if wanted and wanted in map(_plain, known)), None)


def _column(title: str) -> str:
    wanted = _plain(title)
    return next((name for name, words in WORDS.items() if wanted in words.split("|")), "")


def _plain(word: str) -> str:
    return " ".join(word.split()).casefold()
