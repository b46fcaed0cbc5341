"""Which goals a measure serves, by their codes or titles."""

import re
from collections.abc import Iterator

from portal.consultations.models import ItemType
from portal.imports.checking.ledger import Ledger
from portal.imports.checking.naming import Named
from portal.imports.checking.plan import ItemStep
from portal.imports.mapping import Core, MappedRow
from portal.imports.mapping.naming import divided
from portal.imports.queries import ItemText
from portal.kernel.codes import is_code, normal_code
from portal.kernel.words import N_

UNKNOWN = N_("Dieses Ziel gibt es nicht.")
FURTHER = re.compile(r"\s*(?:,|/|\bund\b|\band\b|&)\s*")


class Goals:
    """The goals measures can name; `may_add` makes those that are only named."""

    def __init__(self, known: dict[str, ItemText], taken: set[str], ledger: Ledger, *, may_add: bool) -> None:
        self.known = known
        self.taken = taken
        self.ledger = ledger
        self.may_add = may_add
        self.added: list[ItemStep] = []
        self.named = Named.of(known.values())

    def of(self, row: MappedRow, field: str) -> tuple[str, ...]:
        """Codes in the order of the cell, each once; what names no goal is a fault."""
        codes: dict[str, None] = {}
        for said in row.several(Core.GOALS):
            found = list(self._find(said))
            if not found and self.may_add and field:
                found = [self._add(said, field, row)]
            if not found:
                self.ledger.fault(row, Core.GOALS, said, UNKNOWN)
            codes.update(dict.fromkeys(found))
        return tuple(codes)

    def _find(self, said: str) -> Iterator[str]:
        """One goal, or several behind each other if every one of them is known."""
        whole = self.named.find(said)
        if whole is not None:
            yield whole
            return
        found = [self.named.find(piece) for piece in FURTHER.split(said)]
        if len(found) > 1 and None not in found:
            yield from (code for code in found if code is not None)

    def _add(self, said: str, field: str, row: MappedRow) -> str:
        code, title = divided(said)
        if not is_code(code) or code in self.taken:
            number = 1
            while (code := normal_code(f"{field} Ziel {number}")) in self.taken:
                number += 1
        goal = ItemText(ItemType.GOAL, code, title or said, field)
        self.added.append(ItemStep(0, None, goal))
        self.taken.add(code)
        self.known[code] = goal
        self.named = Named.of(self.known.values())
        return code
