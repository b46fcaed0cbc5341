"""Forms for what the administration advises, and for internal notes."""

from wtforms import HiddenField, TextAreaField

from portal.board.forms.themes import NamedForm
from portal.board.forms.wordings import WordingsForm
from portal.consultations.queries import Sheet
from portal.kernel.errors import Invalid
from portal.kernel.words import N_
from portal.themes.operations.advising import LONGEST_NOTE
from portal.themes.proposal import LONGEST, Proposal


class AdviceForm(WordingsForm):
    """`after` is the id of the advice that was there when the form was shown."""

    body = TextAreaField(N_("Vorschlag mit Begründung"), render_kw={"maxlength": LONGEST})
    after = HiddenField()

    def proposal(self, sheet: Sheet) -> Proposal | None:
        """What it says; None, with what is wrong beneath the fields."""
        texts = self.texts(sheet)
        if texts is None:
            return None
        try:
            return Proposal.of(sheet, self.body.data or "", texts)
        except Invalid as refusal:
            self.refuse(refusal)
            return None

    @property
    def seen(self) -> int | None:
        text = self.after.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 11 else None


class NoteForm(NamedForm):
    called = "note"
    body = TextAreaField(N_("Interne Notiz"), render_kw={"maxlength": LONGEST_NOTE})
