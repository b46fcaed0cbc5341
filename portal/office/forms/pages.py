"""What the office writes on the editable pages of the site."""

from datetime import datetime

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from portal.consultations.operations import NO_TITLE
from portal.kernel.words import N_
from portal.office.forms.skeleton import TOO_LONG, UNNAMED
from portal.web.forms import Form

NO_TEXT = N_("Bitte schreiben Sie einen Text.")


class PageForm(Form):
    """`seen` is when the page had changed last as the editor saw it, empty for a page that was not there."""

    title = StringField(
        N_("Überschrift"), [DataRequired(NO_TITLE), Length(max=200, message=TOO_LONG)], render_kw=UNNAMED
    )
    source = TextAreaField(N_("Text"), [DataRequired(NO_TEXT), Length(max=100_000, message=TOO_LONG)])
    seen = HiddenField()

    @property
    def seen_at(self) -> datetime | None:
        """The moment, None for no page; a moment that never was for what cannot be read, so that it conflicts."""
        if not self.seen.data:
            return None
        try:
            return datetime.fromisoformat(self.seen.data)
        except ValueError:
            return datetime.min
