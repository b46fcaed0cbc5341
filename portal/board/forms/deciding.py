"""The forms for a decision on one item, and for one vote on several."""

from collections.abc import Sequence

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from portal.board.forms.numbers import NUMBER, whole_number
from portal.board.forms.sittings import sitting_choices
from portal.board.forms.wordings import WordingsForm, on_sheet
from portal.consultations.queries import Sheet
from portal.consultations.rewording import LONGEST, TOO_LONG, NewWording
from portal.decisions.models import DecisionOutcome
from portal.decisions.queries.sittings import SittingLine
from portal.decisions.resolution import Resolution, Votes
from portal.decisions.texts import CHOICES
from portal.kernel.errors import Invalid
from portal.kernel.words import N_
from portal.web.forms import Form, choices
from portal.web.languages import current_words

NO_OUTCOME = N_("Bitte wählen Sie ein Ergebnis.")
UNNAMED = {"autocomplete": "off"}


class DecisionForm(WordingsForm):
    """`version` is the number of the text that was read."""

    outcome = RadioField(
        N_("Ergebnis"), choices=choices((one.value, name) for one, name in CHOICES.items()), validate_choice=False
    )
    reason = TextAreaField(N_("Begründung, die alle lesen werden"))
    recommended_to = StringField(N_("Empfehlung an"), [Length(max=200, message=TOO_LONG)], render_kw=UNNAMED)
    votes_for = StringField(N_("Ja"), render_kw=NUMBER)
    votes_against = StringField(N_("Nein"), render_kw=NUMBER)
    votes_abstained = StringField(N_("Enthaltung"), render_kw=NUMBER)
    conflicts = StringField(N_("Wer hat wegen Befangenheit nicht mitgestimmt?"), render_kw=UNNAMED)
    sitting = SelectField(N_("Sitzung"), validate_choice=False)
    unanswered_reason = TextAreaField(N_("Warum bleiben Themen ohne Antwort?"))
    version = HiddenField()

    def resolution(self, sheet: Sheet) -> Resolution | None:
        """What it says; None, with what is wrong beneath the fields."""
        known = {outcome.value: outcome for outcome in DecisionOutcome}
        if self.outcome.data not in known:
            self.complain("outcome", NO_OUTCOME)
            return None
        texts = self.texts(sheet)
        if texts is None:
            return None
        try:
            return Resolution.of(
                sheet,
                known[self.outcome.data],
                reason=self.reason.data or "",
                wordings=texts,
                recommended_to=self.recommended_to.data or "",
                votes=votes_in(self),
                conflicts=self.conflicts.data or "",
                sitting=whole_number(self.sitting.data, "sitting"),
                unanswered_reason=self.unanswered_reason.data or "",
            )
        except Invalid as refusal:
            self.refuse(refusal)
            return None

    @property
    def seen(self) -> int | None:
        """The number of the version that was read, None where the form says nothing about it."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def decision_form(
    sheet: Sheet, sittings: Sequence[SittingLine], advised: Sequence[NewWording] = (), **values: object
) -> DecisionForm:
    """As it was sent, or with these values and the wordings that the administration advises."""
    form = on_sheet(DecisionForm, sheet, advised, **values)
    form.sitting.choices = sitting_choices(sittings)
    if not form.version.data:
        form.version.data = str(sheet.version.number)
    form.outcome.label.text = current_words().say(N_("Ergebnis"))
    return form


class BlockForm(Form):
    """One vote for several items; `points` are those that stand to be decided together."""

    votes_for = StringField(N_("Ja"), render_kw=NUMBER)
    votes_against = StringField(N_("Nein"), render_kw=NUMBER)
    votes_abstained = StringField(N_("Enthaltung"), render_kw=NUMBER)
    reason = TextAreaField(N_("Begründung, die alle lesen werden"), [Length(max=LONGEST, message=TOO_LONG)])
    conflicts = StringField(N_("Wer hat wegen Befangenheit nicht mitgestimmt?"), render_kw=UNNAMED)
    unanswered_reason = TextAreaField(N_("Warum bleiben Themen ohne Antwort?"))


def votes_in(form: DecisionForm | BlockForm) -> Votes:
    """Raise `Invalid` for what is no number."""
    return Votes(
        whole_number(form.votes_for.data, "votes_for"),
        whole_number(form.votes_against.data, "votes_against"),
        whole_number(form.votes_abstained.data, "votes_abstained"),
    )
