"""Words in the reader's language, for text that is written outside a request; German is the source."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from babel.dates import format_date, format_skeleton, get_month_names
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

from portal.kernel.city_time import CITY_TIME, day_of
from portal.kernel.places import TRANSLATIONS

SOURCE = "de"
REGIONS = {"de": "de-DE", "en": "en-GB"}
"""How days are written where a language has several ways; the city lies in Europe."""


def N_(sentence: str) -> str:  # noqa: N802 - the name every extraction tool knows
    """Mark a sentence for translation; it is translated where it is shown."""
    return sentence


@cache
def catalogue_of(language: str) -> NullTranslations:
    """The sentences of a language as they are found by their German source."""
    if language == SOURCE:
        return NullTranslations()
    return Translations.load(str(TRANSLATIONS), [language])


@dataclass(frozen=True, slots=True)
class Words:
    """What a person reads, in one language. `say` fills `%(name)s` placeholders."""

    language: str = SOURCE

    def say(self, sentence: str, **values: object) -> str:
        text = catalogue_of(self.language).gettext(sentence)
        return text % values if values else text

    def count(self, one: str, many: str, number: int, **values: object) -> str:
        catalogue = catalogue_of(self.language)
        text = catalogue.ngettext(one, many, number)
        if text in (one, many):  # marked one by one, so the catalogue knows them as two sentences
            text = catalogue.gettext(one if number == 1 else many)
        return text % ({"n": number} | values)

    def day(self, when: datetime | date) -> str:
        """“18. November 2026”, the day it is in the city, with no-break spaces."""
        return format_date(day_of(when), "long", locale=_region(self.language)).replace(" ", "\N{NO-BREAK SPACE}", 1)

    def day_in_a_table(self, when: datetime | date) -> str:
        """“18.11.2026”, or “18 Nov 2026” where nobody could say which number is the month."""
        day = day_of(when)
        if self.language == SOURCE:
            return f"{day:%d.%m.}{day.year:04}"
        return f"{day.day} {_months(self.language)[day.month]} {day.year:04}"

    def figure(self, number: int) -> str:
        """“4.000”, or “4,000”."""
        return format_decimal(number, locale=_region(self.language))

    def quoted(self, text: str) -> str:
        """In the quotation marks of the language."""
        return self.say(N_("„%(text)s“"), text=text)

    def short_day(self, when: datetime, now: datetime) -> str:
        """“11. Nov.”, or “heute”, for lists of what is recent."""
        local = day_of(when)
        if local == day_of(now):
            return self.say(N_("heute"))
        return format_skeleton("MMMd", local, locale=_region(self.language)).replace(" ", "\N{NO-BREAK SPACE}")

    def moment(self, when: datetime) -> str:
        """“11. November 2026, 16.20 Uhr”."""
        local = when.astimezone(CITY_TIME)
        return self.say(N_("%(day)s, %(hour)s.%(minute)s Uhr"), day=self.day(when), **_clock(local))

    def end(self, until: datetime) -> str:
        """An exclusive instant as people say it: midnight is “24 Uhr” of the day before."""
        local = until.astimezone(CITY_TIME)
        if (local.hour, local.minute) == (0, 0):
            last = self.day(until - timedelta(seconds=1))
            return self.say(N_("%(day)s, 24 Uhr"), day=last)
        return self.moment(until)


def _region(language: str) -> str:
    return REGIONS.get(language, language).replace("-", "_")


@cache
def _months(language: str) -> dict[int, str]:
    return dict(get_month_names("abbreviated", locale=_region(language)))


def _clock(local: datetime) -> dict[str, object]:
    return {"hour": local.hour, "minute": f"{local.minute:02}"}
