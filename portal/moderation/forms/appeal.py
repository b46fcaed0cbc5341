"""Why an author wants a decision looked at again."""

from wtforms import TextAreaField

from portal.kernel.words import N_
from portal.web.forms import Form


class AppealForm(Form):
    explanation = TextAreaField(N_("Warum sind Sie anderer Meinung?"))
