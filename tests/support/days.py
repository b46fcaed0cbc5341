"""The day it is in the city while a test runs, which late in the evening is another than the machine's."""

from datetime import UTC, date, datetime

from portal.kernel.city_time import day_of


def today() -> date:
    return day_of(datetime.now(UTC))
