"""What the office fills in about who takes part."""

from collections.abc import Sequence
from datetime import date, datetime

from flask import current_app
from flask_wtf.file import FileField
from wtforms import DateField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired

from portal.kernel.city_time import last_instant_of
from portal.kernel.words import N_
from portal.stakeholders.operations.organisations import NO_NAME, NO_REASON
from portal.stakeholders.queries import GroupLine
from portal.stakeholders.reading import EMPTY, Invitee, Listed, decode, read_list, role_named
from portal.stakeholders.roster import NO_EMAIL
from portal.web.forms import Form, choices
from portal.web.languages import NAMES, current_language

NO_DAY = N_("Bitte geben Sie einen Tag an, zum Beispiel 2026-11-18.")
NO_ROLE = N_("Bitte wählen Sie eine Rolle.")
NO_GROUP = N_("Bitte wählen Sie eine Akteursgruppe.")

ROLES = (
    ("member", N_("Mitglied: kommentiert")),
    ("releaser", N_("Freigabe: spricht für die Organisation")),
    ("moderator", N_("Prüfteam: prüft Kommentare")),
    ("steering", N_("Lenkungsgruppe: liest alles und beschließt")),
    ("chair", N_("Vorsitz der Lenkungsgruppe: veröffentlicht Beschlüsse")),
    ("editor", N_("Geschäftsstelle: bearbeitet alles")),
)
ADDRESS = {"type": "email", "inputmode": "email", "autocapitalize": "none", "spellcheck": "false"}
UNNAMED = {"autocomplete": "off"}


def _role(label: str) -> SelectField:
    return SelectField(label, choices=choices(ROLES), default="member")


def _language() -> SelectField:
    return SelectField(N_("Sprache des Briefs"), choices=choices([("de", NAMES["de"])]), validate_choice=False)


class _Letter(Form):
    """A form about letters: their language is one the portal speaks."""

    language = _language()

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.language.choices = choices((code, NAMES[code]) for code in current_app.config["LANGUAGES"])

    @property
    def chosen_language(self) -> str:
        asked: str = self.language.data or ""
        return asked if asked in current_app.config["LANGUAGES"] else current_language()


class InviteForm(_Letter):
    email = StringField(N_("E-Mail-Adresse"), [DataRequired(NO_EMAIL)], render_kw=ADDRESS | UNNAMED)
    name = StringField(N_("Name"), render_kw=UNNAMED)
    role = _role(N_("Rolle"))
    organisation = StringField(N_("Organisation"), render_kw=UNNAMED)
    group = SelectField(N_("Akteursgruppe"), validate_choice=False)

    def __init__(self, groups: Sequence[GroupLine], **values: object) -> None:
        super().__init__(**values)
        self.group.choices = _offered(groups)

    def invitee(self) -> Invitee | None:
        """Whom it names; None, with what is wrong beneath the fields."""
        valid = self.validate()
        role = role_named(self.role.data or "")
        if role is None:
            self.complain("role", NO_ROLE)
        if not valid or role is None:
            return None
        return Invitee(
            email=self.email.data or "",
            role=role[0],
            chair=role[1],
            name=self.name.data or "",
            organisation_name=self.organisation.data or "",
            group_key=self.group.data or "",
            language=self.chosen_language,
        )


class ListForm(_Letter):
    """A list is pasted, or a file takes its place."""

    list = TextAreaField(N_("Liste"), render_kw={"spellcheck": "false", "dir": "auto"})
    file = FileField(N_("Oder eine CSV-Datei"), render_kw={"accept": ".csv,.txt,.tsv,text/csv"})
    role = _role(N_("Rolle, wo keine dabei steht"))

    def read(self) -> Listed | None:
        """The list, with what cannot be understood in it; None where there is none. Raise `Invalid` for a bad file.

        What was in the file stands in the field from then on, so that it can be corrected there.
        """
        upload = self.file.data
        if upload:
            self.list.data = decode(upload.read())
        if not (self.list.data or "").strip():
            self.complain("list", EMPTY)
            return None
        usually = self.role.data if role_named(self.role.data or "") else "member"
        return read_list(self.list.data, usually=usually, language=self.chosen_language)


class OrganisationForm(Form):
    name = StringField(N_("Name der Organisation"), [DataRequired(NO_NAME)], render_kw=UNNAMED)
    group = SelectField(N_("Akteursgruppe"), [DataRequired(NO_GROUP)], validate_choice=False)

    def __init__(self, groups: Sequence[GroupLine], **values: object) -> None:
        super().__init__(**values)
        self.group.choices = _offered(groups)


class RenameForm(Form):
    name = StringField(N_("Name der Organisation"), [DataRequired(NO_NAME)], render_kw=UNNAMED)


class GroupForm(Form):
    group_name = StringField(N_("Name der Akteursgruppe"), [DataRequired(NO_NAME)], render_kw=UNNAMED)
    name_en = StringField(N_("Name auf Englisch"), render_kw=UNNAMED)


class DayField(DateField):
    """A day, with our own sentence for what is none."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data: date | None = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = date.fromisoformat(valuelist[0].strip())
            except ValueError as fault:
                raise ValueError(NO_DAY) from fault


class ExtensionForm(Form):
    until = DayField(N_("Letzter Tag"), [DataRequired(NO_DAY)])
    reason = StringField(N_("Grund"), [DataRequired(NO_REASON)])

    @property
    def end(self) -> datetime:
        """The exclusive instant at which the chosen day ends; for a form that is valid."""
        assert self.until.data is not None  # noqa: S101 - for the type checker
        return last_instant_of(self.until.data)


class AcceptanceForm(Form):
    """`organisation` is prefilled with what they wrote, so that a name can be put right."""

    organisation = StringField(N_("Name der Organisation"), [DataRequired(NO_NAME)], render_kw=UNNAMED)
    group = SelectField(N_("Akteursgruppe"), validate_choice=False)
    role = SelectField(N_("Rolle"), choices=choices(ROLES[:2]), default="releaser", validate_choice=False)

    def __init__(self, groups: Sequence[GroupLine], **values: object) -> None:
        super().__init__(**values)
        self.group.choices = _offered(groups)


class RefusalForm(Form):
    reason = TextAreaField(N_("Was möchten Sie antworten?"), [DataRequired(NO_REASON)], render_kw={"dir": "auto"})


class ReasonForm(Form):
    reason = StringField(N_("Grund der Aufnahme"), [DataRequired(NO_REASON)])


def _offered(groups: Sequence[GroupLine]) -> list[SelectChoice]:
    language = current_language()
    return choices([("", "–"), *((line.key, line.title(language)) for line in groups)])
