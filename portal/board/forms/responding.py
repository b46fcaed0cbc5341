"""The form for an answer to what was said."""

from wtforms import HiddenField, RadioField, TextAreaField

from portal.decisions.models import Answer
from portal.decisions.texts import ANSWERS
from portal.kernel.words import N_
from portal.web.forms import Form, choices

NO_ANSWER = N_("Bitte wählen Sie, ob die Stadt dem folgt.")


class ResponseForm(Form):
    """`item` is the code of the page it stands on, to come back to."""

    answer = RadioField(
        N_("Antwort"), choices=choices((one.value, name) for one, name in ANSWERS.items()), validate_choice=False
    )
    reason = TextAreaField(N_("Begründung, die alle lesen werden"))
    item = HiddenField()

    @property
    def chosen(self) -> Answer | None:
        """The answer; None, with what is wrong beneath the field."""
        known = {answer.value: answer for answer in Answer}
        if self.answer.data not in known:
            self.complain("answer", NO_ANSWER)
            return None
        return known[self.answer.data]
