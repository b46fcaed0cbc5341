"""Columns to targets: suggested, kept as JSON, and applied to foreign tables."""

import json
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.imports.mapping import (
    Core,
    Mapping,
    Source,
    apply,
    as_document,
    from_document,
    read_mapping,
    suggest,
    written,
)
from portal.imports.mapping.markdown import from_html, tidy
from portal.imports.mapping.vocabulary import normal
from portal.imports.queries import SectionName
from portal.imports.reading import Row, Table, Unreadable, read_table
from tests.imports.files import xlsx
from tests.imports.sheets import FOREIGN_COLUMNS, FOREIGN_MAPPING, FOREIGN_ROWS, SECTIONS


def table(columns: tuple[str, ...], *rows: tuple[str, ...]) -> Table:
    return Table(columns, tuple(Row(number, row) for number, row in enumerate(rows, start=2)))


def targets(*columns: str) -> dict[str, str]:
    return {source.column: source.target for source in suggest(columns, SECTIONS).sources}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Maßnahme", "MASSNAHME"),
        ("Zuständigkeit", "Zustaendigkeit"),
        ("Zuständigkeit", "Zusta\u0308ndigkeit"),
        ("Kooperationspartner*innen", "Kooperationspartner:innen"),
        ("Kooperationspartner*innen", "KooperationspartnerInnen"),
        ("Kooperationspartner*innen", "Kooperationspartner/-innen"),
        ("Kooperationspartner*innen", "Kooperationspartner_innen"),
        ("Kosten", "  Kosten (in Euro): "),
        ("target_group", "targetGroup"),
        ("Titel", "2. Titel"),
        ("Nr.", "nr"),
    ],
)
def test_spelling_does_not_matter(one: str, other: str) -> None:
    assert normal(one) == normal(other)


def test_german_names_are_known() -> None:
    assert targets(
        "Maßnahmen-Nr.", "Titel", "Handlungsfeld", "Ziele", "Art", "Herkunft", "Empfehlung an", "Hinweis zur Fassung",
        "Ausgangslage", "Beschreibung", "Umsetzungsschritte", "Zielgruppe", "Federführend", "Beteiligte", "Kosten",
        "Personal", "Zeitplan", "Indikatoren",
    ) == {
        "Maßnahmen-Nr.": "code", "Titel": "title", "Handlungsfeld": "field", "Ziele": "goals", "Art": "kind",
        "Herkunft": "origin", "Empfehlung an": "recommended_to", "Hinweis zur Fassung": "note",
        "Ausgangslage": "situation", "Beschreibung": "description", "Umsetzungsschritte": "steps",
        "Zielgruppe": "target_group", "Federführend": "responsible", "Beteiligte": "partners", "Kosten": "costs",
        "Personal": "staff", "Zeitplan": "timeline", "Indikatoren": "indicators",
    }  # fmt: skip


def test_english_names_and_keys_are_known() -> None:
    names = [*map(str, Core), *(section.key for section in SECTIONS), *(section.label_en for section in SECTIONS)]
    for name in names:
        assert targets(name)[name], name


def test_labels_of_the_own_sheet_are_known() -> None:
    own = SectionName("climate", "Wirkung aufs Klima", "Climate")
    assert suggest(("wirkung aufs KLIMA:",), (own,)).sources[0].target == "climate"
    assert suggest(("Klima",), (own,)).sources[0].target == ""


def test_a_core_target_takes_the_best_of_several_columns() -> None:
    assert targets("Maßnahme", "Titel", "Nr.", "Code") == {"Maßnahme": "", "Titel": "title", "Nr.": "", "Code": "code"}


def test_compounds_are_found_in_sections_only() -> None:
    found = targets("Kostenrahmen", "Titelbild", "Maßnahmenzielgruppe", "Zielgruppe der Maßnahme", "Artikel")
    assert found == {
        "Kostenrahmen": "costs",
        "Titelbild": "",
        "Maßnahmenzielgruppe": "target_group",
        "Zielgruppe der Maßnahme": "target_group",
        "Artikel": "",
    }


def test_several_columns_of_one_section_stand_under_their_names() -> None:
    columns = ("Kosten – einmalig", "Kosten – laufend")
    mapped = apply(table(columns, ("100 €", "20 €"), ("", "5 €")), suggest(columns, SECTIONS), SECTIONS)
    assert mapped.rows[0].text("costs") == "**Kosten – einmalig:** 100 €\n\n**Kosten – laufend:** 20 €"
    assert mapped.rows[1].text("costs") == "**Kosten – laufend:** 5 €"


def test_unknown_columns_are_left_out_and_named() -> None:
    columns = ("Code", "Titel", "Wetter")
    assert suggest(columns, SECTIONS).ignored == ("Wetter",)
    assert apply(table(columns, ("1", "x", "Regen")), suggest(columns, SECTIONS), SECTIONS).ignored == ("Wetter",)


def test_cells_with_html_are_noticed() -> None:
    rows = (Row(2, ("B 1", "a < b und c > d", "<p>Text</p>")),)
    mapping = suggest(("Code", "Titel", "Beschreibung"), SECTIONS, rows)
    assert [source.html for source in mapping.sources] == [False, False, True]


def test_without_a_field_column_the_field_comes_from_the_code() -> None:
    assert suggest(("Code",), SECTIONS).field_from_code
    assert not suggest(("Code", "Handlungsfeld"), SECTIONS).field_from_code


def test_a_mapping_survives_json() -> None:
    mapping = from_document(FOREIGN_MAPPING)
    assert read_mapping(written(mapping)) == mapping
    assert as_document(mapping) == FOREIGN_MAPPING


texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
pairs = st.lists(st.tuples(texts, texts), max_size=3, unique_by=lambda pair: pair[0]).map(tuple)
sources = st.builds(
    Source,
    texts,
    st.sampled_from(["code", "title", "costs"]),
    prefix=texts,
    split=texts,
    html=st.booleans(),
    values=pairs,
)
mappings = st.builds(
    Mapping,
    st.lists(sources, min_size=1, max_size=5, unique_by=lambda source: source.column).map(tuple),
    defaults=pairs,
    fields=pairs,
    field_from_code=st.booleans(),
    new_goals=st.booleans(),
)


@given(mappings)
def test_every_mapping_survives_json(mapping: Mapping) -> None:
    assert read_mapping(written(mapping)) == mapping


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ("{", "kein gültiges JSON"),
        ("[]", "keine Spalten"),
        ('{"columns": {}}', "keine Spalten"),
        ('{"columns": {"A": 1}}', "„A“ einen unpassenden Wert"),
        ('{"columns": {"A": {"tarket": "code"}}}', "„tarket“"),
        ('{"columns": {"A": {"target": 5}}}', "„target“"),
        ('{"columns": {"A": {"target": "code", "html": "yes"}}}', "„html“"),
        ('{"columns": {"A": {"target": "code", "values": ["x"]}}}', "„values“"),
        ('{"columns": {"A": "code"}, "extra": 1}', "„extra“"),
        ('{"columns": {"A": "code"}, "new_goals": 1}', "„new_goals“"),
        ('{"columns": {"A": "code"}, "defaults": {"kind": 1}}', "„defaults“"),
    ],
)
def test_a_wrong_mapping_file_is_told_what_is_wrong(document: str, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        read_mapping(document)


def test_a_mapping_file_of_bytes_that_are_no_text_is_refused() -> None:
    with pytest.raises(Unreadable):
        read_mapping(b"\xff\xfe\x00\xd8")
    with pytest.raises(Unreadable):
        read_mapping("[" * 100_000)


def test_what_no_database_stores_is_left_out_of_a_mapping() -> None:
    mapping = read_mapping(r'{"columns": {"A\u0000": {"new_section": "x\ud800y"}}}')
    assert mapping.sources == (Source("A", new_section="xy"),)


def test_what_nobody_sees_is_left_out_of_short_values() -> None:
    document = {"columns": {"A": "code", "B": "title"}}
    assert apply_to(document, ("A", "B"), "B\xa01\u200b", "Sprach\xadkurs\x07") == {
        "code": "B 1",
        "title": "Sprachkurs",
    }


def apply_to(document: dict[str, Any], columns: tuple[str, ...], *cells: str) -> dict[str, str]:
    row = apply(table(columns, cells), from_document(document), SECTIONS).rows[0]
    return {target: cell.text for target, cell in row.cells.items()}


def test_a_mapping_that_names_a_missing_column_is_refused() -> None:
    with pytest.raises(Unreadable, match="„Nummer“, die es in der Datei nicht gibt"):
        apply_to({"columns": {"Nummer": "code"}}, ("Code",), "B 1")


def test_a_column_spelled_a_little_differently_is_found() -> None:
    assert apply_to({"columns": {"Maßnahmen-Nr.": "code"}}, ("massnahmen nr",), "B 1") == {"code": "B 1"}


def test_a_mapping_to_an_unknown_target_is_refused() -> None:
    with pytest.raises(Unreadable, match="„kosten“, das es nicht gibt"):
        apply_to({"columns": {"A": "kosten"}}, ("A",), "1")


def test_two_columns_for_one_core_target_are_refused() -> None:
    with pytest.raises(Unreadable, match="zwei Spalten für „code“: „A“ und „B“"):
        apply_to({"columns": {"A": "code", "B": "code"}}, ("A", "B"), "1", "2")


@pytest.mark.parametrize(
    ("cell", "code", "title"),
    [
        ("B 1.1 Sprachcafés", "B 1.1", "Sprachcafés"),
        ("Maßnahme B 1.1: Sprachcafés", "B 1.1", "Sprachcafés"),
        ("B5+6 – Lernhäuser", "B5+6", "Lernhäuser"),
        ("Üneu1 Nachtcafé", "Üneu1", "Nachtcafé"),
        ("3.1. Wege", "3.1", "Wege"),
        ("IT Sicherheit", "", "IT Sicherheit"),
        ("Alle zusammen", "", "Alle zusammen"),
    ],
)
def test_a_code_at_the_beginning_of_a_title_is_found(cell: str, code: str, title: str) -> None:
    document = {"columns": {"Maßnahme": "title"}, "code_in_title": True}
    assert apply_to(document, ("Maßnahme",), cell) == {"code": code, "title": title}


def test_codes_in_titles_are_noticed_when_no_column_has_codes() -> None:
    rows = (Row(2, ("B 1.1 Sprachcafés", "x")), Row(3, ("B 1.2 Räume", "x")))
    assert suggest(("Maßnahme", "Kosten"), SECTIONS, rows).code_in_title
    assert not suggest(("Maßnahme", "Code"), SECTIONS, rows).code_in_title
    assert not suggest(("Maßnahme", "Kosten"), SECTIONS, (Row(2, ("Sprachcafés", "x")),)).code_in_title


def test_sheets_called_after_what_stands_on_them_tell_the_type_of_their_rows() -> None:
    rows = (Row(2, ("B 1", "Maßnahmen")), Row(2, ("B 2", "Ziele")))
    sources = suggest(("Code", "Tabellenblatt"), SECTIONS, rows).sources
    assert [source.target for source in sources] == ["code", "type"]
    other = (Row(2, ("B 1", "Bildung")), Row(2, ("B 2", "Ziele")))
    assert [source.target for source in suggest(("Code", "Tabellenblatt"), SECTIONS, other).sources] == [
        "code",
        "field",
    ]


def test_defaults_fill_empty_cells_and_missing_columns() -> None:
    document = {"columns": {"A": "code", "B": "kind"}, "defaults": {"kind": "lighthouse", "field": "B", "goals": "B 1"}}
    mapped = apply(table(("A", "B"), ("1", ""), ("2", "Empfehlung")), from_document(document), SECTIONS)
    assert [row.text("kind") for row in mapped.rows] == ["lighthouse", "Empfehlung"]
    assert [row.text("field") for row in mapped.rows] == ["B", "B"]
    assert mapped.rows[0].several("goals") == ("B 1",)


@pytest.mark.parametrize("cell", ["B 1; B 2", "B 1\nB 2", "- B 1\n- B 2", "B 1;\n\nB 2;"])
def test_several_goals_in_one_cell_are_taken_apart(cell: str) -> None:
    mapped = apply(table(("Ziele",), (cell,)), suggest(("Ziele",), SECTIONS), SECTIONS)
    assert mapped.rows[0].several("goals") == ("B 1", "B 2")


def test_several_values_of_a_section_become_a_list() -> None:
    document = {"columns": {"A": {"target": "partners", "split": "/"}}}
    assert apply_to(document, ("A",), "Vereine / Schulen") == {"partners": "- Vereine\n- Schulen"}
    assert apply_to(document, ("A",), "Vereine") == {"partners": "Vereine"}


def test_values_are_translated_also_within_a_list() -> None:
    values = {"leuchtturm (gross)": "lighthouse", "B eins": "B 1"}
    assert apply_to({"columns": {"A": {"target": "kind", "values": values}}}, ("A",), "LEUCHTTURM") == {
        "kind": "lighthouse"
    }
    mapping = from_document({"columns": {"A": {"target": "goals", "values": values}}})
    assert apply(table(("A",), ("B eins; B 2",)), mapping, SECTIONS).rows[0].several("goals") == ("B 1", "B 2")


def test_a_new_section_is_made_once_and_found_again() -> None:
    document = {"columns": {"A": {"new_section": "Politische Anbindung"}, "B": {"new_section": "politische anbindung"}}}
    first = apply(table(("A", "B"), ("x", "y")), from_document(document), SECTIONS)
    assert first.new_sections == (SectionName("politische_anbindung", "Politische Anbindung"),)
    assert first.rows[0].text("politische_anbindung") == "x\n\ny"
    again = apply(table(("A", "B"), ("x", "y")), from_document(document), first.sections)
    assert again.new_sections == ()
    assert again.rows[0].text("politische_anbindung") == "x\n\ny"


def test_a_new_section_never_takes_the_name_of_something_else() -> None:
    labels = {"A": "Kind", "B": "Costs", "C": "Comments"}
    document = {"columns": {column: {"new_section": label} for column, label in labels.items()}}
    mapped = apply(table(("A", "B", "C"), ("x", "y", "z")), from_document(document), SECTIONS)
    assert [section.key for section in mapped.new_sections] == ["kind_2", "costs_2", "comments_2"]


def test_a_table_of_nineteen_foreign_columns_is_read_through_a_mapping() -> None:
    assert len(FOREIGN_COLUMNS) == 19
    content = xlsx(("Vorhaben", (FOREIGN_COLUMNS, *FOREIGN_ROWS)))
    mapped = apply(read_table("fremd.xlsx", content), from_document(FOREIGN_MAPPING), SECTIONS)
    row = mapped.rows[0]
    assert {target: cell.text for target, cell in row.cells.items() if target != "goals"} == {
        "code": "B5+6",
        "title": "Lernhäuser im Westend",
        "field": "Bildung & Sprache",
        "kind": "lighthouse",
        "origin": "Jugendgruppe",
        "situation": "Viele Kinder warten.\n\nDie Räume fehlen.",
        "description": "- Räume mieten\n- Tutor*innen finden",
        "steps": "- Konzept\n- Start\n- Auswertung",
        "target_group": "Kinder, Eltern",
        "responsible": "40/51",
        "partners": "- Vereine\n- Schulen",
        "costs": "**2027:** 120.000 €\n\n**2028:** 80.000 €",
        "staff": "1,5",
        "timeline": "2027–2029",
        "indicators": "30 % mehr Plätze",
        "politische_anbindung": "Ausschuss 2",
    }
    assert row.several("goals") == ("Sprache", "Teilhabe")
    assert mapped.ignored == ("interne Notiz",)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>Eins</p><p>Zwei</p>", "Eins\n\nZwei"),
        ("Eins<br>Zwei<br/>Drei", "Eins\nZwei\nDrei"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<ol><li>a<li>b</ol>danach", "1. a\n2. b\n\ndanach"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n   - b"),
        ("<b>fett </b>und <i>schräg</i>", "**fett** und *schräg*"),
        ("<strong><em>beides</em></strong>", "***beides***"),
        ("<b>Kosten:</b>500", "**Kosten:** 500"),
        ("Wort<b>„Zitat“</b>", "Wort **„Zitat“**"),
        ("<b> </b>leer", "leer"),
        ("<h2>Titel</h2>Text", "**Titel**\n\nText"),
        ('<a href="https://example.org/a">Seite</a>', "Seite (https://example.org/a)"),
        ('<a href="https://example.org">https://example.org</a>', "https://example.org"),
        ('<a href="mailto:amt@example.org">Schreiben</a>', "Schreiben (amt@example.org)"),
        ('<a href="javascript:alert(1)">Klick</a>', "Klick"),
        ('<a href="java\nscript:alert(1)">Klick</a>', "Klick"),
        ('<a href="http://[">Klick</a>', "Klick"),
        ("<script>alert(1)</script>Text<style>p{}</style>", "Text"),
        ('<img src=x onerror="alert(1)" alt="Bild">', "Bild"),
        ("a &lt;b&gt; &amp; c&nbsp;d", "a <b> & c d"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a | b\n\nc"),
        ("<p>offen <b>fett", "offen **fett**"),
        ("</b></ul>Text</p>", "Text"),
        ("<div>\n  <p>\n  Viel   Luft  </p>\n</div>", "Viel Luft"),
        ("kein HTML, 3 < 4", "kein HTML, 3 < 4"),
        ("<!-- weg -->da<![CDATA[x]]>", "da"),
        ("", ""),
    ],
)
def test_html_becomes_markdown(html: str, markdown: str) -> None:
    assert from_html(html) == markdown


@given(st.text(alphabet=st.sampled_from("<>/abpuliol =\"'&;!-\n"), max_size=200))
def test_no_html_whatever_brings_down_the_converter(html: str) -> None:
    assert "<script" not in from_html(html).lower().replace(html.lower(), "")


@pytest.mark.parametrize(
    "piece",
    ["<", "<a ", "<!--", "<ul><li>", "</", "</a", "<a>", "<a b='", "<script>", "&#", "<b>", "<a href='", "<![CDATA["],
)
def test_hostile_html_is_converted_in_reasonable_time(piece: str) -> None:
    begun = process_time()
    from_html(piece * (50_000 // len(piece)))
    assert process_time() - begun < 5


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("• eins\n• zwei", "- eins\n- zwei"),
        ("– eins\n– zwei", "- eins\n- zwei"),
        ("Text\n    eingerückt", "Text\neingerückt"),
        ("- eins\n  - zwei", "- eins\n  - zwei"),
        ("a\n\n\n\nb", "a\n\nb"),
        ("a\x07b", "ab"),
        ("'=1+1", "=1+1"),
        ("’s ist gut", "’s ist gut"),
        ("1. eins\n2. zwei", "1. eins\n2. zwei"),
    ],
)
def test_plain_text_of_cells_is_tidied(text: str, tidied: str) -> None:
    assert tidy(text) == tidied


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


def test_the_mapping_document_is_readable_json() -> None:
    text = written(from_document(FOREIGN_MAPPING))
    assert json.loads(text)["columns"]["Lfd."] == "code"
    assert "Strategische Ziele" in text
