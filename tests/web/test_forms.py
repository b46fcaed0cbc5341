"""Forms show labels and refusals as sentences, each where it belongs."""

from flask import Flask
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired

from portal.kernel.errors import Invalid
from portal.web.forms import Form, choices


class _Letter(Form):
    name = StringField("Name", [InputRequired("Bitte geben Sie einen Namen an.")])
    kind = SelectField("Art", choices=choices([("a", "Anfrage"), ("b", "Beschwerde")]))


def test_a_refusal_of_the_domain_stands_beneath_its_field(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data={"name": "Mia", "kind": "a"}):
        form = _Letter()
        assert form.validate()
        form.refuse(Invalid("Den Namen %(name)s gibt es schon.", field="name", name="Mia"))
        assert form.errors == {"name": ["Den Namen Mia gibt es schon."]}


def test_a_refusal_about_no_field_stands_above_the_form(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data={"name": "Mia", "kind": "a"}):
        form = _Letter()
        form.refuse(Invalid("Das geht jetzt nicht."))
        assert form.form_errors == ["Das geht jetzt nicht."]


def test_what_is_missing_or_unknown_is_said(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data={"kind": "z"}):
        form = _Letter()
        assert not form.validate()
        assert form.errors["name"] == ["Bitte geben Sie einen Namen an."]
        assert "kind" in form.errors


def test_choices_are_given_as_value_and_words(app: Flask) -> None:
    with app.test_request_context("/"):
        assert [(choice.value, choice.label) for choice in _Letter().kind.choices] == [
            ("a", "Anfrage"),
            ("b", "Beschwerde"),
        ]
