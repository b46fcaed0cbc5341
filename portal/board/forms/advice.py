"""Forms for what the administration advises, and for internal notes."""

from wtforms import HiddenField, SelectField, TextAreaField

from portal.board.forms.themes import NamedForm
from portal.consultations.structure import Structure
from portal.kernel.words import N_
from portal.themes.operations.advising import LONGEST_NOTE
from portal.themes.proposal import LONGEST
from portal.web.languages import current_language, current_words


class AdviceForm(NamedForm):
    """`after` is the id of the advice that was there when the form was shown."""

    called = "advice"
    body = TextAreaField(N_("Vorschlag mit Begründung"), render_kw={"maxlength": LONGEST})
    section = SelectField(N_("Abschnitt mit neuem Wortlaut"), validate_choice=False)
    wording = TextAreaField(N_("Neuer Wortlaut des Abschnitts"), render_kw={"maxlength": LONGEST})
    after = HiddenField()

    def offer(self, skeleton: Structure) -> "AdviceForm":
        nothing = ("", current_words().say(N_("keiner, der Text bleibt")))
        self.section.choices = [nothing, *((one.key, one.name(current_language())) for one in skeleton.sections)]
        return self

    @property
    def seen(self) -> int | None:
        text = self.after.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 11 else None


class NoteForm(NamedForm):
    called = "note"
    body = TextAreaField(N_("Interne Notiz"), render_kw={"maxlength": LONGEST_NOTE})
