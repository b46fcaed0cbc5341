"""The base of every form: labels and refusals are German sentences, translated when they are shown."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from babel.support import NullTranslations, Translations
from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice, SelectField
from wtforms.i18n import messages_path

from portal.kernel.errors import Invalid
from portal.web.languages import current_language, current_words


def choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """What a select or radio field offers, from (value, label)."""
    return [SelectChoice(value, label) for value, label in pairs]


class Meta(FlaskForm.Meta):
    """Reads the form library's own sentences once for each language, not once for each request."""

    def get_translations(self, form: object) -> object:
        return _sentences(current_language())


@cache
def _sentences(language: str) -> NullTranslations:
    return Translations.load(messages_path(), [language], domain="wtforms")


class Form(FlaskForm):
    """Fields are declared with `N_("…")`; the domain's refusals are shown beneath their field by `refuse`."""

    Meta = Meta

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say = current_words().say
        for field in self:
            field.label.text = say(field.label.text)
            if isinstance(field, SelectField) and isinstance(field.choices, list):
                field.choices = [replace(choice, label=say(choice.label)) for choice in field.choices]

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        valid: bool = super().validate(*args, **kwargs)
        for field in self:
            field.errors = [current_words().say(str(sentence)) for sentence in field.errors]
        return valid

    def refuse(self, refusal: Invalid) -> None:
        """Show a refusal beneath the field it is about, or above the form."""
        self.complain(refusal.field, refusal.sentence, **refusal.values)

    def complain(self, name: str, sentence: str, /, **values: object) -> None:
        said = current_words().say(sentence, **values)
        if name in self:
            self[name].errors = [*self[name].errors, said]
        else:
            self.form_errors.append(said)
