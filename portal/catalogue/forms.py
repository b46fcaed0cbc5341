"""What people fill in on an item's page."""

from datetime import date
from typing import Any
from uuid import uuid4

from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, Length, Optional

from portal.comments.asking import number_in
from portal.comments.contribution import LONGEST
from portal.comments.mandate import LONGEST_NAME, NONE, Mandate
from portal.comments.models import Draft, Stance
from portal.comments.sent import ACCEPT, LARGEST, MOST, Sent
from portal.consultations.queries import Sheet
from portal.kernel.passages import sentences
from portal.kernel.words import N_
from portal.web.forms import Form
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


class CommentForm(Form):
    """The stance is checked by the view: a draft needs none."""

    stance = RadioField(validators=[Optional()])
    body = TextAreaField(validators=[Length(max=LONGEST)])
    section = SelectField(validators=[Optional()])
    sentence = RadioField(validators=[Optional()], validate_choice=False)
    quote = StringField(validators=[Length(max=LONGEST)])
    proposed_wording = TextAreaField(validators=[Length(max=LONGEST)])
    resolved_by = StringField(validators=[Length(max=LONGEST_NAME)])
    resolved_on = DateField(validators=[Optional()])
    minority_vote = TextAreaField(validators=[Length(max=LONGEST)])
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
        self.sentence.label.text = words.say(N_("Um welchen Satz geht es?"))
        self._offer(sheet)
        self.quote.label.text = words.say(N_("Um welche Stelle genau?"))
        self.proposed_wording.label.text = words.say(N_("So würden wir den Abschnitt schreiben"))
        self.shared.label.text = words.say(N_("Entwurf mit meiner Organisation teilen"))
        self.resolved_by.label.text = words.say(N_("Wer hat das beschlossen?"))
        self.resolved_on.label.text = words.say(N_("Wann?"))
        self.minority_vote.label.text = words.say(N_("Minderheitenvotum"))
        for field in (self.body, self.quote, self.proposed_wording, self.resolved_by, self.minority_vote):
            for check in field.validators:
                check.message = words.say(TOO_LONG)
        if not self.submission_key.data:
            self.submission_key.data = uuid4().hex
        if not self.version.data:
            self.version.data = str(sheet.version.number)
        if not (self.language.data or "").strip():
            self.language.data = "de"

    def _offer(self, sheet: Sheet) -> None:
        """The sentences of the section that is chosen; one of them goes before what was typed."""
        source = next((part.source for part in sheet.parts if part.section.key == self.section.data), "")
        found = sentences(source)
        if self.sentence.data not in found:
            self.sentence.data = self.quote.data if self.quote.data in found else ""
        if self.sentence.data:
            self.quote.data = ""
        none = [("", current_words().say(N_("Keiner davon, oder der ganze Abschnitt")))]
        self.sentence.choices = none + [(sentence, sentence) for sentence in found] if found else []

    @property
    def passage(self) -> str:
        """The sentence chosen or the words typed."""
        return self.sentence.data or self.quote.data or ""

    @classmethod
    def continuing(cls, sheet: Sheet, draft: Draft, section: str) -> "CommentForm":
        """Filled with a draft as it is saved."""
        return cls(
            sheet,
            stance=draft.stance,
            body=draft.body,
            section=section,
            quote=draft.quote,
            proposed_wording=draft.proposed_wording,
            resolved_by=draft.resolved_by,
            resolved_on=draft.resolved_on,
            minority_vote=draft.minority_vote,
            shared=draft.is_shared,
            language=draft.language,
            draft=draft.public_id,
            lock=str(draft.lock),
        )

    @property
    def explained(self) -> dict[str, str]:
        words = current_words()
        return {stance.value: words.say(more) for stance, _, more in STANCES}

    @property
    def chosen_stance(self) -> Stance | None:
        return Stance(self.stance.data) if self.stance.data in set(Stance) else None

    @property
    def chosen_lock(self) -> int | None:
        return number_in(self.lock.data or "")

    def mandate(self, today: date) -> Mandate | None:
        """What was resolved, None where the form did not ask; raise `Invalid` for a day to come."""
        if not self.resolved_by.raw_data:
            return None
        return Mandate.of(self.resolved_by.data or "", self.resolved_on.data, self.minority_vote.data or "", today)

    def unchecked_mandate(self) -> Mandate:
        """As far as somebody has written it."""
        return Mandate(self.resolved_by.data or "", self.resolved_on.data, self.minority_vote.data or "") or NONE


class NoteForm(Form):
    """What one says to the own organisation about a draft."""

    note = TextAreaField(N_("Notiz für Ihre Organisation"))


class HandOverForm(Form):
    lock = HiddenField()

    @property
    def seen(self) -> int | None:
        """The number of the draft its reader saw."""
        return number_in(self.lock.data or "")


class SendBackForm(Form):
    note = TextAreaField(N_("Was soll noch anders werden?"), id="send-back-note")


class FilesForm(Form):
    files = MultipleFileField(N_("Dateien zur Stellungnahme"), render_kw={"accept": ACCEPT})

    def chosen(self) -> list[Sent]:
        """The files, looked at; raise `Invalid` for one that is not taken."""
        found = [file for file in self.files.data or [] if getattr(file, "filename", "")]
        return [Sent.of(file.filename, file.read(LARGEST + 1)) for file in found[: MOST + 1]]
