"""What the office says about its consultation, and when comments are taken."""

from datetime import datetime, timedelta
from typing import Any

from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from portal.consultations.models import Consultation
from portal.consultations.operations import NO_TITLE, Profile
from portal.kernel.city_time import day_of, first_instant_of, last_instant_of
from portal.kernel.words import N_
from portal.office.forms.participation import ADDRESS, NO_DAY, DayField
from portal.office.forms.skeleton import TOO_LONG, UNNAMED
from portal.web.forms import Form

LINES = (
    "title",
    "plan_name",
    "city",
    "question",
    "review_note",
    "decided_note",
    "adopted_note",
    "council_resolution",
    "contact_name",
    "contact_email",
    "contact_phone",
)


def _line(label: str, most: int = 200, more: dict[str, str] = UNNAMED) -> StringField:
    return StringField(label, [Length(max=most, message=TOO_LONG)], render_kw={**more, "maxlength": most})


class SettingsForm(Form):
    title = StringField(
        N_("Titel des Verfahrens"), [DataRequired(NO_TITLE), Length(max=200, message=TOO_LONG)], render_kw=UNNAMED
    )
    plan_name = _line(N_("Kurzer Name des Plans"), 60)
    city = _line(N_("Stadt"), 100)
    question = _line(N_("Frage auf dem Überblick"))
    lead = TextAreaField(N_("Worum es geht"), [Length(max=1_000, message=TOO_LONG)], render_kw={"lang": "de"})
    decides = TextAreaField(N_("Wer entscheidet"), [Length(max=5_000, message=TOO_LONG)], render_kw={"lang": "de"})
    review_note = _line(N_("Zur Beratung"))
    decided_note = _line(N_("Zur Entscheidung"))
    adopted_note = _line(N_("Zum Ratsbeschluss"))
    council_resolution = _line(N_("Nummer und Tag des Ratsbeschlusses"))
    contact_name = _line(N_("Ansprechstelle"))
    contact_email = _line(N_("E-Mail-Adresse"), more=UNNAMED | ADDRESS)
    contact_phone = _line(N_("Telefon"), 60)

    def profile(self) -> Profile:
        """What is said, its Markdown rendered: to be done before the write lock is taken."""
        lines = {name: self[name].data or "" for name in LINES}
        return Profile.of(lead=self.lead.data or "", decides=self.decides.data or "", **lines)


class DatesForm(Form):
    begins = DayField(N_("Erster Tag"), [DataRequired(NO_DAY)])
    until = DayField(N_("Letzter Tag, bis 24 Uhr"), [DataRequired(NO_DAY)])

    @property
    def instants(self) -> tuple[datetime, datetime]:
        """From when until when, the end exclusive; for a form that is valid."""
        assert self.begins.data is not None and self.until.data is not None  # noqa: S101 - for the type checker
        return first_instant_of(self.begins.data), last_instant_of(self.until.data)


def days_of(consultation: Consultation) -> dict[str, Any]:
    """The first and the last day on which comments are taken, as the form shows them."""
    opens, closes = consultation.opens_at, consultation.closes_at
    last = closes - timedelta(microseconds=1) if closes else None
    return {
        "begins": day_of(opens) if opens else None,
        "until": day_of(last) if last else None,
    }
