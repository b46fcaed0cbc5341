"""The form for a sitting, and sittings to choose among."""

from collections.abc import Iterable

from wtforms import DateField, StringField
from wtforms.validators import Length, Optional

from portal.board.forms.numbers import NUMBER, whole_number
from portal.consultations.rewording import TOO_LONG
from portal.decisions.queries.sittings import SittingLine
from portal.kernel.words import N_
from portal.web.forms import Form
from portal.web.languages import current_words


class SittingForm(Form):
    """Without a number it is the next one."""

    number = StringField(N_("Nummer"), render_kw=NUMBER)
    held_on = DateField(N_("Tag"), [Optional()])
    title = StringField(N_("Worum es geht"), [Length(max=200, message=TOO_LONG)], render_kw={"autocomplete": "off"})

    @property
    def chosen_number(self) -> int | None:
        """Raise `Invalid` for what is no number."""
        return whole_number(self.number.data, "number")


class AgendaForm(Form):
    """One more point, by its code."""

    item = StringField(N_("Eine Maßnahme oder ein Ziel aufnehmen"), render_kw={"autocomplete": "off", "maxlength": 40})


def sitting_choices(sittings: Iterable[SittingLine]) -> list[tuple[str, str]]:
    words = current_words()
    named = words.say(N_("außerhalb einer Sitzung"))
    return [("", named), *((str(one.number), sitting_name(one)) for one in sittings)]


def sitting_name(sitting: SittingLine) -> str:
    """“Sitzung 3 am 21. Januar 2027”."""
    words = current_words()
    return words.say(N_("Sitzung %(number)s am %(day)s"), number=sitting.number, day=words.day(sitting.held_on))
