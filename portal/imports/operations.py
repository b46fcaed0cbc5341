"""Taking a checked file into the catalogue: everything or nothing."""

from collections.abc import Iterable
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, replace
from pathlib import PurePath

from sqlalchemy import select

from portal.audit import operations as audit
from portal.consultations import operations as consultations
from portal.consultations.models import Consultation, Field, Item
from portal.consultations.operations import Rendered
from portal.imports import policy, queries
from portal.imports.checking import Change, FieldStep, ItemStep, Plan, check, count
from portal.imports.mapping import Mapping, Source, apply, as_document, from_document, suggest
from portal.imports.models import SavedMapping
from portal.imports.reading import Table
from portal.kernel.errors import Conflict, Invalid, require
from portal.kernel.words import N_
from portal.kernel.work import Work

NOT_YOU = N_("Nur die Geschäftsstelle kann in den Katalog importieren.")
ARCHIVED = N_("Dieses Verfahren ist abgeschlossen und wird nicht mehr geändert.")
FAULTY = N_("Die Datei hat Fehler und wird nicht importiert.")
CHANGED_MEANWHILE = N_("Der Katalog wurde inzwischen geändert. Bitte prüfen Sie die Datei noch einmal.")
NO_NAME = N_("Bitte geben Sie der Zuordnung einen Namen.")

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did: fields, goals and measures made and changed, and the versions among the changes."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    versions: int = 0
    new_fields: int = 0
    new_sections: int = 0


Texts = Dictionary[str, Rendered]
"""By code, the sheets an import writes, as HTML."""


def plan_import(work: Work, consultation: Consultation, table: Table, mapping: Mapping) -> Plan:
    """What importing the table would do. Raises `Unreadable` if the mapping does not fit; changes nothing."""
    present = queries.catalogue(work, consultation)
    return check(apply(table, mapping, present.sections), mapping, present)


def find_mapping(work: Work, consultation: Consultation, table: Table) -> Mapping:
    """The newest kept mapping made for exactly these columns, else a suggestion."""
    columns = set(table.columns)
    for kept in queries.kept_mappings(work, consultation):
        mapping = from_document(kept.document)
        used = {source.column for source in mapping.sources if source.is_used}
        if used <= columns <= {source.column for source in mapping.sources}:
            return mapping
    return suggest(table.columns, queries.catalogue(work, consultation).sections, table.rows)


def render(plan: Plan) -> Texts:
    """The slow part of writing, to be done before the write lock is taken."""
    steps = [step for step in (*plan.goals, *plan.measures) if step.before is None or step.needs_version]
    return {step.after.code: Rendered.of(step.after.title, dict(step.after.sections)) for step in steps}


def import_catalogue(
    work: Work, consultation: Consultation, plan: Plan, *, file: str, texts: Texts | None = None
) -> Outcome:
    """Write the plan: new items, new versions where the text differs, attributes; nothing is deleted.

    `texts` is `render(plan)`. A plan made for an older catalogue is a conflict, one with faults is refused.
    """
    require(policy.may_import(work.actor, consultation), NOT_YOU)
    require(policy.takes_imports(consultation, work.now), ARCHIVED)
    if plan.faults:
        raise Invalid(FAULTY, field="file")
    consultations.hold(work, consultation)
    if plan.revision != consultation.catalogue_revision:
        raise Conflict(CHANGED_MEANWHILE)
    texts = render(plan) if texts is None else texts
    for section in plan.new_sections:
        consultations.add_section(work, consultation, section.key, section.label, section.label_en)
    fields = _write_fields(work, consultation, plan.fields)
    note = f"Import {_plain_name(file)}"
    _write_items(work, consultation, (*plan.goals, *plan.measures), fields, texts, note)
    outcome = _outcome(plan)
    if not plan.changes_nothing:
        detail = f"{outcome.created} + {outcome.changed}"
        audit.record(work, "catalogue.imported", _plain_name(file), detail=detail, consultation_id=consultation.id)
    return outcome


def keep_mapping(work: Work, consultation: Consultation, name: str, mapping: Mapping, table: Table) -> None:
    """Keep it for the next file with the same columns, in place of one of the same name."""
    require(policy.may_import(work.actor, consultation), NOT_YOU)
    name = _plain_name(name)
    if not name:
        raise Invalid(NO_NAME, field="name")
    named = {source.column for source in mapping.sources}
    others = tuple(Source(column) for column in table.columns if column not in named)
    document = as_document(replace(mapping, sources=(*mapping.sources, *others)))
    found = work.session.scalar(
        select(SavedMapping).where(SavedMapping.consultation_id == consultation.id, SavedMapping.name == name)
    )
    if found is None:
        found = SavedMapping(consultation_id=consultation.id, name=name)
        work.session.add(found)
    found.document, found.saved_at = document, work.now
    audit.record(work, "mapping.kept", name, consultation_id=consultation.id)


def _plain_name(name: str) -> str:
    """The name of a file without its folders, on one line."""
    line = " ".join(PurePath(name.replace("\\", "/")).name.split())
    return "".join(sign for sign in line if sign.isprintable())[:LONGEST_NAME]


def _write_fields(work: Work, consultation: Consultation, steps: Iterable[FieldStep]) -> dict[str, int]:
    """The ids of all fields by code, after the new ones are there and the changed ones are changed."""
    here = select(Field).where(Field.consultation_id == consultation.id)
    rows = {field.code: field for field in work.session.scalars(here)}
    for step in steps:
        text = step.after
        if step.change is Change.CREATE:
            rows[text.code] = consultations.add_field(work, consultation, text.code, text.title, text.summary)
        elif step.change is Change.CHANGE:
            field = rows[text.code]
            consultations.rename_field(
                work, consultation, field, code=text.code, title=text.title, summary=text.summary
            )
    return {code: field.id for code, field in rows.items()}


def _write_items(
    work: Work, consultation: Consultation, steps: Iterable[ItemStep], fields: dict[str, int], texts: Texts, note: str
) -> None:
    rows = {
        item.code: item for item in work.session.scalars(select(Item).where(Item.consultation_id == consultation.id))
    }
    for step in steps:
        if step.change is Change.UNCHANGED:
            continue
        text = step.after
        origin = consultations.origin_named(work, consultation, text.origin).id if text.origin else None
        goals = tuple(rows[code].id for code in text.goals)
        if step.before is None:
            rows[text.code] = consultations.add_item(
                work,
                consultation,
                text.type,
                text.code,
                fields[text.field],
                texts[text.code],
                kind=text.kind,
                recommended_to=text.recommended_to,
                origin_id=origin,
                goal_ids=goals,
                note=step.note or note,
            )
            continue
        if step.needs_version:
            consultations.add_version(work, consultation, rows[text.code], texts[text.code], step.note or note)
        if step.changes_core:
            consultations.change_core(
                work,
                consultation,
                rows[text.code],
                code=text.code,
                field_id=fields[text.field],
                kind=text.kind,
                recommended_to=text.recommended_to,
                origin_id=origin,
                goal_ids=goals,
            )


def _outcome(plan: Plan) -> Outcome:
    items = (*plan.goals, *plan.measures)
    return Outcome(
        created=count(items, Change.CREATE),
        changed=count(items, Change.CHANGE),
        unchanged=count(items, Change.UNCHANGED),
        versions=sum(step.needs_version for step in items),
        new_fields=count(plan.fields, Change.CREATE),
        new_sections=len(plan.new_sections),
    )
