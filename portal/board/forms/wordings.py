"""A form with a field for the wording of every section of a sheet, for whoever proposes or decides a new one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from wtforms import StringField, TextAreaField

from portal.consultations.queries import Sheet
from portal.consultations.rewording import WORDING, NewWording, differs
from portal.consultations.structure import SectionLine
from portal.kernel.words import N_
from portal.web.forms import Form
from portal.web.languages import current_language

USUAL_SECTION = "description"
"""The section a new wording is meant for when nobody says which."""
NO_SECTION = N_("Bitte wählen Sie den Abschnitt, dessen Wortlaut sich ändert.")


@dataclass(frozen=True, slots=True)
class PartField:
    """A section with the field for its wording; `differs` when it is not today's, `is_advised` as advised.

    `is_new` when it says nothing today.
    """

    section: SectionLine
    field: TextAreaField
    differs: bool
    is_advised: bool
    is_new: bool


class WordingsForm(Form):
    """`on_sheet` gives it a field for every section; programs may send one in `section` and `wording` instead."""

    section = StringField(N_("Abschnitt, der sich ändert"))
    wording = TextAreaField(N_("Neuer Wortlaut des Abschnitts"))

    advised: frozenset[int] = frozenset()

    def parts(self, sheet: Sheet) -> list[PartField]:
        return [
            PartField(
                section,
                self[f"{WORDING}{section.key}"],
                differs(sheet, section.id, self[f"{WORDING}{section.key}"].data or ""),
                section.id in self.advised,
                not sheet.source_of(section.id),
            )
            for section in sheet.sections
        ]

    def texts(self, sheet: Sheet) -> dict[str, str] | None:
        """The wordings by section key; None, with what is wrong above the fields, for a section it does not have."""
        texts = {section.key: self[f"{WORDING}{section.key}"].data or "" for section in sheet.sections}
        if self.section.data and self.section.data not in texts:
            self.complain("section", NO_SECTION)
            return None
        return texts

    def follow(self, read: Sheet, newest: Sheet) -> None:
        """Where nobody changed what they read, show what stands there since."""
        for section in read.sections:
            field = self[f"{WORDING}{section.key}"]
            if not differs(read, section.id, field.data or ""):
                field.data = newest.source_of(section.id)


Some = TypeVar("Some", bound=WordingsForm)


def on_sheet(kind: type[Some], sheet: Sheet, advised: Sequence[NewWording] = (), **values: object) -> Some:
    """As it was sent, or with these values and wordings; what nobody sent reads as it does today."""
    language = current_language()
    fields = {
        f"{WORDING}{section.key}": TextAreaField(section.name(language), render_kw={"lang": "de"})
        for section in sheet.sections
    }
    made: type[Some] = type(kind.__name__, (kind,), dict(fields))
    form = made(formdata=None, **values) if values else made()
    new = {one.section_id: one.text for one in advised}
    for section in sheet.sections:
        field = form[f"{WORDING}{section.key}"]
        if field.data is None:
            field.data = new.get(section.id, sheet.source_of(section.id))
    if form.wording.data:
        wanted = (f"{WORDING}{key}" for key in (form.section.data, USUAL_SECTION))
        single = next((name for name in wanted if name in form), "wording")
        form[single].data = form.wording.data
    form.advised = frozenset(new)
    return form
