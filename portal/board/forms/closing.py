"""The forms that end a consultation: publishing what was decided, and the council's resolution."""

from wtforms import DateField, HiddenField, StringField, TextAreaField
from wtforms.validators import Optional

from portal.decisions.queries.pending import Mark, Pending
from portal.kernel.words import N_
from portal.web.forms import Form

UNNAMED = {"autocomplete": "off"}


class AdoptionForm(Form):
    number = StringField(N_("Nummer der Drucksache"), render_kw=UNNAMED)
    on = DateField(N_("Tag des Ratsbeschlusses"), [Optional()])
    url = StringField(N_("Link zur Drucksache"), render_kw=UNNAMED)
    sentence = TextAreaField(N_("Der Beschluss in einem Satz"))


class PublishForm(Form):
    """`decisions` and `responses` name the newest that was seen; nothing else is made public."""

    decisions = HiddenField()
    responses = HiddenField()

    @classmethod
    def of(cls, found: Pending) -> "PublishForm":
        return cls(formdata=None, decisions=found.until.decision_id, responses=found.until.response_id)

    @property
    def seen(self) -> Mark | None:
        """None where the form says nothing about it."""
        said = (self.decisions.data or "", self.responses.data or "")
        if not all(text.isascii() and text.isdigit() and len(text) < 12 for text in said):
            return None
        return Mark(int(said[0]), int(said[1]))
