"""The filter above the board, filled with what was asked for."""

from collections.abc import Sequence

from wtforms import SearchField, SelectField

from portal.board.asking import PARAMETERS, Asked, View, filter_query
from portal.board.queries import Sort
from portal.comments import naming
from portal.comments.filters import NOBODY, OUTSIDE
from portal.consultations.structure import Structure
from portal.kernel.words import N_
from portal.stakeholders.queries import GroupLine, OrganisationLine
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
    View.MATRIX: ("field", "group", "stance", "sort"),
    View.ORGANISATIONS: ("field", "group", "stance"),
    View.THEMES: ("field", "group", "stance", "answered"),
    View.COMMENTS: ("field", "group", "organisation", "stance", "voice", "section", "q", "sort"),
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
    q = SearchField(N_("Text enthält"))
    sort = SelectField(N_("Reihenfolge"))

    def __init__(
        self,
        asked: Asked,
        skeleton: Structure,
        groups: Sequence[GroupLine],
        organisations: Sequence[OrganisationLine],
        carried_language: str | None,
    ) -> None:
        chosen = dict(filter_query(asked.filter))
        order = "catalogue" if asked.as_catalogue else ""
        sort = order if asked.view is View.MATRIX else asked.sort.value
        super().__init__(formdata=None, data=chosen | {"sort": sort})
        self._choose(asked, skeleton, groups, organisations)
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
        sorts = ORDERS if asked.view is View.MATRIX else tuple((sort.value, name) for sort, name in SORTS.items())
        self.sort.choices = [(value, say(name)) for value, name in sorts]
