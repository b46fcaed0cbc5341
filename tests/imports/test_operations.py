"""A plan into the catalogue, on both databases: everything or nothing, and nothing is deleted."""

from dataclasses import replace

import pytest
from sqlalchemy import event

from portal.audit.models import AuditLine
from portal.consultations.models import (
    Field,
    GoalLink,
    Item,
    ItemType,
    ItemVersion,
    Kind,
    Origin,
    Passage,
    Phase,
    Section,
)
from portal.consultations.queries import item, sheet
from portal.imports import operations, queries
from portal.imports.checking import Plan
from portal.imports.mapping import from_document
from portal.imports.models import SavedMapping
from portal.imports.operations import Outcome
from portal.imports.reading import Table, read_table
from portal.kernel.errors import Conflict, Invalid, Missing, Refused
from tests.imports.files import xlsx
from tests.imports.sheets import FOREIGN_COLUMNS, FOREIGN_MAPPING, FOREIGN_ROWS, measures
from tests.support.world import EVERYBODY, World, consultation_in

FOREIGN = xlsx(("Vorhaben", (FOREIGN_COLUMNS, *FOREIGN_ROWS)))


def planned(world: World, content: bytes | str, name: str = "plan.csv", *, foreign: bool = False) -> Plan:
    table = read_table(name, content.encode() if isinstance(content, str) else content)
    with world.work("editor") as work:
        here = consultation_in(work)
        mapping = from_document(FOREIGN_MAPPING) if foreign else operations.find_mapping(work, here, table)
        return operations.plan_import(work, here, table, mapping)


def written(world: World, plan: Plan, who: str | None = "editor", file: str = "plan.csv") -> Outcome:
    with world.work(who) as work:
        return operations.import_catalogue(work, consultation_in(work), plan, file=file)


def imported(world: World, content: bytes | str, name: str = "plan.csv", *, foreign: bool = False) -> Outcome:
    plan = planned(world, content, name, foreign=foreign)
    assert plan.faults == ()
    return written(world, plan, file=name)


def counted(world: World) -> dict[str, int]:
    kinds = (Field, Item, ItemVersion, Passage, Section, Origin, GoalLink, AuditLine, SavedMapping)
    return {kind.__name__: len(world.all(kind)) for kind in kinds}


def test_new_measures_come_with_their_sheets_goals_and_origin(world: World) -> None:
    text = (
        "Code;Titel;Handlungsfeld;Ziele;Art;Herkunft;Kosten\n"
        "B5+6;Neu;B;B 1;Leuchtturm;Jugendgruppe;5.000 €\nB 9;Auch;B;;Empfehlung an das Land;;\n"
    )
    outcome = imported(world, text)
    assert outcome == Outcome(created=2)
    with world.work("editor") as work:
        here = consultation_in(work)
        line = item(work, here, ItemType.MEASURE, "B5+6")
        assert line is not None
        found = sheet(work, here, line)
        assert found is not None
        assert (line.title, line.kind, line.origin, len(line.goal_ids)) == ("Neu", "lighthouse", "Jugendgruppe", 1)
        assert [(part.section.key, part.source, str(part.html)) for part in found.parts] == [
            ("costs", "5.000 €", "<p>5.000 €</p>")
        ]
        assert found.version.note == "Import plan.csv"
        other = item(work, here, ItemType.MEASURE, "B 9")
        assert other is not None
        assert (other.kind, other.recommended_to) == ("recommendation", "das Land")


def test_the_same_file_again_changes_nothing(world: World) -> None:
    text = 'Code;Titel;Handlungsfeld;Ziele;Beschreibung\nB5+6;Neu;B;B 1;"• eins\n• zwei\u200b"\n'
    imported(world, text)
    before = counted(world)
    plan = planned(world, text)
    assert plan.changes_nothing
    assert written(world, plan) == Outcome(unchanged=1)
    assert counted(world) == before


def test_another_text_becomes_a_new_version_with_a_note_and_the_rest_stays(world: World) -> None:
    with world.work("editor") as work:
        present = queries.catalogue(work, consultation_in(work))
    old = next(text for text in present.items if text.code == "B 1.2")
    outcome = imported(world, "Code;Kosten\nB 1.2;Neue Kosten\n", "kosten 2026.csv")
    assert outcome == Outcome(changed=1, versions=1)
    with world.work("editor") as work:
        new = next(text for text in queries.catalogue(work, consultation_in(work)).items if text.code == "B 1.2")
    assert new.section("costs") == "Neue Kosten"
    others = [pair for pair in old.sections if pair[0] != "costs"]
    assert replace(new, sections=()) == replace(old, sections=())
    assert [pair for pair in new.sections if pair[0] != "costs"] == others
    version = max(world.all(ItemVersion), key=lambda row: row.id)
    assert (version.note, version.number) == ("Import kosten 2026.csv", 2)
    assert version.author_id is not None
    assert "item.changed" not in {line.event for line in world.all(AuditLine)}


def test_a_note_in_the_file_goes_before_its_name(world: World) -> None:
    imported(world, "Code;Kosten;Hinweis zur Fassung\nB 1.2;Neue Kosten;Kosten geprüft\n")
    assert max(world.all(ItemVersion), key=lambda row: row.id).note == "Kosten geprüft"


def test_a_change_of_attributes_alone_makes_no_version_and_stays_in_its_consultation(world: World) -> None:
    versions = len(world.all(ItemVersion))
    assert imported(world, "Code;Art\nB 1.2;Empfehlung\n") == Outcome(changed=1)
    assert len(world.all(ItemVersion)) == versions
    assert {row.kind for row in world.all(Item) if row.code == "B 1.2"} == {Kind.LIGHTHOUSE, Kind.RECOMMENDATION}


def test_items_that_the_file_lacks_stay(world: World) -> None:
    codes = {row.code for row in world.all(Item)}
    imported(world, "Code;Titel;Handlungsfeld\nB 77;Neu;B\n")
    assert {row.code for row in world.all(Item)} == codes | {"B 77"}


def test_fields_and_goals_of_the_file_are_written(world: World) -> None:
    text = (
        "Typ;Code;Titel;Handlungsfeld;Ziele;Beschreibung\n"
        "Handlungsfeld;Z;Zukunft;;;Worum es geht\nZiel;Z 1;Ein Ziel;Z;;Zieltext\n;Z 1.1;Maßnahme;Zukunft;Z 1;\n"
        "Handlungsfeld;B;Bildung neu;;;\n"
    )
    assert imported(world, text) == Outcome(created=2, new_fields=1)
    assert world.one(Field, code="Z").summary == "Worum es geht"
    assert "Bildung neu" in {field.title for field in world.all(Field)}
    assert world.one(Item, code="Z 1").type is ItemType.GOAL
    assert imported(world, text) == Outcome(unchanged=2)


def test_a_foreign_table_is_imported_through_its_mapping_with_a_new_section(world: World) -> None:
    mapping = from_document(FOREIGN_MAPPING)
    table = read_table("fremd.xlsx", FOREIGN)
    with world.work("editor") as work:
        here = consultation_in(work)
        allowed = replace(mapping, new_fields=True)
        plan = operations.plan_import(work, here, table, allowed)
        outcome = operations.import_catalogue(work, here, plan, file="fremd.xlsx")
        operations.keep_mapping(work, here, "Vorhaben", allowed, table)
    assert outcome == Outcome(created=4, new_fields=2, new_sections=1)
    assert world.one(Section, key="politische_anbindung").label == "Politische Anbindung"
    assert "<script" not in "".join(row.html for row in world.all(Passage))
    with world.work("editor") as work:
        here = consultation_in(work)
        kept = operations.find_mapping(work, here, table)
        assert operations.plan_import(work, here, table, kept).changes_nothing


def test_a_kept_mapping_is_found_for_the_same_columns_only(world: World) -> None:
    table = read_table("a.csv", b"Code;Titel;Wetter\nB 7;x;Regen\n")
    other = read_table("a.csv", b"Code;Titel\nB 7;x\n")
    mapping = from_document({"columns": {"Code": "code", "Titel": "title"}, "defaults": {"field": "B"}})
    with world.work("editor") as work:
        here = consultation_in(work)
        operations.keep_mapping(work, here, " ../C:\\x\\eigene ", mapping, table)
        operations.keep_mapping(work, here, "eigene", mapping, table)
        assert operations.find_mapping(work, here, table).default("field") == "B"
        assert operations.find_mapping(work, here, other).default("field") == "B"
        assert operations.find_mapping(work, here, read_table("a.csv", b"Code;Neu\n1;x\n")).default("field") == ""
        more = read_table("a.csv", b"Code;Titel;Kosten\nB 7;x;5\n")
        assert operations.find_mapping(work, here, more).default("field") == ""
        assert [kept.name for kept in queries.kept_mappings(work, here)] == ["eigene"]
        with pytest.raises(Invalid):
            operations.keep_mapping(work, here, " ", mapping, table)


def test_any_fault_and_nothing_is_written(world: World) -> None:
    plan = planned(world, "Code;Titel;Handlungsfeld;Ziele\nB 7;Gut;B;B 1\nB 8;Schlecht;B;B 99\n")
    assert [(fault.row, fault.column, fault.value) for fault in plan.faults] == [(3, "Ziele", "B 99")]
    before = counted(world)
    with pytest.raises(Invalid):
        written(world, plan)
    assert counted(world) == before


def test_a_failure_half_way_leaves_nothing_behind(world: World) -> None:
    plan = planned(world, "Code;Titel;Handlungsfeld\nB 7;Gut;B\nB 8;Auch;B\n")
    bad = replace(plan.measures[1], after=replace(plan.measures[1].after, code="B/8"))
    broken = replace(plan, measures=(plan.measures[0], bad))
    before = counted(world)
    with pytest.raises(Invalid):
        written(world, broken)
    assert counted(world) == before


def test_a_plan_for_an_older_catalogue_is_a_conflict(world: World) -> None:
    text = "Code;Titel;Handlungsfeld\nB 7;Gut;B\n"
    first, second = planned(world, text), planned(world, text)
    written(world, first)
    before = counted(world)
    with pytest.raises(Conflict):
        written(world, second)
    assert counted(world) == before


MEASURE = "Code;Titel;Handlungsfeld\nB 7;Gut;B\n"
FIELD = "Typ;Code;Titel\nHandlungsfeld;B;Bildung neu\n"


@pytest.mark.parametrize("who", [name for name in EVERYBODY if name not in ("editor", "admin", "visitor")])
@pytest.mark.parametrize("text", [MEASURE, FIELD])
def test_nobody_but_the_office_imports(world: World, who: str, text: str) -> None:
    plan = planned(world, text)
    before = counted(world)
    with pytest.raises(Refused):
        written(world, plan, who)
    with pytest.raises(Missing), world.work(who) as work:
        queries.catalogue(work, consultation_in(work))
    with pytest.raises(Missing), world.work(who) as work:
        queries.kept_mappings(work, consultation_in(work))
    assert counted(world) == before


def test_the_command_line_imports_as_the_system(world: World) -> None:
    plan = planned(world, "Code;Titel;Handlungsfeld\nB 7;Gut;B\n")
    assert written(world, plan, None) == Outcome(created=1)


@pytest.mark.parametrize("text", [MEASURE, FIELD])
def test_an_archived_consultation_takes_no_import(world: World, text: str) -> None:
    plan = planned(world, text)
    world.phase(Phase.ARCHIVED)
    with pytest.raises(Refused):
        written(world, plan)


def test_an_import_leaves_an_audit_line(world: World) -> None:
    imported(world, "Code;Titel;Handlungsfeld\nB 7;Gut;B\n", "C:\\Ordner\\plan.csv")
    line = world.one(AuditLine, event="catalogue.imported")
    assert line.subject == "plan.csv"


def test_the_statements_of_a_plan_do_not_grow_with_the_catalogue(world: World) -> None:
    table = read_table("a.csv", MEASURE.encode())
    before = statements_of_a_plan(world, table)
    imported(world, xlsx(("Plan", measures(40))), "plan.xlsx")
    assert statements_of_a_plan(world, table) == before


def statements_of_a_plan(world: World, table: Table) -> int:
    seen: list[object] = []

    def count(*_: object) -> None:
        seen.append(1)

    event.listen(world.engine, "before_cursor_execute", count)
    with world.work("editor") as work:
        here = consultation_in(work)
        operations.plan_import(work, here, table, operations.find_mapping(work, here, table))
    event.remove(world.engine, "before_cursor_execute", count)
    return len(seen)
