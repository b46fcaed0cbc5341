"""What people fill in to accept an invitation, and to invite a colleague."""

from wtforms import HiddenField, PasswordField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from portal.accounts.passwords import LONGEST, SHORTEST, faults
from portal.accounts.policy import LONG_NAME, LONGEST_NAME
from portal.kernel.words import N_
from portal.stakeholders.operations.applications import LONG_MESSAGE, LONGEST_MESSAGE, NO_ORGANISATION
from portal.stakeholders.reading import Invitee
from portal.stakeholders.roster import NO_EMAIL
from portal.web.forms import Form
from portal.web.languages import current_language

NO_NAME = N_("Bitte geben Sie Ihren Namen an.")
NO_PASSWORD = N_("Bitte wählen Sie ein Passwort.")
ADDRESS = {"type": "email", "inputmode": "email", "autocapitalize": "none", "spellcheck": "false"}
PASSWORD = {
    "autocomplete": "new-password",
    "minlength": SHORTEST,
    "maxlength": LONGEST,
    "autocapitalize": "none",
    "spellcheck": "false",
}


class AcceptForm(Form):
    name = StringField(
        N_("Ihr Name"),
        [DataRequired(NO_NAME), Length(max=LONGEST_NAME, message=LONG_NAME)],
        render_kw={"autocomplete": "name"},
    )
    password = PasswordField(N_("Passwort"), [InputRequired(NO_PASSWORD)], render_kw=PASSWORD)

    def is_good_for(self, email: str) -> bool:
        """Whether the form is complete and its password is one for this address."""
        complete = self.validate()
        for sentence in faults(self.password.data or "", email) if self.password.data else ():
            self.complain("password", sentence)
        return complete and not self.password.errors


class ColleagueForm(Form):
    organisation = HiddenField()
    email = StringField(N_("E-Mail-Adresse"), [DataRequired(NO_EMAIL)], render_kw=ADDRESS | {"autocomplete": "off"})
    name = StringField(N_("Name"), render_kw={"autocomplete": "off"})

    def invitee(self, organisation_id: int) -> Invitee:
        """A member of that organisation, written to in the language of whoever invites."""
        return Invitee(
            email=self.email.data or "",
            name=self.name.data or "",
            organisation_id=organisation_id,
            language=current_language(),
        )


class AskForm(Form):
    organisation = StringField(
        N_("Ihre Organisation"), [DataRequired(NO_ORGANISATION)], render_kw={"autocomplete": "organization"}
    )
    name = StringField(
        N_("Ihr Name"),
        [DataRequired(NO_NAME), Length(max=LONGEST_NAME, message=LONG_NAME)],
        render_kw={"autocomplete": "name"},
    )
    email = StringField(
        N_("Ihre E-Mail-Adresse"), [DataRequired(NO_EMAIL)], render_kw=ADDRESS | {"autocomplete": "email"}
    )
    message = TextAreaField(
        N_("Warum möchten Sie mitmachen?"),
        [Length(max=LONGEST_MESSAGE, message=LONG_MESSAGE)],
        render_kw={"dir": "auto"},
    )
