"""Codes of the rows: present, allowed, each only once, none that belongs to something else."""

import re
from collections.abc import Sequence

from portal.consultations.models import ItemType
from portal.imports.checking.ledger import Ledger
from portal.imports.mapping import Core, MappedRow
from portal.imports.queries import Catalogue
from portal.kernel.codes import LONGEST, is_code, normal_code
from portal.kernel.words import N_

MISSING = N_("Der Code fehlt.")
TOO_LONG = N_("Ein Code hat höchstens %(most)s Zeichen.")
NOT_ALLOWED = N_("Ein Code enthält weder / noch ? # oder \\ und keine Steuerzeichen.")
TWICE = N_("Diesen Code haben die Zeilen %(rows)s.")
FORMER = N_("Diesen Code hatte früher ein anderer Eintrag; er wird nicht neu vergeben.")
OTHER_TYPE = {
    ItemType.GOAL: N_("Unter diesem Code gibt es schon eine Maßnahme."),
    ItemType.MEASURE: N_("Unter diesem Code gibt es schon ein Ziel."),
}
LIKE_A_DAY = N_("Der Code sieht aus wie ein Datum. Vielleicht hat die Tabellenkalkulation ihn umgewandelt.")

DAY = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d)?")


def check_codes(rows: Sequence[tuple[MappedRow, ItemType]], catalogue: Catalogue, ledger: Ledger) -> None:
    """Everything that can be wrong with the codes of goals and measures."""
    types = {item.code: item.type for item in catalogue.items}
    check_each([row for row, _ in rows], ledger)
    for row, item_type in rows:
        code = normal_code(row.text(Core.CODE))
        if types.get(code, item_type) is not item_type:
            ledger.fault(row, Core.CODE, code, OTHER_TYPE[item_type])
        elif code in catalogue.former_codes and code not in types:
            ledger.fault(row, Core.CODE, code, FORMER)


def check_each(rows: Sequence[MappedRow], ledger: Ledger) -> None:
    """Present, allowed, and not twice among these rows."""
    places: dict[str, list[MappedRow]] = {}
    for row in rows:
        said = row.text(Core.CODE)
        code = normal_code(said)
        if not code:
            ledger.fault(row, Core.CODE, said, MISSING)
            continue
        if len(code) > LONGEST:
            ledger.fault(row, Core.CODE, said, TOO_LONG, most=LONGEST)
        elif not is_code(code):
            ledger.fault(row, Core.CODE, said, NOT_ALLOWED)
        if DAY.fullmatch(code):
            ledger.hint(row, Core.CODE, code, LIKE_A_DAY)
        places.setdefault(code, []).append(row)
    for code, found in places.items():
        if len(found) > 1:
            ledger.fault(found[1], Core.CODE, code, TWICE, rows=", ".join(map(_place, found)))


def _place(row: MappedRow) -> str:
    return f"{row.number} ({row.part})" if row.part else str(row.number)
