"""What the office fills in about a letter, an e-mail or a call it enters for whoever sent it."""

from collections.abc import Sequence

from flask_wtf.file import MultipleFileField
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from portal.comments.contribution import LONGEST, Contribution
from portal.comments.models import Stance, Way
from portal.comments.naming import STANCES, WAYS
from portal.comments.on_behalf import LONGEST_LINE, NO_REASON, NO_REFERENCE, TOO_LONG, Received
from portal.comments.sent import ACCEPT, LARGEST, Sent
from portal.consultations.queries import Sheet
from portal.consultations.structure import Structure
from portal.kernel.errors import Invalid
from portal.kernel.words import N_
from portal.office.forms.participation import NO_DAY, DayField
from portal.office.forms.skeleton import UNNAMED
from portal.stakeholders.queries import OrganisationLine
from portal.web.forms import Form, choices
from portal.web.languages import current_language, current_words

NO_ITEM = N_("Bitte wählen Sie, worum es geht.")
NO_STANCE = N_("Bitte wählen Sie, wie die Zuschrift dazu steht.")
NO_WAY = N_("Bitte wählen Sie, wie die Zuschrift angekommen ist.")
LONG_TEXT = N_("Der Text ist zu lang. Bitte kürzen Sie ihn auf 10.000 Zeichen.")
PRIVATE = ""
"""The choice of organisation that means a private person."""

_LINE = Length(max=LONGEST_LINE, message=TOO_LONG)


class EntryForm(Form):
    """What the letter says, and its scans."""

    section = SelectField(N_("Um welchen Abschnitt?"), validate_choice=False)
    stance = RadioField(
        N_("Wie steht die Zuschrift dazu?"),
        [InputRequired(NO_STANCE)],
        choices=choices((stance.value, name) for stance, name in STANCES.items()),
    )
    body = TextAreaField(N_("Was steht darin?"), [Length(max=LONGEST, message=LONG_TEXT)], render_kw={"dir": "auto"})
    files = MultipleFileField(N_("Scans"), render_kw={"accept": ACCEPT})

    def __init__(self, skeleton: Structure, **values: object) -> None:
        super().__init__(**values)
        sections = [(section.key, section.name(current_language())) for section in skeleton.sections]
        self.section.choices = choices([("", current_words().say(N_("das Ganze"))), *sections])

    def said(self, sheet: Sheet) -> Contribution | None:
        """What the letter says, rendered; None with the errors at their fields. For a form that is valid."""
        section = next((part.section for part in sheet.parts if part.section.key == self.section.data), None)
        try:
            return Contribution.of(sheet, Stance(self.stance.data), self.body.data or "", section=section)
        except Invalid as refusal:
            self.refuse(refusal)
            return None

    def scans(self) -> tuple[Sent, ...]:
        """The files, looked at; what is wrong with one of them stands beneath the field."""
        found = []
        for file in self.files.data or ():
            if not file or not file.filename:
                continue
            try:
                found.append(Sent.of(file.filename, file.read(LARGEST + 1)))
            except Invalid as refusal:
                self.refuse(refusal)
        return tuple(found)


class OnBehalfForm(EntryForm):
    organisation = SelectField(N_("Wer schreibt?"), validate_choice=False)
    sender = StringField(N_("Name der Person"), [_LINE], render_kw=UNNAMED)
    item = SelectField(N_("Worum geht es?"), [DataRequired(NO_ITEM)], validate_choice=False)
    way = RadioField(
        N_("Wie ist sie angekommen?"),
        [InputRequired(NO_WAY)],
        choices=choices((way.value, name) for way, name in WAYS.items()),
    )
    written_on = DayField(N_("Geschrieben am"))
    arrived_on = DayField(N_("Angekommen am"), [DataRequired(NO_DAY)])
    reference = StringField(N_("Ihr Zeichen"), [DataRequired(NO_REFERENCE), _LINE], render_kw=UNNAMED)

    def __init__(self, skeleton: Structure, bodies: Sequence[OrganisationLine], **values: object) -> None:
        super().__init__(skeleton, **values)
        say = current_words().say
        named = [(str(line.id), line.name) for line in bodies]
        self.organisation.choices = choices([(PRIVATE, say(N_("Eine Privatperson"))), *named])
        items = [(item.code, f"{item.code} {item.title}") for item in skeleton.items]
        self.item.choices = choices([("", "–"), *items])

    def received(self) -> Received:
        """How it came in; for a form that is valid."""
        arrived = self.arrived_on.data
        assert arrived is not None  # noqa: S101 - for the type checker
        return Received(
            way=Way(self.way.data),
            arrived_on=arrived,
            reference=self.reference.data or "",
            written_on=self.written_on.data,
            sender=self.sender.data or "",
        )

    @property
    def organisation_id(self) -> int | None:
        """The organisation, None for a private person; 0, which is nobody, for what is no number."""
        asked = self.organisation.data or PRIVATE
        if asked == PRIVATE:
            return None
        return int(asked) if asked.isdecimal() and len(asked) < 10 else 0


class BackForm(Form):
    reason = StringField(N_("Warum wird sie zurückgezogen?"), [DataRequired(NO_REASON), _LINE], render_kw=UNNAMED)
