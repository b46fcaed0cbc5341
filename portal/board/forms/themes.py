"""Forms by which themes are kept and comments put under them; several of them stand on one page."""

from collections.abc import Sequence
from typing import Any, ClassVar

from wtforms import SelectField, StringField, TextAreaField

from portal.consultations.structure import ItemLine, Structure
from portal.kernel.words import N_
from portal.themes.operations.keeping import LONGEST_SUMMARY, LONGEST_TITLE
from portal.themes.queries import ThemeLine
from portal.web.forms import Form
from portal.web.languages import current_words


class NamedForm(Form):
    """Its fields have ids of their own, so that a label means one field of the page."""

    called: ClassVar[str] = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self:
            field.id = f"{self.called}-{field.name}"
            field.label.field_id = field.id


def _title(label: str) -> StringField:
    return StringField(label, render_kw={"maxlength": LONGEST_TITLE, "autocomplete": "off"})


def _summary() -> TextAreaField:
    return TextAreaField(N_("Worum es geht"), render_kw={"maxlength": LONGEST_SUMMARY})


class CreateForm(NamedForm):
    called = "new"
    title = _title(N_("Name des Themas"))
    item = SelectField(N_("Gilt für"), validate_choice=False)
    parent = SelectField(N_("Gehört zu"), validate_choice=False)
    summary = _summary()

    def offer(self, skeleton: Structure, known: Sequence[ThemeLine]) -> "CreateForm":
        say = current_words().say
        self.item.choices = [("", say(N_("alle Maßnahmen und Ziele"))), *_items(skeleton)]
        self.parent.choices = [("", say(N_("keinem anderen Thema"))), *_upper(skeleton, known)]
        return self


class RenameForm(NamedForm):
    called = "rename"
    title = _title(N_("Name des Themas"))
    summary = _summary()


class MoveForm(NamedForm):
    called = "move"
    parent = SelectField(N_("Gehört zu"), validate_choice=False)

    def offer(self, skeleton: Structure, known: Sequence[ThemeLine], theme: ThemeLine) -> "MoveForm":
        mine = [one for one in known if one.id != theme.id and one.item_id in (None, theme.item_id)]
        self.parent.choices = [("", current_words().say(N_("keinem anderen Thema"))), *_upper(skeleton, mine)]
        return self


class MergeForm(NamedForm):
    called = "merge"
    into = SelectField(N_("Geht auf in"), validate_choice=False)

    def offer(self, skeleton: Structure, known: Sequence[ThemeLine], theme: ThemeLine) -> "MergeForm":
        others = [one for one in known if one.id != theme.id and one.is_open and one.item_id in (None, theme.item_id)]
        self.into.choices = [("", current_words().say(N_("Bitte wählen"))), *theme_choices(skeleton, others)]
        return self


class SplitForm(NamedForm):
    called = "split"
    title = _title(N_("Name des neuen Themas"))


class CodingForm(NamedForm):
    """`theme` takes the chosen comments, or a new one called `title`."""

    called = "code"
    theme = SelectField(N_("Thema"), validate_choice=False)
    title = _title(N_("oder neues Thema"))
    quote = StringField(N_("Nur diese Stelle"), render_kw={"autocomplete": "off"})

    def offer(self, skeleton: Structure, known: Sequence[ThemeLine]) -> "CodingForm":
        fitting = [one for one in known if one.is_open]
        self.theme.choices = [("", current_words().say(N_("Bitte wählen"))), *theme_choices(skeleton, fitting)]
        return self


def theme_choices(skeleton: Structure, known: Sequence[ThemeLine]) -> list[tuple[str, str]]:
    """Each theme with the code of its item before its name."""
    return [(one.public_id, _named(skeleton, one)) for one in known]


def _named(skeleton: Structure, theme: ThemeLine) -> str:
    item = skeleton.by_id.get(theme.item_id or 0)
    return f"{item.code}: {theme.path}" if item is not None else theme.path


def _items(skeleton: Structure) -> list[tuple[str, str]]:
    return [(item.code, _brief(item)) for item in skeleton.items]


def _brief(item: ItemLine) -> str:
    return f"{item.code} {item.title}"


def _upper(skeleton: Structure, known: Sequence[ThemeLine]) -> list[tuple[str, str]]:
    return theme_choices(skeleton, [one for one in known if one.parent_id is None and one.is_open])
