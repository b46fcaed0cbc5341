"""What the public and the stakeholders' pages show, as one frozen answer per page."""

from portal.catalogue.queries.items import Difference, ItemPage, MarkedPart, difference, item_page, latest
from portal.catalogue.queries.lists import (
    Choice,
    FieldCard,
    GoalRows,
    MeasureFilter,
    MeasureList,
    MeasureRow,
    Overview,
    choices,
    measures,
    overview,
)
from portal.catalogue.queries.own import FieldSilence, Mine, Unsaid, mine, unsaid
from portal.catalogue.queries.said import SORTS, Said, said

__all__ = [
    "SORTS",
    "Choice",
    "Difference",
    "FieldCard",
    "FieldSilence",
    "GoalRows",
    "ItemPage",
    "MarkedPart",
    "MeasureFilter",
    "MeasureList",
    "MeasureRow",
    "Mine",
    "Overview",
    "Said",
    "Unsaid",
    "choices",
    "difference",
    "item_page",
    "latest",
    "measures",
    "mine",
    "overview",
    "said",
    "unsaid",
]
