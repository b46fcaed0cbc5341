"""What the system administration fills in."""

from collections.abc import Sequence
from datetime import date

from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from portal.accounts.policy import LONG_NAME, LONGEST_NAME, NO_NAME
from portal.consultations.operations import BAD_SLUG, NO_TITLE
from portal.kernel.words import N_
from portal.office.forms.participation import ADDRESS, NO_ROLE, ROLES
from portal.office.forms.skeleton import TOO_LONG, UNNAMED
from portal.stakeholders.queries import OrganisationLine
from portal.stakeholders.reading import Invitee, role_named
from portal.stakeholders.roster import NO_EMAIL
from portal.web.forms import Form, choices
from portal.web.languages import current_language


class AccountForm(Form):
    email = StringField(N_("E-Mail-Adresse"), [DataRequired(NO_EMAIL)], render_kw=ADDRESS | UNNAMED)
    name = StringField(
        N_("Name"), [DataRequired(NO_NAME), Length(max=LONGEST_NAME, message=LONG_NAME)], render_kw=UNNAMED
    )
    is_admin = BooleanField(N_("Gehört zur Systemverwaltung"))


class ConsultationForm(Form):
    slug = StringField(
        N_("Adresse"),
        [DataRequired(BAD_SLUG), Length(max=61, message=BAD_SLUG)],
        render_kw=UNNAMED | {"autocapitalize": "none", "spellcheck": "false"},
    )
    title = StringField(N_("Titel"), [DataRequired(NO_TITLE), Length(max=200, message=TOO_LONG)], render_kw=UNNAMED)


class RoleForm(Form):
    email = StringField(N_("E-Mail-Adresse"), [DataRequired(NO_EMAIL)], render_kw=ADDRESS | UNNAMED)
    name = StringField(N_("Name"), [Length(max=LONGEST_NAME, message=LONG_NAME)], render_kw=UNNAMED)
    role = SelectField(N_("Rolle"), choices=choices(ROLES), default="editor", validate_choice=False)
    organisation = SelectField(N_("Organisation"))

    def __init__(self, organisations: Sequence[OrganisationLine], **values: object) -> None:
        super().__init__(**values)
        self.organisation.choices = choices([("", "–"), *((str(line.id), line.name) for line in organisations)])

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
            organisation_id=int(self.organisation.data) if self.organisation.data else None,
            language=current_language(),
        )


def day_named(text: str) -> date | None:
    """The day in an address, None for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
