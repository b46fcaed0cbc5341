"""Rows into a plan: what is made, changed or left, and every fault by row, column and value."""

from dataclasses import replace

import pytest

from portal.consultations.models import ItemType, Kind
from portal.imports.checking import Change, Plan, count
from portal.imports.mapping import Mapping, Source, from_document
from portal.imports.queries import Catalogue, FieldText, ItemText
from portal.imports.reading import Row, Table
from portal.kernel.words import Words
from tests.imports.files import as_json, xlsx
from tests.imports.sheets import EMPTY, FILLED, FOREIGN_COLUMNS, FOREIGN_MAPPING, FOREIGN_ROWS, plan_of, planned

MESSY = (
    "Nr.;Titel der Maßnahme;Handlungsfeld;Ziele;Art;Kosten\r\n"
    'B5+6;"Sprachcafés\r\nfür alle";Bildung;B 1;Leuchtturm;"5.000 €;\r\nspäter mehr"\r\n'
    "Üneu1;Räume öffnen;Bildung;B 1, B 2;;\r\n"
    ";;;;;\r\n"
    "I.1;Ohne Ziel;Soziales;;Empfehlung an das Land;\r\n"
).encode("cp1252")


def faults(plan: Plan) -> list[tuple[int, str, str, str]]:
    return [(fault.row, fault.column, fault.value, fault.said(Words("de"))) for fault in plan.faults]


def only_fault(
    content: str | bytes, catalogue: Catalogue = FILLED, mapping: Mapping | None = None
) -> tuple[int, str, str, str]:
    plan = planned(content.encode() if isinstance(content, str) else content, catalogue, mapping)
    assert len(plan.faults) == 1, faults(plan)
    assert not plan.may_be_written
    return faults(plan)[0]


def test_a_messy_file_becomes_a_plan() -> None:
    plan = planned(MESSY, FILLED)
    assert faults(plan) == []
    assert [step.after for step in plan.measures] == [
        ItemText(
            ItemType.MEASURE,
            "B5+6",
            "Sprachcafés für alle",
            "B",
            (("costs", "5.000 €;\nspäter mehr"),),
            ("B 1",),
            Kind.LIGHTHOUSE,
        ),
        ItemText(ItemType.MEASURE, "Üneu1", "Räume öffnen", "B", (), ("B 1", "B 2"), Kind.ADMINISTRATION),
        ItemText(ItemType.MEASURE, "I.1", "Ohne Ziel", "S", (), (), Kind.RECOMMENDATION, "das Land"),
    ]
    assert count(plan.measures, Change.CREATE) == 3
    assert plan.fields == ()


@pytest.mark.parametrize("code", ["B5+6", "Üneu1", "I.1", "B 1.2", "§ 7 (neu)", "...", "1", "a%b", "日本 1"])
def test_odd_codes_are_legal(code: str) -> None:
    plan = planned(f"Code;Titel;Feld\n{code};x;B\n".encode(), FILLED)
    assert faults(plan) == []
    assert plan.measures[0].after.code == code


@pytest.mark.parametrize("code", ["B/1", "B?1", "B#1", "B\\1", ".", "..", "B\x071", "B\x901x"])
def test_codes_that_no_address_can_carry_are_faults(code: str) -> None:
    row, column, value, _ = only_fault(f"Code;Titel;Feld\n{code};x;B\n")
    assert (row, column, value) == (2, "Code", " ".join(code.split()))


def test_a_code_of_more_than_forty_signs_is_a_fault() -> None:
    assert only_fault(f"Code;Titel;Feld\n{'x' * 41};x;B\n")[3] == "Ein Code hat höchstens 40 Zeichen."


def test_missing_codes_and_titles_are_faults_of_their_rows() -> None:
    plan = planned(b"Code;Titel;Feld\n;x;B\nB 3;;B\n;;S\n", FILLED)
    assert faults(plan) == [
        (2, "Code", "", "Der Code fehlt."),
        (3, "Titel", "", "Der Titel fehlt."),
        (4, "Code", "", "Der Code fehlt."),
        (4, "Titel", "", "Der Titel fehlt."),
    ]


def test_a_code_that_occurs_twice_names_all_its_rows() -> None:
    text = "Code;Titel;Feld\nB 3;x;B\nB 4;y;B\nB  3;z;B\nB 3;z;B\n"
    assert only_fault(text) == (4, "Code", "B 3", "Diesen Code haben die Zeilen 2, 4, 5.")


def test_a_code_that_occurs_twice_on_several_sheets_names_them() -> None:
    rows = (("Code", "Titel", "Feld"), ("B 3", "x", "B"))
    plan = planned(xlsx(("Eins", rows), ("Zwei", rows)), FILLED, name="a.xlsx")
    assert faults(plan)[0][3] == "Diesen Code haben die Zeilen 2 (Eins), 2 (Zwei)."
    assert plan.faults[0].part == "Zwei"


def test_a_measure_may_not_take_the_code_of_a_goal() -> None:
    assert only_fault("Code;Titel;Feld\nB 1;x;B\n")[3] == "Unter diesem Code gibt es schon ein Ziel."
    assert (
        only_fault("Typ;Code;Titel;Feld\nZiel;B 3;x;B\nMaßnahme;B 3;y;B\n")[3] == "Diesen Code haben die Zeilen 2, 3."
    )


def test_a_former_code_is_not_given_away() -> None:
    row, column, value, sentence = only_fault("Code;Titel;Feld\nB 0.9;x;B\n")
    assert (row, column, value) == (2, "Code", "B 0.9")
    assert "früher" in sentence


def test_an_unknown_goal_is_a_fault_that_names_it_alone() -> None:
    assert only_fault("Code;Titel;Feld;Zielcodes\nB 3;x;B;B 1; B 9\n".replace("B 1; B 9", '"B 1; B 9"')) == (
        2,
        "Zielcodes",
        "B 9",
        "Dieses Ziel gibt es nicht.",
    )


@pytest.mark.parametrize(
    "cell",
    [
        "B 1; B 2",
        "B 1, B 2",
        "B 1 und B 2",
        "B 2 / B 1",
        "B 1: Sprache von Anfang an; B 2",
        "Sprache von Anfang an, Offene Schulen",
    ],
)
def test_goals_are_found_by_code_by_title_and_by_both(cell: str) -> None:
    plan = planned(f'Code;Titel;Feld;Ziele\nB 3;x;B;"{cell}"\n'.encode(), FILLED)
    assert faults(plan) == []
    assert sorted(plan.measures[0].after.goals) == ["B 1", "B 2"]


def test_an_unknown_kind_or_type_is_a_fault() -> None:
    assert only_fault("Code;Titel;Feld;Art\nB 3;x;B;Kuchen\n")[:3] == (2, "Art", "Kuchen")
    assert only_fault("Code;Titel;Feld;Typ\nB 3;x;B;Kuchen\n")[:3] == (2, "Typ", "Kuchen")


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("", Kind.ADMINISTRATION),
        ("Verwaltungsmaßnahme", Kind.ADMINISTRATION),
        ("LEUCHTTURMPROJEKT", Kind.LIGHTHOUSE),
        ("lighthouse project", Kind.LIGHTHOUSE),
        ("Empfehlung", Kind.RECOMMENDATION),
    ],
)
def test_kinds_are_known_in_german_and_english(word: str, kind: Kind) -> None:
    assert planned(f"Code;Titel;Feld;Art\nB 3;x;B;{word}\n".encode(), FILLED).measures[0].after.kind is kind


def test_whom_something_is_recommended_to_makes_it_a_recommendation() -> None:
    step = planned(b"Code;Titel;Feld;Empfehlung an\nB 3;x;B;die Landesregierung\n", FILLED).measures[0]
    assert (step.after.kind, step.after.recommended_to) == (Kind.RECOMMENDATION, "die Landesregierung")


def test_texts_that_are_too_long_are_faults_with_a_short_value() -> None:
    row, column, value, sentence = only_fault(f"Code;Titel;Feld\nB 3;{'x' * 301};B\n")
    assert (row, column, len(value), sentence) == (2, "Titel", 301, "Der Text hat 301 Zeichen, möglich sind 300.")
    plan = planned(f"Code;Titel;Feld;Kostenrahmen\nB 3;x;B;{'y' * 20_001}\n".encode(), FILLED)
    assert plan.faults[0].column == "Kostenrahmen"
    assert len(plan.faults[0].shown) < 130


def test_a_table_without_codes_or_titles_has_one_fault_not_many() -> None:
    assert only_fault("Titel;Feld\nx;B\ny;B\n")[:2] == (1, "Code")
    assert only_fault("Code;Feld\nB 3;B\nB 4;B\n")[:2] == (1, "Titel")


def test_a_file_with_nothing_but_the_example_is_a_fault() -> None:
    plan = planned(b"Code;Titel\nBeispiel;x\n", FILLED)
    assert len(plan.faults) == 1
    assert plan.hints[0].row == 2


def test_an_unknown_field_is_a_fault_once_there_are_fields() -> None:
    assert only_fault("Code;Titel;Handlungsfeld\nB 3;x;Bldung\n") == (
        2,
        "Handlungsfeld",
        "Bldung",
        "Dieses Handlungsfeld gibt es nicht.",
    )


@pytest.mark.parametrize("said", ["B", "Bildung", "B Bildung", "B – Bildung", "B: Bildung", "bildung"])
def test_a_field_is_found_by_code_by_title_and_by_both(said: str) -> None:
    assert planned(f"Code;Titel;Feld\nX 1;x;{said}\n".encode(), FILLED).measures[0].after.field == "B"


def test_the_field_comes_from_the_code_when_no_column_names_it() -> None:
    plan = planned(b"Code;Titel\nB5+6;x\nS.1;y\n", FILLED)
    assert [step.after.field for step in plan.measures] == ["B", "S"]
    assert only_fault("Code;Titel\nX 1;x\n")[:2] == (2, "Handlungsfeld")


def test_an_empty_catalogue_takes_its_fields_from_the_rows() -> None:
    rows = ("B 1;x;Bildung", "Üneu1;y;Bildung", "B 2;z;Bildung", "I.1;y;Soziales", "K 1;y;S Stadtleben", "B 9;y;Sport")
    plan = planned("\n".join(("Code;Titel;Feld", *rows)).encode())
    assert faults(plan) == []
    assert [(step.row, step.after) for step in plan.fields] == [
        (0, FieldText("B", "Bildung")),
        (0, FieldText("I", "Soziales")),
        (0, FieldText("S", "Stadtleben")),
        (0, FieldText("S2", "Sport")),
    ]


def test_an_empty_catalogue_takes_its_fields_from_the_codes() -> None:
    plan = planned("Code;Titel\nB 1;x\nÜneu1;y\n3.1;z\n".encode())
    assert [step.after for step in plan.fields] == [FieldText("B", "B"), FieldText("Ü", "Ü"), FieldText("3", "3")]


def test_a_mapping_can_name_the_fields() -> None:
    mapping = from_document(
        {"columns": {"Code": "code", "Titel": "title"}, "fields": {"B": "Bildung"}, "field_from_code": True}
    )
    plan = planned(b"Code;Titel\nB 1;x\n", EMPTY, mapping)
    assert [step.after for step in plan.fields] == [FieldText("B", "Bildung")]
    assert plan.measures[0].after.field == "B"


def test_fields_goals_and_measures_can_stand_in_one_file_in_any_order() -> None:
    text = (
        "Typ;Code;Titel;Handlungsfeld;Ziele;Beschreibung\n"
        ";B 1.1;Maßnahme;B;B 1;Text\n"
        "Ziel;B 1;Sprache;Bildung;;Zieltext\n"
        "Handlungsfeld;B;Bildung;;;Worum es geht\n"
    )
    plan = planned(text.encode())
    assert faults(plan) == []
    assert [step.after for step in plan.fields] == [FieldText("B", "Bildung", "Worum es geht")]
    assert plan.goals[0].after == ItemText(ItemType.GOAL, "B 1", "Sprache", "B", (("description", "Zieltext"),))
    assert plan.measures[0].after.goals == ("B 1",)


def test_json_lists_of_fields_goals_and_measures_become_a_plan() -> None:
    data = {
        "fields": [{"code": "B", "title": "Bildung", "summary": "Worum es geht"}],
        "goals": [{"code": "B 1", "title": "Sprache", "text": "Zieltext", "field": "B"}],
        "measures": [
            {"code": "B 1.1", "title": "Maßnahme", "field": "B", "goals": ["B 1"], "kind": "recommendation",
             "recommended_to": "das Land", "origin": "AG", "sections": {"costs": "5 €", "description": "Text"}},
        ],
    }  # fmt: skip
    plan = planned(as_json(data), name="a.json")
    assert faults(plan) == []
    assert plan.fields[0].after == FieldText("B", "Bildung", "Worum es geht")
    assert plan.goals[0].after.sections == (("description", "Zieltext"),)
    measure = plan.measures[0].after
    assert measure.sections == (("description", "Text"), ("costs", "5 €"))
    assert (measure.kind, measure.recommended_to, measure.origin) == (Kind.RECOMMENDATION, "das Land", "AG")


OLD = ItemText(
    ItemType.MEASURE,
    "B 1.1",
    "Alt",
    "B",
    (("description", "Text"), ("costs", "5 €")),
    ("B 1",),
    Kind.LIGHTHOUSE,
    "",
    "AG",
)
WITH_OLD = replace(FILLED, items=(*FILLED.items, OLD))


def test_what_says_the_same_stays_unchanged() -> None:
    plan = planned("Code;Titel;Beschreibung;Kosten;Ziele;Art\nB 1.1;Alt;Text;5 €;B 1;Leuchtturm\n".encode(), WITH_OLD)
    assert plan.measures[0].change is Change.UNCHANGED
    assert plan.changes_nothing


def test_a_text_that_differs_only_by_tidying_stays_as_it_is() -> None:
    old = replace(OLD, sections=(("description", "• eins\n• zwei  "),))
    there = replace(FILLED, items=(*FILLED.items, old))
    assert planned('Code;Beschreibung\nB 1.1;"• eins\n• zwei"\n'.encode(), there).changes_nothing


def test_columns_the_file_lacks_leave_everything_as_it_is() -> None:
    step = planned("Code;Kosten\nB 1.1;6 €\n".encode(), WITH_OLD).measures[0]
    assert step.after == replace(OLD, sections=(("description", "Text"), ("costs", "6 €")))
    assert step.changed == ("costs",)
    assert step.needs_version


def test_an_empty_cell_says_nothing_and_a_missing_column_says_nothing_about_it() -> None:
    step = planned(b"Code;Titel;Kosten;Herkunft\nB 1.1;Alt;;\n", WITH_OLD).measures[0]
    assert step.after.sections == (("description", "Text"),)
    assert step.after.origin == ""
    assert step.after.kind is Kind.LIGHTHOUSE
    assert step.changed == ("origin", "costs")


def test_a_change_of_attributes_alone_needs_no_version() -> None:
    step = planned(b"Code;Titel;Ziele;Art\nB 1.1;Alt;B 2;Verwaltung\n", WITH_OLD).measures[0]
    assert step.change is Change.CHANGE
    assert not step.needs_version
    assert set(step.changed) == {"goals", "kind"}


def test_a_code_like_a_day_is_only_a_hint() -> None:
    plan = planned(b"Code;Titel;Feld\n2026-02-01;x;B\n", FILLED)
    assert plan.may_be_written
    assert plan.hints[0].value == "2026-02-01"


def test_rows_without_a_code_can_be_left_out() -> None:
    sources = (Source("Code", "code"), Source("Titel", "title"), Source("Feld", "field"))
    mapping = Mapping(sources, skip_without_code=True)
    plan = planned(b"Code;Titel;Feld\n;Kapitel 1;\nB 3;x;B\n", FILLED, mapping)
    assert plan.may_be_written
    assert len(plan.measures) == 1
    assert [hint.row for hint in plan.hints] == [2]


def test_a_foreign_table_of_nineteen_columns_becomes_a_plan() -> None:
    content = xlsx(("Vorhaben", (FOREIGN_COLUMNS, *FOREIGN_ROWS)))
    plan = planned(content, EMPTY, from_document(FOREIGN_MAPPING), name="a.xlsx")
    assert faults(plan) == []
    assert [step.after for step in plan.fields] == [FieldText("B", "Bildung & Sprache"), FieldText("Ü", "Stadtleben")]
    assert [(step.after.code, step.after.title) for step in plan.goals] == [
        ("B Ziel 1", "Sprache"),
        ("B Ziel 2", "Teilhabe"),
    ]
    assert [step.after.goals for step in plan.measures] == [("B Ziel 1", "B Ziel 2"), ("B Ziel 2",)]
    assert [step.after.kind for step in plan.measures] == [Kind.LIGHTHOUSE, Kind.ADMINISTRATION]
    assert plan.new_sections[0].key == "politische_anbindung"
    assert plan.ignored == ("interne Notiz",)


def test_new_goals_are_found_again_by_their_titles() -> None:
    content = xlsx(("Vorhaben", (FOREIGN_COLUMNS, *FOREIGN_ROWS)))
    mapping = from_document(FOREIGN_MAPPING)
    first = planned(content, EMPTY, mapping, name="a.xlsx")
    sections = (*EMPTY.sections, *first.new_sections)
    items = tuple(step.after for step in (*first.goals, *first.measures))
    there = Catalogue(sections, tuple(step.after for step in first.fields), items)
    assert planned(content, there, mapping, name="a.xlsx").changes_nothing


def test_word_sheets_with_the_code_in_the_heading_become_a_plan() -> None:
    columns = ("Überschrift", "Kosten")
    table = Table(columns, (Row(1, ("Maßnahme B 1.1: Eins", "5 €")), Row(2, ("Maßnahme B 1.2: Zwei", "6 €"))))
    plan = plan_of(table, FILLED)
    assert faults(plan) == []
    assert [(step.after.code, step.after.title) for step in plan.measures] == [("B 1.1", "Eins"), ("B 1.2", "Zwei")]
