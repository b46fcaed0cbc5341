"""The filter above the board, filled with what was asked for."""

from collections.abc import Sequence

from wtforms import SearchField, SelectField, StringField
from wtforms.widgets import DateInput

from portal.board.asking import Asked, View
from portal.board.forms.themes import NamedForm, theme_choices
from portal.board.narrowing import ANSWERED, NO_THEME
from portal.board.operations import LONGEST_NAME
from portal.comments import naming
from portal.comments.asking import PARAMETERS, filter_query
from portal.comments.filters import NOBODY, OUTSIDE
from portal.comments.listing import Sort
from portal.consultations.structure import Structure
from portal.kernel.words import N_
from portal.stakeholders.queries import GroupLine, OrganisationLine
from portal.themes.queries import ThemeLine
from portal.web.forms import Form
from portal.web.languages import current_language, current_words

ORDERS = (("", N_("Umstrittene zuerst")), ("catalogue", N_("wie im Katalog")))
SORTS = {
    Sort.NEWEST: N_("neueste zuerst"),
    Sort.OLDEST: N_("älteste zuerst"),
    Sort.MEASURE: N_("wie im Katalog"),
    Sort.SPEAKER: N_("nach Organisation"),
    Sort.STANCE: N_("nach Haltung"),
}
SHOWN = {
    View.MATRIX: ("field", "group", "stance", "answered", "since", "sort"),
    View.ORGANISATIONS: ("field", "group", "stance", "since"),
    View.THEMES: ("field", "group", "stance", "answered", "since"),
    View.COMMENTS: (
        "field",
        "group",
        "organisation",
        "stance",
        "voice",
        "section",
        "theme",
        "answered",
        "since",
        "q",
        "sort",
    ),
}
"""Fields of the form by view; what is asked for besides is carried along."""


class FilterForm(Form):
    """Sent by GET, so that what is asked for stands in the address; `carried` are its hidden fields."""

    class Meta:
        csrf = False

    field = SelectField(N_("Handlungsfeld"))
    group = SelectField(N_("Akteursgruppe"))
    organisation = SelectField(N_("Organisation"))
    stance = SelectField(N_("Haltung"))
    voice = SelectField(N_("Wer spricht"))
    section = SelectField(N_("Abschnitt"))
    theme = SelectField(N_("Thema"))
    answered = SelectField(N_("Antworten"))
    since = StringField(N_("Veröffentlicht seit"), widget=DateInput())
    q = SearchField(N_("Text enthält"))
    sort = SelectField(N_("Reihenfolge"))

    def __init__(
        self,
        asked: Asked,
        skeleton: Structure,
        groups: Sequence[GroupLine],
        organisations: Sequence[OrganisationLine],
        known: Sequence[ThemeLine],
        carried_language: str | None,
    ) -> None:
        chosen = dict(filter_query(asked.filter))
        order = "catalogue" if asked.as_catalogue else ""
        sort = order if asked.view is View.MATRIX else asked.sort.value
        super().__init__(formdata=None, data=chosen | {"sort": sort})
        self._choose(asked, skeleton, groups, organisations)
        self._choose_themes(skeleton, known)
        several = {PARAMETERS[part] for part, value in asked.filter.as_document().items() if len(value) > 1}
        shown = set(SHOWN[asked.view]) - (several - {"q"})
        for name in [field.name for field in self if field.name not in shown]:
            del self[name]
        self.carried = [pair for pair in asked.query if pair[0] not in shown | {"page", "sort"}]
        if carried_language:
            self.carried.append(("lang", carried_language))

    def _choose(
        self,
        asked: Asked,
        skeleton: Structure,
        groups: Sequence[GroupLine],
        organisations: Sequence[OrganisationLine],
    ) -> None:
        say, language = current_words().say, current_language()
        every = ("", say(N_("Alle")))
        self.field.choices = [every, *((one.code, f"{one.code} {one.title}") for one in skeleton.fields)]
        self.group.choices = [every, *((one.key, one.title(language)) for one in groups)]
        self.group.choices.append((OUTSIDE, say(naming.OUTSIDERS)))
        self.organisation.choices = [every, *((str(one.id), one.name) for one in organisations)]
        self.organisation.choices.append((str(NOBODY), say(naming.PRIVATE)))
        self.stance.choices = [every, *((stance.value, say(name)) for stance, name in naming.STANCES.items())]
        self.voice.choices = [every, *((voice.value, say(name)) for voice, name in naming.VOICES.items())]
        self.section.choices = [every, *((one.key, one.name(language)) for one in skeleton.sections)]
        self.answered.choices = [every, *((one.value, say(name)) for one, name in ANSWERED.items())]
        sorts = ORDERS if asked.view is View.MATRIX else tuple((sort.value, name) for sort, name in SORTS.items())
        self.sort.choices = [(value, say(name)) for value, name in sorts]

    def _choose_themes(self, skeleton: Structure, known: Sequence[ThemeLine]) -> None:
        say = current_words().say
        first = [("", say(N_("Alle"))), (NO_THEME, say(N_("ohne Thema")))]
        self.theme.choices = [*first, *theme_choices(skeleton, known)]


class SaveForm(NamedForm):
    """The name under which a view is kept."""

    called = "view"
    name = StringField(N_("Name der Ansicht"), render_kw={"maxlength": LONGEST_NAME})
