"""What somebody says against a visible comment, and what the moderators answer."""

from wtforms import HiddenField, RadioField, StringField, TextAreaField

from portal.kernel.words import N_
from portal.moderation.models import Complaint
from portal.moderation.texts import COMPLAINTS
from portal.web.forms import Form, choices


class ReportForm(Form):
    complaint = RadioField(
        N_("Was ist mit diesem Kommentar nicht in Ordnung?"),
        choices=choices((complaint.value, name) for complaint, name in COMPLAINTS.items()),
        validate_choice=False,
    )
    explanation = TextAreaField(N_("Worum geht es genau?"))
    email = StringField(N_("Ihre E-Mail-Adresse für die Antwort"))

    @property
    def chosen(self) -> Complaint | None:
        return Complaint(self.complaint.data) if self.complaint.data in set(Complaint) else None


class AnswerForm(Form):
    """Leaving a reported comment as it is."""

    answer = TextAreaField(N_("Antwort an die Person, die gemeldet hat"), id="leave-answer")
    revision = HiddenField()

    @property
    def read_revision(self) -> int:
        text = self.revision.data or ""
        return int(text) if text.isdecimal() and len(text) < 10 else 0
