"""What people fill in to sign in and to look after their account."""

from wtforms import EmailField, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from portal.accounts import passwords
from portal.kernel.words import N_
from portal.web.forms import Form, choices

NO_ADDRESS = N_("Bitte geben Sie Ihre E-Mail-Adresse an.")
NO_PASSWORD = N_("Bitte geben Sie Ihr Passwort ein.")
NO_NEW_PASSWORD = N_("Bitte wählen Sie ein Passwort.")
TOO_LONG = N_("Das ist zu lang.")
LONGEST_ADDRESS = 254

OLD = {"autocomplete": "current-password"}
NEW = {"autocomplete": "new-password"}
ADDRESS = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}

LANGUAGES = (("", N_("wie mein Browser")), ("de", "Deutsch"), ("en", "English"))


def _address() -> EmailField:
    checks = [InputRequired(NO_ADDRESS), Length(max=LONGEST_ADDRESS, message=TOO_LONG)]
    return EmailField(N_("E-Mail-Adresse"), checks, render_kw=ADDRESS)


class SignInForm(Form):
    email = _address()
    password = PasswordField(N_("Passwort"), [InputRequired(NO_PASSWORD)], render_kw=OLD)
    next = HiddenField()


class LetterForm(Form):
    email = _address()


class NewPasswordForm(Form):
    new_password = PasswordField(N_("Neues Passwort"), [InputRequired(NO_NEW_PASSWORD)], render_kw=NEW)

    def takes(self, email: str) -> bool:
        """Whether the new password is good enough for the account with this address; if not, the form says why."""
        for sentence in passwords.faults(self.new_password.data or "", email):
            self.complain("new_password", sentence)
        return not self.errors


class ChangePasswordForm(NewPasswordForm):
    current_password = PasswordField(N_("Bisheriges Passwort"), [InputRequired(NO_PASSWORD)], render_kw=OLD)


class ProfileForm(Form):
    name = StringField(N_("Name"), [InputRequired(N_("Bitte geben Sie einen Namen an."))])
    language = SelectField(N_("Sprache der Seiten und Briefe"), choices=choices(LANGUAGES))


class EraseForm(Form):
    password = PasswordField(N_("Ihr Passwort"), [InputRequired(NO_PASSWORD)], render_kw=OLD)
