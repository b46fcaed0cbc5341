"""What people fill in on an item's page."""

from typing import Any
from uuid import uuid4

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, Length, Optional

from portal.comments.contribution import LONGEST
from portal.comments.models import Stance
from portal.consultations.queries import Sheet
from portal.kernel.words import N_
from portal.web.forms import Meta
from portal.web.languages import current_language, current_words

STANCES = (
    (Stance.SUPPORT, N_("Dafür"), N_("So soll es kommen.")),
    (Stance.SUPPORT_WITH_CHANGES, N_("Dafür mit Änderung"), N_("Gut, aber etwas soll anders werden.")),
    (
        Stance.NO_OBJECTION,
        N_("Keine Einwände"),
        N_("Gelesen, nichts hinzuzufügen. Sie brauchen nichts zu schreiben."),
    ),
    (Stance.QUESTION, N_("Frage"), N_("Etwas ist unklar.")),
    (Stance.OBJECT, N_("Dagegen"), N_("So soll es nicht kommen.")),
)
NO_STANCE = N_("Bitte wählen Sie, wie Sie dazu stehen.")
TOO_LONG = N_("Ihr Text ist zu lang. Bitte kürzen Sie ihn auf 10.000 Zeichen.")


class CommentForm(FlaskForm):
    """The stance is checked by the view: a draft needs none."""

    Meta = Meta

    stance = RadioField(validators=[Optional()])
    body = TextAreaField(validators=[Length(max=LONGEST)])
    section = SelectField(validators=[Optional()])
    quote = StringField(validators=[Length(max=LONGEST)])
    proposed_wording = TextAreaField(validators=[Length(max=LONGEST)])
    shared = BooleanField()
    language = HiddenField(validators=[Optional(), AnyOf(("de", "en", "tr", "ar", "pl", "fa", "uk", "ru"))])
    submission_key = HiddenField(validators=[Length(max=64)])
    version = HiddenField()
    draft = HiddenField(validators=[Length(max=16)])
    lock = HiddenField()

    def __init__(self, sheet: Sheet, **values: Any) -> None:
        super().__init__(**values)
        words, language = current_words(), current_language()
        self.stance.choices = [(stance.value, words.say(name)) for stance, name, _ in STANCES]
        self.stance.label.text = words.say(N_("1. Wie stehen Sie dazu?"))
        self.body.label.text = words.say(N_("2. Was möchten Sie sagen?"))
        self.section.choices = [("", words.say(N_("das Ganze")))] + [
            (part.section.key, part.section.name(language)) for part in sheet.parts
        ]
        self.section.label.text = words.say(N_("Um welchen Abschnitt geht es?"))
        self.quote.label.text = words.say(N_("Um welche Stelle genau?"))
        self.proposed_wording.label.text = words.say(N_("So würden wir den Abschnitt schreiben"))
        self.shared.label.text = words.say(N_("Entwurf mit meiner Organisation teilen"))
        for field in (self.body, self.quote, self.proposed_wording):
            for check in field.validators:
                check.message = words.say(TOO_LONG)
        if not self.submission_key.data:
            self.submission_key.data = uuid4().hex
        if not self.version.data:
            self.version.data = str(sheet.version.number)
        if not self.language.data:
            self.language.data = "de"

    @property
    def explained(self) -> dict[str, str]:
        words = current_words()
        return {stance.value: words.say(more) for stance, _, more in STANCES}

    @property
    def chosen_stance(self) -> Stance | None:
        return Stance(self.stance.data) if self.stance.data else None

    @property
    def chosen_lock(self) -> int | None:
        return int(self.lock.data) if (self.lock.data or "").isdigit() else None
