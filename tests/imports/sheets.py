"""The default measure sheet, tables of measures, and a foreign table, for the tests of importing."""

from typing import Any

from portal.consultations.models import ItemType
from portal.imports.checking import Plan, check
from portal.imports.mapping import Mapping, apply, suggest
from portal.imports.queries import Catalogue, FieldText, ItemText, SectionName
from portal.imports.reading import Table, read_table

SECTIONS = (
    SectionName("situation", "Ausgangslage", "Starting situation"),
    SectionName("description", "Beschreibung", "Description"),
    SectionName("steps", "Umsetzungsschritte", "Steps"),
    SectionName("target_group", "Zielgruppe", "Target group"),
    SectionName("responsible", "Zuständigkeit", "Responsible unit"),
    SectionName("partners", "Beteiligte", "Partners"),
    SectionName("costs", "Kosten", "Costs"),
    SectionName("staff", "Personal", "Staff"),
    SectionName("timeline", "Zeitplan", "Timeline"),
    SectionName("indicators", "Woran wir den Erfolg erkennen", "How we will know it works"),
)
EMPTY = Catalogue(SECTIONS)
EDUCATION = FieldText("B", "Bildung")
FILLED = Catalogue(
    SECTIONS,
    (EDUCATION, FieldText("S", "Soziales")),
    (
        ItemText(ItemType.GOAL, "B 1", "Sprache von Anfang an", "B"),
        ItemText(ItemType.GOAL, "B 2", "Offene Schulen", "B"),
    ),
    frozenset({"B 0.9"}),
)

FOREIGN_COLUMNS = (
    "Lfd.", "Vorhaben (Kurzbezeichnung)", "Cluster", "Strategische Ziele", "Projekttyp", "Einreichende Gruppe",
    "Problemaufriss", "Was wir tun", "Meilensteine", "Wen wir erreichen", "Dezernat/Amt", "Mit wem", "Mittel 2027",
    "Mittel 2028", "VZÄ", "Start/Ende", "Messpunkte", "Politische Anbindung", "interne Notiz",
)  # fmt: skip
FOREIGN_ROWS = (
    (
        "B5+6", "<b>Lernhäuser</b> im Westend", "Bildung & Sprache", "1. Sprache<br>2. Teilhabe", "Flaggschiff", "JG",
        "<p>Viele Kinder warten.</p><p>Die Räume fehlen.</p>",
        "<ul><li>Räume mieten</li><li>Tutor*innen finden</li></ul>", "Konzept | Start | Auswertung", "Kinder, Eltern",
        "40/51", "Vereine;Schulen", "<p>120.000&nbsp;€</p>", "80.000 €", "1,5", "2027–2029",
        "30 % mehr <script>alert(1)</script>Plätze", "Ausschuss&nbsp;2", "nicht zeigen",
    ),
    (
        "Üneu1", "Nachtcafé", "Stadtleben", "2. Teilhabe", "Linie", "", "", "Öffnen <em>auch nachts</em>",
        "", "", "41", "", "", "", "", "", "", "", "",
    ),
)  # fmt: skip
FOREIGN_MAPPING: dict[str, Any] = {
    "columns": {
        "Lfd.": "code",
        "Vorhaben (Kurzbezeichnung)": {"target": "title", "html": True},
        "Cluster": "field",
        "Strategische Ziele": {"target": "goals", "html": True, "split": "\n"},
        "Projekttyp": {"target": "kind", "values": {"Flaggschiff": "lighthouse", "Linie": "administration"}},
        "Einreichende Gruppe": {"target": "origin", "values": {"JG": "Jugendgruppe"}},
        "Problemaufriss": {"target": "situation", "html": True},
        "Was wir tun": {"target": "description", "html": True},
        "Meilensteine": {"target": "steps", "split": "|"},
        "Wen wir erreichen": "target_group",
        "Dezernat/Amt": "responsible",
        "Mit wem": {"target": "partners", "split": ";"},
        "Mittel 2027": {"target": "costs", "prefix": "2027", "html": True},
        "Mittel 2028": {"target": "costs", "prefix": "2028"},
        "VZÄ": "staff",
        "Start/Ende": "timeline",
        "Messpunkte": {"target": "indicators", "html": True},
        "Politische Anbindung": {"new_section": "Politische Anbindung", "html": True},
        "interne Notiz": None,
    },
    "new_goals": True,
}


def planned(
    content: bytes, catalogue: Catalogue = EMPTY, mapping: Mapping | None = None, *, name: str = "a.csv"
) -> Plan:
    """What importing this file would do, with the suggested mapping if none is given."""
    return plan_of(read_table(name, content), catalogue, mapping)


def plan_of(table: Table, catalogue: Catalogue = EMPTY, mapping: Mapping | None = None) -> Plan:
    chosen = mapping or suggest(table.columns, catalogue.sections, table.rows)
    return check(apply(table, chosen, catalogue.sections), chosen, catalogue)


def measures(number: int) -> list[tuple[str, ...]]:
    """Header and rows of so many measures with ten full sections each."""
    header = ("Code", "Titel", "Handlungsfeld", "Ziele", "Art", *(section.label for section in SECTIONS))
    prose = "Die Stadt öffnet Räume für Sprachcafés. Expert*innen begleiten die Gruppen.\n\n- Räume\n- Zeiten\n" * 3
    texts = [f"{section.label}: {prose}" for section in SECTIONS]
    return [
        header,
        *((f"M {n}", f"Maßnahme {n}", "B", "B 1", "Verwaltung", *texts) for n in range(1, number + 1)),
    ]
