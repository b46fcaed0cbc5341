"""The table we offer for filling in."""

from io import BytesIO

from openpyxl import load_workbook

from portal.imports.template import template_workbook
from portal.kernel.words import Words
from tests.imports.files import saved
from tests.imports.sheets import FILLED, SECTIONS, planned


def test_every_column_of_the_template_is_understood() -> None:
    plan = planned(template_workbook(SECTIONS), FILLED, name="a.xlsx")
    assert plan.ignored == ()
    assert [hint.value for hint in plan.hints] == ["Beispiel"]
    assert plan.skipped == ("Hinweise",)


def test_a_filled_template_becomes_a_plan_and_its_example_is_left_out() -> None:
    book = load_workbook(BytesIO(template_workbook(SECTIONS)))
    sheet = book["Maßnahmen"]
    names = [cell.value for cell in sheet[1]]
    values = {
        "Typ": "Maßnahme",
        "Code": "B 1.1",
        "Titel": "Neu",
        "Handlungsfeld": "B",
        "Ziele": "B 1",
        "Kosten": "wenig",
    }
    for place, name in enumerate(names, start=1):
        sheet.cell(3, place).value = values.get(str(name))
    plan = planned(saved(book), FILLED, name="a.xlsx")
    assert plan.faults == ()
    assert [step.after.code for step in plan.measures] == ["B 1.1"]
    assert plan.measures[0].after.sections == (("costs", "wenig"),)


def test_codes_in_the_template_are_text() -> None:
    sheet = load_workbook(BytesIO(template_workbook(SECTIONS)))["Maßnahmen"]
    assert sheet["B3"].number_format == "@"


def test_the_hints_have_a_sheet_of_their_own_and_can_be_translated() -> None:
    book = load_workbook(BytesIO(template_workbook(SECTIONS, lambda text: Words("de").say(text).upper())))
    assert book.sheetnames == ["MASSNAHMEN", "HINWEISE"]
    assert book["HINWEISE"].max_row > 5
