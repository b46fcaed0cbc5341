"""Which field of action every row belongs to, and which fields the import makes or changes."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from portal.imports.checking.ledger import Ledger
from portal.imports.checking.naming import Named
from portal.imports.checking.plan import FieldStep
from portal.imports.mapping import Core, MappedRow, Mapping
from portal.imports.mapping.naming import divided
from portal.imports.queries import Catalogue, FieldText
from portal.kernel.codes import is_code, normal_code
from portal.kernel.words import N_

UNKNOWN = N_("Dieses Handlungsfeld gibt es nicht.")
MISSING = N_("Das Handlungsfeld fehlt und lässt sich nicht aus dem Code ableiten.")

LETTERS = re.compile(r"[A-ZÄÖÜ]+|[^\W\d_]+|\d+")
CAPITALS = re.compile(r"[A-ZÄÖÜ]+(?=[a-zäöüß])|[A-ZÄÖÜ]+")


@dataclass(slots=True)
class Fields:
    """The fields that are there, those the file describes, and those it only names."""

    mapping: Mapping
    ledger: Ledger
    known: dict[str, FieldText]
    may_add: bool
    steps: dict[str, FieldStep] = field(default_factory=dict)
    named: Named = field(default_factory=lambda: Named({}, {}))

    def of(self, row: MappedRow, code: str, before: str = "") -> str:
        """The code of the row's field; empty, and a fault, when there is none."""
        said = row.text(Core.FIELD)
        if said:
            found = self.named.find(said)
            if found is None:
                self.ledger.fault(row, Core.FIELD, said, UNKNOWN)
            return found or ""
        if before:
            return before
        found = self._from_code(code) if self.mapping.field_from_code else None
        if found is None:
            self.ledger.fault(row, Core.FIELD, "", MISSING)
        return found or ""

    def add(self, step: FieldStep) -> None:
        self.steps[step.after.code] = step
        self.known[step.after.code] = step.after
        self.named = Named.of(self.known.values())

    def _from_code(self, code: str) -> str | None:
        """The longest field code with which this code begins, so that “B5+6” belongs to “B”."""
        begun = [known for known in self.known if code.startswith(known)]
        return max(begun, key=len, default=None)


def find_fields(
    rows: Sequence[MappedRow], others: Sequence[MappedRow], mapping: Mapping, catalogue: Catalogue, ledger: Ledger
) -> Fields:
    """`rows` describe fields, `others` name them. What is only named is made in a catalogue that has no fields yet."""
    known = {text.code: text for text in catalogue.fields}
    may_add = mapping.new_fields or not (known or rows or mapping.fields)
    fields = Fields(mapping, ledger, known, may_add, named=Named.of(known.values()))
    for row in rows:
        _take_row(fields, row)
    for code, title in mapping.fields:
        before = fields.known.get(normal_code(code))
        if before is None:
            fields.add(FieldStep(0, None, FieldText(normal_code(code), title)))
    if may_add:
        _add_named(fields, others)
        _add_from_codes(fields, others)
    return fields


def _take_row(fields: Fields, row: MappedRow) -> None:
    code = normal_code(row.text(Core.CODE))
    before = fields.known.get(code)
    title = row.text(Core.TITLE) or (before.title if before else "")
    says_summary = row.says("description")
    summary = row.text("description") if says_summary else before.summary if before else ""
    if is_code(code) and title:
        fields.add(FieldStep(row.number, before, FieldText(code, title, summary)))


def _add_named(fields: Fields, others: Iterable[MappedRow]) -> None:
    """A field that only its title names gets the letters with which most codes in it begin."""
    heads: dict[str, Counter[str]] = {}
    for row in others:
        said = row.text(Core.FIELD)
        if said and fields.named.find(said) is None:
            heads.setdefault(said, Counter())[head_of(row.text(Core.CODE))] += 1
    for said, counted in heads.items():
        if fields.named.find(said) is not None:
            continue
        code, title = divided(said)
        code = code or _free_code(fields, title, counted)
        fields.add(FieldStep(0, None, FieldText(code, title or code)))


def _add_from_codes(fields: Fields, others: Iterable[MappedRow]) -> None:
    if not fields.mapping.field_from_code:
        return
    for row in others:
        code = normal_code(row.text(Core.CODE))
        head = head_of(code)
        if head and not row.text(Core.FIELD) and head not in fields.known:
            fields.add(FieldStep(0, None, FieldText(head, head)))


def head_of(code: str) -> str:
    """With what a code begins: “B” of “B 1.2”, “Ü” of “Üneu1”, “3” of “3.1”."""
    found = CAPITALS.match(code) or LETTERS.match(code)
    return found.group() if found else ""


def _free_code(fields: Fields, title: str, heads: Counter[str]) -> str:
    for head, _ in heads.most_common():
        if head and head not in fields.known:
            return head
    first = title[:1].upper()
    number, code = 2, first if is_code(first) else "F"
    stem = code
    while code in fields.known:
        code, number = f"{stem}{number}", number + 1
    return code
