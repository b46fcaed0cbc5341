"""Our own table to fill in, with an example row and a sheet of hints."""

from collections.abc import Callable, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from portal.imports.mapping import CORE_LABELS, EXAMPLE, Core
from portal.imports.queries import SectionName
from portal.kernel.words import N_

SHEET = N_("Maßnahmen")
HINTS_SHEET = N_("Hinweise")
EXAMPLES = {
    Core.TYPE: N_("Maßnahme"),
    Core.CODE: EXAMPLE,
    Core.TITLE: N_("Sprachcafés in allen Stadtteilen"),
    Core.FIELD: N_("B"),
    Core.GOALS: N_("B 1; B 2"),
    Core.KIND: N_("Verwaltung"),
    Core.ORIGIN: N_("Expert*innengruppe Bildung"),
    Core.RECOMMENDED_TO: "",
    Core.NOTE: "",
}
SECTION_EXAMPLE = N_("Text, gern mit Absätzen und Aufzählungen")
HINTS = (
    N_("Jede Zeile ist ein Eintrag. Im Typ steht Maßnahme, Ziel oder Handlungsfeld; leer heißt Maßnahme."),
    N_("Der Code ist Text wie „B 1.2“ oder „B5+6“, kommt nur einmal vor und enthält weder / noch ? # oder \\."),
    N_("Das Handlungsfeld nennen Sie mit Code oder Titel."),
    N_("Mehrere Ziele trennen Sie mit Semikolon. Ziele stehen als eigene Zeilen in der Datei oder schon im Katalog."),
    N_("Die Art ist Verwaltung, Leuchtturmprojekt oder Empfehlung; leer heißt Verwaltung."),
    N_("Bei einer Empfehlung steht unter „Empfehlung an“, an wen sie sich richtet."),
    N_("Alle weiteren Spalten sind die Abschnitte des Maßnahmenblatts. Jeder darf leer bleiben."),
    N_("Spalten dürfen fehlen und in anderer Reihenfolge stehen. Was fehlt, bleibt im Katalog, wie es ist."),
    N_("Steht ein Code schon im Katalog, entsteht aus geändertem Text eine neue Fassung. Gelöscht wird nichts."),
    N_("Die Zeile mit dem Code „Beispiel“ wird nicht übernommen."),
)
WIDTHS = {Core.CODE: 12, Core.TITLE: 40, Core.TYPE: 14, Core.FIELD: 16, Core.GOALS: 16, Core.KIND: 18}
USUAL_WIDTH = 36
LAST_ROW = 500
"""Rows of the code column prepared as text, so that “1.2” does not become a day."""


def template_workbook(sections: Sequence[SectionName], say: Callable[[str], str] = str) -> bytes:
    """An xlsx file with the columns of this measure sheet; `say` translates its words."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = say(SHEET)
    core = [(say(label), say(EXAMPLES[target])) for target, label in CORE_LABELS.items()]
    columns = [*core, *((section.label, say(SECTION_EXAMPLE)) for section in sections)]
    sheet.append([label for label, _ in columns])
    sheet.append([example for _, example in columns])
    _style(sheet, len(columns))
    hints = book.create_sheet(say(HINTS_SHEET))
    hints.column_dimensions["A"].width = 110
    for hint in HINTS:
        hints.append([say(hint)])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _style(sheet: Worksheet, columns: int) -> None:
    targets = [*CORE_LABELS, *[None] * (columns - len(CORE_LABELS))]
    for place, target in enumerate(targets, start=1):
        head, example = sheet.cell(1, place), sheet.cell(2, place)
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", start_color="E6ECF2")
        head.alignment = example.alignment = Alignment(wrap_text=True, vertical="top")
        example.font = Font(italic=True, color="5A6570")
        width = WIDTHS.get(target, USUAL_WIDTH) if target else USUAL_WIDTH
        sheet.column_dimensions[get_column_letter(place)].width = width
    code = list(CORE_LABELS).index(Core.CODE) + 1
    for row in range(2, LAST_ROW):
        sheet.cell(row, code).number_format = "@"
    sheet.freeze_panes = f"{get_column_letter(code + 2)}2"


LETTERS_SHEET = N_("Zuschriften")
LETTERS_EXAMPLE = ("", "Ada Beispiel", "B 1.2", "", "Dagegen", "Bitte mehr Busse am Abend.", "Brief", "", "", "")
LETTERS_HINTS = (
    N_("Jede Zeile ist eine Zuschrift zu einer Maßnahme oder einem Ziel; das Zeichen kommt nur einmal vor."),
    N_("Ohne Organisation ist die Zuschrift die einer Privatperson; ihr Name bleibt in der Geschäftsstelle."),
    N_("Haltung: Dafür, Dafür mit Änderung, Keine Einwände, Frage oder Dagegen. Nur „Keine Einwände“ geht ohne Text."),
    N_("Weg: Brief, E-Mail, Fax, persönlich oder Telefon. Tage wie 18.11.2026."),
    N_("Löschen Sie die Beispielzeile, bevor Sie die Datei schicken."),
)


def letters_workbook(labels: Sequence[str], say: Callable[[str], str] = str) -> bytes:
    """An xlsx file with the columns of letters and e-mails, an example row and a sheet of hints."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = say(LETTERS_SHEET)
    sheet.append([say(label) for label in labels])
    sheet.append(list(LETTERS_EXAMPLE))
    for place in range(1, len(labels) + 1):
        sheet.cell(1, place).font = Font(bold=True)
        sheet.cell(2, place).font = Font(italic=True, color="5A6570")
        sheet.column_dimensions[get_column_letter(place)].width = 20
    hints = book.create_sheet(say(HINTS_SHEET))
    hints.column_dimensions["A"].width = 110
    for hint in LETTERS_HINTS:
        hints.append([say(hint)])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
