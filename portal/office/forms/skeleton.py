"""What the office fills in about fields of action, sections of the sheet and origins."""

from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from portal.consultations.operations import BAD_CODE, NO_TITLE
from portal.consultations.operations.origins import NO_NAME
from portal.consultations.operations.sheet import BAD_KEY, NO_LABEL
from portal.kernel.codes import LONGEST
from portal.kernel.words import N_
from portal.web.forms import Form

TOO_LONG = N_("Dieser Text ist zu lang. Bitte kürzen Sie ihn.")
UNNAMED = {"autocomplete": "off"}


class FieldForm(Form):
    code = StringField(
        N_("Code"), [DataRequired(BAD_CODE), Length(max=LONGEST, message=BAD_CODE)], render_kw=UNNAMED | {"dir": "auto"}
    )
    title = StringField(N_("Titel"), [DataRequired(NO_TITLE), Length(max=300, message=TOO_LONG)], render_kw=UNNAMED)
    summary = TextAreaField(N_("Worum es geht"), [Length(max=1000, message=TOO_LONG)])


class SectionForm(Form):
    """A section that is there already has no key field: its key stays."""

    label = StringField(
        N_("Überschrift"), [DataRequired(NO_LABEL), Length(max=120, message=TOO_LONG)], render_kw=UNNAMED
    )
    label_en = StringField(N_("Überschrift auf Englisch"), [Length(max=120, message=TOO_LONG)], render_kw=UNNAMED)


class NewSectionForm(SectionForm):
    key = StringField(
        N_("Kürzel"),
        [Length(max=40, message=BAD_KEY)],
        render_kw=UNNAMED | {"autocapitalize": "none", "spellcheck": "false"},
    )


class OriginForm(Form):
    name = StringField(N_("Name"), [DataRequired(NO_NAME), Length(max=200, message=TOO_LONG)], render_kw=UNNAMED)
