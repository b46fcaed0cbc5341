"""What columns and values are called, in German and English, whatever their spelling."""

import re
from functools import lru_cache

from portal.imports.mapping.model import Core
from portal.kernel.codes import fold


def _words(listed: str) -> tuple[str, ...]:
    return tuple(" ".join(word.split()) for word in listed.split(";"))


CORE_WORDS = {
    Core.CODE: _words("""
        Code; Maßnahmencode; Maßnahmennummer; Maßnahmen-Nr.; Maßnahme Nr.; Nr. der Maßnahme; Nummer; Nr.;
        Kennung; Kennziffer; Kürzel; Ziffer; Schlüssel; ID; Lfd. Nr.; laufende Nummer; measure code; measure
        number; number; no.; key; reference
    """),
    Core.TYPE: _words("Typ; Eintragstyp; Ebene; type; entry type; level"),
    Core.TITLE: _words("""
        Titel; Titel der Maßnahme; Maßnahmentitel; Name der Maßnahme; Bezeichnung der Maßnahme; Bezeichnung;
        Kurztitel; Überschrift; Name; Maßnahme; title; measure title; name of the measure; heading; measure
    """),
    Core.FIELD: _words("""
        Handlungsfeld; Feld; Themenfeld; Handlungsbereich; Themenbereich; Bereich; Kapitel; Thema; field of
        action; field; action area; area; chapter; topic; Tabellenblatt
    """),
    Core.GOALS: _words("""
        Ziele; Ziel; Zielcodes; Zielcode; Zielnummer; Ziel-Nr.; Handlungsziele; Handlungsziel; Leitziele;
        Leitziel; Zielbezug; dient den Zielen; dient dem Ziel; zu Ziel; goals; goal; goal codes; objectives;
        objective; serves goals
    """),
    Core.KIND: _words("""
        Art; Art der Maßnahme; Maßnahmenart; Maßnahmentyp; Maßnahmenkategorie; kind; kind of measure; measure
        kind; measure type; category
    """),
    Core.ORIGIN: _words("""
        Herkunft; Ursprung; Expertengruppe; Expert*innengruppe; Arbeitsgruppe; AG; vorgeschlagen von;
        eingebracht von; erarbeitet von; Urheber*innen; origin; origin group; expert group; working group;
        proposed by; drafted by
    """),
    Core.RECOMMENDED_TO: _words("""
        Empfehlung an; empfohlen an; richtet sich an; Adressat; Adressat*in; Adressat*innen; recommended to;
        recommendation to; addressee
    """),
    Core.NOTE: _words("""
        Hinweis zur Fassung; Anmerkung zur Fassung; Änderungshinweis; Änderungsnotiz; note; version note; change
        note
    """),
}

SECTION_WORDS = {
    "situation": _words("""
        Ausgangslage; Ausgangssituation; Situation; Anlass; Hintergrund; Problembeschreibung; Bedarf;
        Handlungsbedarf; starting situation; initial situation; background
    """),
    "description": _words("""
        Beschreibung; Maßnahmenbeschreibung; Beschreibung der Maßnahme; Kurzbeschreibung; Inhalt; Inhalte; Text;
        Erläuterung; Zusammenfassung; description; summary; content; text
    """),
    "steps": _words("""
        Umsetzungsschritte; Schritte; Schritte zur Umsetzung; Arbeitsschritte; nächste Schritte; Umsetzung;
        Vorgehen; steps; implementation steps; next steps; implementation
    """),
    "target_group": _words("Zielgruppe; Zielgruppen; für wen; target group; target groups; audience"),
    "responsible": _words("""
        Zuständigkeit; zuständig; zuständige Stelle; Federführung; federführend; federführende Stelle;
        Verantwortlich; Verantwortung; Verantwortlichkeit; verantwortliche Stelle; responsible; responsible
        unit; responsibility; lead; lead unit
    """),
    "partners": _words("""
        Beteiligte; weitere Beteiligte; Partner; Partner*innen; Kooperationspartner; Kooperationspartner*innen;
        Kooperation; Mitwirkende; Akteure; Akteur*innen; partners; participants; cooperation; involved parties
    """),
    "costs": _words("""
        Kosten; Finanzierung; Kosten und Finanzierung; Finanzbedarf; Finanzen; Budget; Mittel; Mittelbedarf;
        costs; cost; budget; funding; financing
    """),
    "staff": _words("Personal; Personalbedarf; Stellen; Stellenbedarf; staff; staffing; personnel"),
    "timeline": _words("""
        Zeitplan; Zeitraum; Zeitrahmen; Laufzeit; Umsetzungszeitraum; Termine; Termin; Frist; timeline;
        schedule; time frame; period; duration; deadline
    """),
    "indicators": _words("""
        Indikatoren; Indikator; Erfolg; Erfolgsindikatoren; Erfolgskontrolle; Erfolgskriterien; Kennzahlen;
        Messgrößen; Evaluation; indicators; indicator; success; success indicators; evaluation
    """),
}

TYPE_WORDS = {
    "field": _words("Handlungsfeld; Handlungsfelder; Feld; field; fields; field of action; fields of action"),
    "goal": _words("Ziel; Ziele; Handlungsziel; Leitziel; goal; goals; objective; objectives"),
    "measure": _words("Maßnahme; Maßnahmen; measure; measures; Maßnahmenblatt"),
}
KIND_WORDS = {
    "administration": _words("""
        administration; Verwaltung; Verwaltungsmaßnahme; Maßnahme der Verwaltung; Verwaltungshandeln; intern;
        Aufgabe der Verwaltung; task of the administration;
        measure of the administration
    """),
    "lighthouse": _words("lighthouse; lighthouse project; Leuchtturm; Leuchtturmprojekt"),
    "recommendation": _words("recommendation; Empfehlung"),
}

_CAMEL = re.compile(r"(?<=[a-zäöüß])(?=[A-Z])(?!Innen|In\b)")
_SLASHED = re.compile(r"/-?(?=in(?:nen)?\b)")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NUMBERED = re.compile(r"^\d+ (?=\D)")
LONGEST_VALUE = 200
SHORTEST_STEM = 5
"""Letters a word needs to be found inside of a compound: “Kosten” in “Kostenrahmen”."""


@lru_cache(maxsize=2048)
def normal(name: str) -> str:
    """For comparing: without case, accents, gender signs, remarks in brackets, punctuation and a leading number."""
    text = _SLASHED.sub("", _CAMEL.sub(" ", name))
    bare = _BRACKETS.sub(" ", text)
    text = fold(bare if bare.strip() else text)
    words = " ".join(re.sub(r"\W|_", " ", text).split())
    for spelled, sign in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        words = words.replace(spelled, sign)
    return _NUMBERED.sub("", words)


def is_same(one: str, other: str) -> bool:
    return len(one) <= LONGEST_VALUE and len(other) <= LONGEST_VALUE and normal(one) == normal(other)


def contains(column: str, word: str) -> bool:
    """Whether a normal column name has the normal word in it, as words or at an end of a compound."""
    if f" {word} " in f" {column} ":
        return True
    ends = (part.startswith(word) or part.endswith(word) for part in column.split())
    return len(word) >= SHORTEST_STEM and any(ends)


def meaning(text: str, words: dict[str, tuple[str, ...]]) -> str | None:
    """The name under which this value is listed, None if it is not."""
    if len(text) > LONGEST_VALUE:
        return None
    wanted = normal(text)
    return next((name for name, known in words.items() if any(normal(word) == wanted for word in known)), None)
