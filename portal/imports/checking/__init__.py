"""A mapped table against the catalogue: the plan of an import, with every fault by row, column and value."""

from collections.abc import Sequence
from dataclasses import replace

from portal.consultations.models import ItemType
from portal.imports.checking.codes import check_codes, check_each
from portal.imports.checking.fields import Fields, find_fields
from portal.imports.checking.goals import Goals
from portal.imports.checking.items import step
from portal.imports.checking.ledger import Ledger
from portal.imports.checking.plan import Change, Fault, FieldStep, ItemStep, Plan, count
from portal.imports.mapping import EXAMPLE, Core, Mapped, MappedRow, Mapping
from portal.imports.mapping.vocabulary import TYPE_WORDS, meaning
from portal.imports.queries import Catalogue
from portal.kernel.codes import normal_code
from portal.kernel.words import N_

__all__ = ["Change", "Fault", "FieldStep", "ItemStep", "Plan", "check", "count"]

NO_CODE_COLUMN = N_("Keine Spalte der Datei ist dem Code zugeordnet.")
NO_TITLE_COLUMN = N_("Keine Spalte der Datei ist dem Titel zugeordnet.")
NOTHING = N_("In der Datei steht keine Maßnahme, kein Ziel und kein Handlungsfeld.")
NO_TITLE = N_("Der Titel fehlt.")
UNKNOWN_TYPE = N_("Das ist weder Maßnahme noch Ziel noch Handlungsfeld.")
TOO_LONG = N_("Der Text hat %(length)s Zeichen, möglich sind %(most)s.")
EXAMPLE_LEFT_OUT = N_("Die Beispielzeile der Vorlage wird nicht übernommen.")
WITHOUT_CODE = N_("Die Zeile hat keinen Code und wird nicht übernommen.")

LONGEST = (("title", 300), ("field", 300), ("origin", 200), ("recommended_to", 200), ("note", 500))
LONGEST_SECTION = 20_000


def check(mapped: Mapped, mapping: Mapping, catalogue: Catalogue) -> Plan:
    """What importing these rows would do; the catalogue is not touched."""
    return replace(_checked(mapped, mapping, catalogue), revision=catalogue.revision)


def _checked(mapped: Mapped, mapping: Mapping, catalogue: Catalogue) -> Plan:
    ledger = Ledger(mapped.columns)
    _check_columns(mapped, catalogue, ledger)
    if ledger.faults:
        return _plan(mapped, ledger)
    sorted_rows = _sorted(mapped.rows, mapping, ledger)
    field_rows, goal_rows, measure_rows = (sorted_rows[name] for name in ("field", "goal", "measure"))
    if not any(sorted_rows.values()) and not ledger.faults:
        ledger.in_header(Core.CODE, NOTHING)
    items = [(row, ItemType.GOAL) for row in goal_rows] + [(row, ItemType.MEASURE) for row in measure_rows]
    check_each(field_rows, ledger)
    check_codes(items, catalogue, ledger)
    for row in (*field_rows, *goal_rows, *measure_rows):
        _check_texts(row, mapped, ledger)
    fields = find_fields(field_rows, [row for row, _ in items], mapping, catalogue, ledger)
    return _with_items(mapped, mapping, catalogue, ledger, fields, goal_rows, measure_rows)


def _check_columns(mapped: Mapped, catalogue: Catalogue, ledger: Ledger) -> None:
    """Without codes nothing can be told apart; without titles only what is there already can be changed."""
    if Core.CODE not in mapped.columns:
        ledger.in_header(Core.CODE, NO_CODE_COLUMN)
    known = {item.code for item in catalogue.items}
    is_known = all(normal_code(row.text(Core.CODE)) in known for row in mapped.rows)
    if Core.TITLE not in mapped.columns and not is_known:
        ledger.in_header(Core.TITLE, NO_TITLE_COLUMN)


def _with_items(
    mapped: Mapped,
    mapping: Mapping,
    catalogue: Catalogue,
    ledger: Ledger,
    fields: Fields,
    goal_rows: Sequence[MappedRow],
    measure_rows: Sequence[MappedRow],
) -> Plan:
    before = {item.code: item for item in catalogue.items}
    goal_steps = [step(row, ItemType.GOAL, before, mapped.sections, fields) for row in goal_rows]
    known = {code: item for code, item in before.items() if item.type is ItemType.GOAL}
    known |= {made.after.code: made.after for made in goal_steps}
    taken = set(before) | catalogue.former_codes | {normal_code(row.text(Core.CODE)) for row in mapped.rows}
    goals = Goals(known, taken, ledger, may_add=mapping.new_goals)
    measures = [step(row, ItemType.MEASURE, before, mapped.sections, fields, goals) for row in measure_rows]
    return _plan(mapped, ledger, tuple(fields.steps.values()), (*goal_steps, *goals.added), tuple(measures))


def _plan(
    mapped: Mapped,
    ledger: Ledger,
    fields: tuple[FieldStep, ...] = (),
    goals: tuple[ItemStep, ...] = (),
    measures: tuple[ItemStep, ...] = (),
) -> Plan:
    order = {row.part: place for place, row in enumerate(mapped.rows)}
    faults = sorted(ledger.faults, key=lambda fault: (order.get(fault.part, -1), fault.row))
    return Plan(
        fields,
        goals,
        measures,
        mapped.sections,
        mapped.new_sections,
        tuple(dict.fromkeys(faults)),
        tuple(ledger.hints),
        mapped.ignored,
        mapped.skipped,
    )


def _sorted(rows: Sequence[MappedRow], mapping: Mapping, ledger: Ledger) -> dict[str, list[MappedRow]]:
    """Rows by what they are; a row that does not say so is a measure."""
    result: dict[str, list[MappedRow]] = {"field": [], "goal": [], "measure": []}
    for row in rows:
        said, code = row.text(Core.TYPE), row.text(Core.CODE)
        if code == EXAMPLE:
            ledger.hint(row, Core.CODE, code, EXAMPLE_LEFT_OUT)
            continue
        if not code and mapping.skip_without_code:
            ledger.hint(row, Core.CODE, row.text(Core.TITLE), WITHOUT_CODE)
            continue
        name = meaning(said, TYPE_WORDS) if said else "measure"
        if name is None:
            ledger.fault(row, Core.TYPE, said, UNKNOWN_TYPE)
        else:
            result[name].append(row)
    return result


def _check_texts(row: MappedRow, mapped: Mapped, ledger: Ledger) -> None:
    if row.says(Core.TITLE) and not row.text(Core.TITLE):
        ledger.fault(row, Core.TITLE, "", NO_TITLE)
    sections = [(section.key, LONGEST_SECTION) for section in mapped.sections]
    for target, most in (*LONGEST, *sections):
        text = row.text(target)
        if len(text) > most:
            ledger.fault(row, target, text, TOO_LONG, length=len(text), most=most)
