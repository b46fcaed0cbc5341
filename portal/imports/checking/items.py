"""What a row makes of its goal or measure."""

from collections.abc import Sequence

from portal.consultations.models import ItemType, Kind
from portal.imports.checking.fields import Fields
from portal.imports.checking.goals import Goals
from portal.imports.checking.ledger import Ledger
from portal.imports.checking.plan import ItemStep
from portal.imports.mapping import Core, MappedRow
from portal.imports.mapping.markdown import tidy
from portal.imports.mapping.vocabulary import KIND_WORDS, meaning
from portal.imports.queries import ItemText, SectionName
from portal.kernel.codes import normal_code
from portal.kernel.words import N_

UNKNOWN_KIND = N_("Diese Art gibt es nicht. Möglich sind: Verwaltung, Leuchtturmprojekt, Empfehlung.")
RECOMMENDED = ("empfehlung an ", "recommendation to ")


def step(
    row: MappedRow,
    item_type: ItemType,
    catalogue: dict[str, ItemText],
    sections: Sequence[SectionName],
    fields: Fields,
    goals: Goals | None = None,
) -> ItemStep:
    """What the row makes of its item: columns the file does not have leave everything as it is."""
    code = normal_code(row.text(Core.CODE))
    before = catalogue.get(code)
    is_measure = item_type is ItemType.MEASURE
    kind, recommended_to = _kind(row, before, fields.ledger) if is_measure else (None, "")
    field = fields.of(row, code, before.field if before else "")
    after = ItemText(
        type=item_type,
        code=code,
        title=row.text(Core.TITLE) or (before.title if before and not row.says(Core.TITLE) else ""),
        field=field,
        sections=_sections(row, before, sections),
        goals=goals.of(row, field) if goals and row.says(Core.GOALS) else before.goals if before else (),
        kind=kind,
        recommended_to=recommended_to,
        origin=_kept(row, Core.ORIGIN, before.origin if before else "") if is_measure else "",
    )
    return ItemStep(row.number, before, after, row.text(Core.NOTE))


def _sections(row: MappedRow, before: ItemText | None, names: Sequence[SectionName]) -> tuple[tuple[str, str], ...]:
    """A text that differs only by what tidying takes away is the text that is there."""
    old = {name.key: before.section(name.key) if before else "" for name in names}
    new = {key: _kept(row, key, text) for key, text in old.items()}
    texts = [(key, old[key] if tidy(old[key]) == new[key] else new[key]) for key in old]
    return tuple((key, text) for key, text in texts if text)


def _kept(row: MappedRow, target: str, before: str) -> str:
    return row.text(target) if row.says(target) else before


def _kind(row: MappedRow, before: ItemText | None, ledger: Ledger) -> tuple[Kind, str]:
    """Kind and to whom it is recommended; “Empfehlung an das Land” says both."""
    said = row.text(Core.KIND)
    recommended_to = _kept(row, Core.RECOMMENDED_TO, before.recommended_to if before else "")
    if not said:
        usual = Kind.RECOMMENDATION if row.text(Core.RECOMMENDED_TO) else Kind.ADMINISTRATION
        return (before.kind if before and before.kind else usual), recommended_to
    head = next((head for head in RECOMMENDED if said.lower().startswith(head)), "")
    if head:
        return Kind.RECOMMENDATION, recommended_to or said[len(head) :].strip()
    found = meaning(said, KIND_WORDS)
    if found is None:
        ledger.fault(row, Core.KIND, said, UNKNOWN_KIND)
    return Kind(found or Kind.ADMINISTRATION), recommended_to
