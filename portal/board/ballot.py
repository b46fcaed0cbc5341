"""What those who decide fill in: a decision on an item, and an answer to what was said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wtforms import DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from portal.consultations.queries import Sheet
from portal.consultations.structure import SectionLine
from portal.decisions.models import Answer, DecisionOutcome
from portal.decisions.queries.pending import Mark, Pending
from portal.decisions.queries.sittings import SittingLine
from portal.decisions.resolution import (
    LONGEST,
    NO_COUNT,
    NO_SECTION,
    TOO_LONG,
    USUAL_SECTION,
    Resolution,
    Votes,
    changed,
)
from portal.decisions.texts import ANSWERS, CHOICES
from portal.kernel.errors import Invalid
from portal.kernel.words import N_
from portal.web.forms import Form, choices
from portal.web.languages import current_language, current_words

NO_OUTCOME = N_("Bitte wählen Sie ein Ergebnis.")
NO_ANSWER = N_("Bitte wählen Sie, ob die Stadt dem folgt.")
NUMBER = {"inputmode": "numeric", "autocomplete": "off"}
UNNAMED = {"autocomplete": "off"}


WORDING = "wording_"


@dataclass(frozen=True, slots=True)
class PartField:
    """A section with the field for its wording; `differs` when it is not today's, `is_advised` as advised."""

    section: SectionLine
    field: TextAreaField
    differs: bool
    is_advised: bool


class DecisionForm(Form):
    """`version` is the number of the text that was read.

    Every section of the sheet has a field of its own beside these (`decision_form`); programs may send the wording of
    one in `section` and `wording` instead.
    """

    outcome = RadioField(
        N_("Ergebnis"), choices=choices((one.value, name) for one, name in CHOICES.items()), validate_choice=False
    )
    reason = TextAreaField(N_("Begründung, die alle lesen werden"))
    section = StringField(N_("Abschnitt, der sich ändert"))
    wording = TextAreaField(N_("Neuer Wortlaut des Abschnitts"))
    recommended_to = StringField(N_("Empfehlung an"), [Length(max=200, message=TOO_LONG)], render_kw=UNNAMED)
    votes_for = StringField(N_("Ja"), render_kw=NUMBER)
    votes_against = StringField(N_("Nein"), render_kw=NUMBER)
    votes_abstained = StringField(N_("Enthaltung"), render_kw=NUMBER)
    conflicts = StringField(N_("Wer hat wegen Befangenheit nicht mitgestimmt?"), render_kw=UNNAMED)
    sitting = SelectField(N_("Sitzung"), validate_choice=False)
    unanswered_reason = TextAreaField(N_("Warum bleiben Themen ohne Antwort?"))
    version = HiddenField()

    advised: str = ""

    def parts(self, sheet: Sheet) -> list[PartField]:
        return [
            PartField(
                part.section,
                self[f"{WORDING}{part.section.key}"],
                changed(sheet, part.section.id, self[f"{WORDING}{part.section.key}"].data or ""),
                part.section.key == self.advised,
            )
            for part in sheet.parts
        ]

    def follow(self, read: Sheet, newest: Sheet) -> None:
        """Where nobody changed what they read, show what stands there since."""
        for part in read.parts:
            field = self[f"{WORDING}{part.section.key}"]
            if not changed(read, part.section.id, field.data or ""):
                field.data = newest.source_of(part.section.id)

    def resolution(self, sheet: Sheet) -> Resolution | None:
        """What it says; None, with what is wrong beneath the fields."""
        known = {outcome.value: outcome for outcome in DecisionOutcome}
        if self.outcome.data not in known:
            self.complain("outcome", NO_OUTCOME)
            return None
        keys = {part.section.key for part in sheet.parts}
        if self.section.data and self.section.data not in keys:
            self.complain("section", NO_SECTION)
            return None
        try:
            return Resolution.of(
                sheet,
                known[self.outcome.data],
                reason=self.reason.data or "",
                wordings={key: self[f"{WORDING}{key}"].data or "" for key in keys},
                recommended_to=self.recommended_to.data or "",
                votes=votes_in(self),
                conflicts=self.conflicts.data or "",
                sitting=_number(self.sitting.data, "sitting"),
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


def decision_form(sheet: Sheet, sittings: Sequence[SittingLine], **values: object) -> DecisionForm:
    """As it was sent, or with these values; what nobody sent reads as it does today."""
    language, words = current_language(), current_words()
    fields = {
        f"{WORDING}{part.section.key}": TextAreaField(part.section.name(language), render_kw={"lang": "de"})
        for part in sheet.parts
    }
    made: type[DecisionForm] = type("DecisionForm", (DecisionForm,), dict(fields))
    form = made(formdata=None, **values) if values else made()
    for part in sheet.parts:
        field = form[f"{WORDING}{part.section.key}"]
        if field.data is None:
            field.data = part.source
    if form.wording.data:
        wanted = (f"{WORDING}{key}" for key in (form.section.data, USUAL_SECTION))
        single = next((name for name in wanted if name in form), "wording")
        form[single].data = form.wording.data
    form.sitting.choices = sitting_choices(sittings)
    if not form.version.data:
        form.version.data = str(sheet.version.number)
    form.outcome.label.text = words.say(N_("Ergebnis"))
    return form


class BlockForm(Form):
    """One vote for several items; `points` are those that stand to be decided together."""

    votes_for = StringField(N_("Ja"), render_kw=NUMBER)
    votes_against = StringField(N_("Nein"), render_kw=NUMBER)
    votes_abstained = StringField(N_("Enthaltung"), render_kw=NUMBER)
    reason = TextAreaField(N_("Begründung, die alle lesen werden"), [Length(max=LONGEST, message=TOO_LONG)])
    conflicts = StringField(N_("Wer hat wegen Befangenheit nicht mitgestimmt?"), render_kw=UNNAMED)
    unanswered_reason = TextAreaField(N_("Warum bleiben Themen ohne Antwort?"))


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


class SittingForm(Form):
    """Without a number it is the next one."""

    number = StringField(N_("Nummer"), render_kw=NUMBER)
    held_on = DateField(N_("Tag"), [Optional()])
    title = StringField(N_("Worum es geht"), [Length(max=200, message=TOO_LONG)], render_kw=UNNAMED)

    @property
    def chosen_number(self) -> int | None:
        """Raise `Invalid` for what is no number."""
        return _number(self.number.data, "number")


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


def votes_in(form: DecisionForm | BlockForm) -> Votes:
    """Raise `Invalid` for what is no number."""
    return Votes(
        _number(form.votes_for.data, "votes_for"),
        _number(form.votes_against.data, "votes_against"),
        _number(form.votes_abstained.data, "votes_abstained"),
    )


def sitting_choices(sittings: Iterable[SittingLine]) -> list[tuple[str, str]]:
    words = current_words()
    named = words.say(N_("außerhalb einer Sitzung"))
    return [("", named), *((str(one.number), sitting_name(one)) for one in sittings)]


def sitting_name(sitting: SittingLine) -> str:
    """“Sitzung 3 am 21. Januar 2027”."""
    words = current_words()
    return words.say(N_("Sitzung %(number)s am %(day)s"), number=sitting.number, day=words.day(sitting.held_on))


def _number(text: str | None, field: str) -> int | None:
    text = (text or "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise Invalid(NO_COUNT, field=field)
    return int(text)
