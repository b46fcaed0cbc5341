"""What the office fills in about a goal or measure: its core attributes and the text of its sheet."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from portal.consultations.models import ItemType, Kind
from portal.consultations.operations import BAD_CODE, NO_TITLE, Rendered
from portal.consultations.queries import Sheet
from portal.consultations.structure import ItemLine, Structure
from portal.kernel.codes import LONGEST
from portal.kernel.words import N_
from portal.office.forms.skeleton import TOO_LONG, UNNAMED
from portal.office.queries.drafting import Core
from portal.web.forms import Form, choices
from portal.web.languages import current_language, current_words

KINDS = (
    (Kind.ADMINISTRATION, N_("Aufgabe der Verwaltung")),
    (Kind.LIGHTHOUSE, N_("Leuchtturmprojekt")),
    (Kind.RECOMMENDATION, N_("Empfehlung an andere")),
)
LONGEST_SECTION = 20_000
SECTION, GOAL = "text_", "goal_"
OF_MEASURES = ("kind", "recommended_to", "origin", "new_origin")


class ItemForm(Form):
    """`seen` says what the editor had before them; the sections and goals of the consultation follow by name."""

    code = StringField(
        N_("Code"), [DataRequired(BAD_CODE), Length(max=LONGEST, message=BAD_CODE)], render_kw=UNNAMED | {"dir": "auto"}
    )
    field = SelectField(N_("Handlungsfeld"))
    kind = RadioField(N_("Art"), choices=choices(KINDS), default=Kind.ADMINISTRATION.value)
    recommended_to = StringField(N_("Empfehlung an"), [Length(max=200, message=TOO_LONG)], render_kw=UNNAMED)
    origin = SelectField(N_("Herkunft"), default="")
    new_origin = StringField(N_("Statt dessen neue Herkunft"), [Length(max=200, message=TOO_LONG)], render_kw=UNNAMED)
    title = StringField(N_("Titel"), [DataRequired(NO_TITLE), Length(max=300, message=TOO_LONG)], render_kw=UNNAMED)
    note = StringField(N_("Warum ändert sich der Text?"), [Length(max=500, message=TOO_LONG)], render_kw=UNNAMED)
    seen = HiddenField()

    skeleton: Structure

    @property
    def sections(self) -> list[TextAreaField]:
        return [self[f"{SECTION}{section.key}"] for section in self.skeleton.sections]

    @property
    def goals(self) -> list[tuple[str, list[BooleanField]]]:
        """The ticks of all goals, by the title of their field."""
        ticks = [
            (field.title, [self[f"{GOAL}{goal.id}"] for goal in self.skeleton.goals if goal.field_id == field.id])
            for field in self.skeleton.fields
        ]
        return [(title, own) for title, own in ticks if own]

    def text(self) -> Rendered:
        """The sheet as it is typed, as HTML: slow, to be done before the write lock is taken."""
        sources = {section.key: self[f"{SECTION}{section.key}"].data or "" for section in self.skeleton.sections}
        return Rendered.of(self.title.data or "", sources)

    def core(self, type: ItemType, before: tuple[int, ...] = ()) -> Core:
        """The core attributes as they are chosen; goals that were there keep their order, `before`."""
        if type is ItemType.GOAL:
            return Core(self.code.data or "", int(self.field.data), None, "", None, "", ())
        ticked = {goal.id for goal in self.skeleton.goals if self[f"{GOAL}{goal.id}"].data}
        kept = [goal for goal in before if goal in ticked]
        more = [goal.id for goal in self.skeleton.goals if goal.id in ticked and goal.id not in kept]
        return Core(
            code=self.code.data or "",
            field_id=int(self.field.data),
            kind=Kind(self.kind.data),
            recommended_to=" ".join((self.recommended_to.data or "").split()),
            origin_id=int(self.origin.data) if self.origin.data else None,
            new_origin=" ".join((self.new_origin.data or "").split()),
            goal_ids=(*kept, *more),
        )


def item_form(skeleton: Structure, item_type: ItemType, values: Mapping[str, Any] | None = None) -> ItemForm:
    """The form as it was sent, or with these values; a goal has no kind, origin or goals of its own."""
    language = current_language()
    more: dict[str, Any] = {
        f"{SECTION}{section.key}": TextAreaField(
            section.name(language), [Length(max=LONGEST_SECTION, message=TOO_LONG)], render_kw={"dir": "auto"}
        )
        for section in skeleton.sections
    }
    more |= {f"{GOAL}{goal.id}": BooleanField(f"{goal.code} {goal.title}") for goal in skeleton.goals}
    made: type[ItemForm] = type("ItemForm", (ItemForm,), more)
    form: ItemForm = made() if values is None else made(formdata=None, **values)
    form.skeleton = skeleton
    form.field.choices = choices((str(field.id), f"{field.code} {field.title}") for field in skeleton.fields)
    none = current_words().say(N_("keine"))
    form.origin.choices = choices([("", none), *((str(number), name) for number, name in skeleton.origins)])
    if item_type is ItemType.GOAL:
        for name in (
            "kind",
            "recommended_to",
            "origin",
            "new_origin",
            *(f"{GOAL}{goal.id}" for goal in skeleton.goals),
        ):
            del form[name]
    return form


def values_of(line: ItemLine, sheet: Sheet, seen: str) -> dict[str, Any]:
    """What the form shows of an item that is there."""
    values: dict[str, Any] = {
        "code": line.code,
        "field": str(line.field_id),
        "kind": line.kind.value if line.kind else "",
        "recommended_to": line.recommended_to,
        "origin": str(line.origin_id) if line.origin_id else "",
        "title": sheet.version.title,
        "seen": seen,
    }
    values |= {f"{GOAL}{goal}": True for goal in line.goal_ids}
    return values | {f"{SECTION}{part.section.key}": part.source for part in sheet.parts}
