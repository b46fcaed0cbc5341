"""What the office can do with consultations and their catalogue; all of it raises the revision the public sees."""

from portal.consultations.operations.consulting import (
    BAD_SLUG,
    DEFAULT_SHEET,
    RESERVED,
    WRONG_DATES,
    create_consultation,
    set_dates,
    set_stage,
)
from portal.consultations.operations.items import (
    CHANGED_MEANWHILE,
    Rendered,
    add_item,
    add_version,
    change_core,
    link_goals,
)
from portal.consultations.operations.pages import write_page
from portal.consultations.operations.refusals import ARCHIVED, BAD_CODE, NO_TITLE, NOT_YOU, TAKEN
from portal.consultations.operations.skeleton import add_field, add_section, origin_named
from portal.consultations.operations.touching import touch, touch_catalogue, touch_item, touch_site

__all__ = [
    "ARCHIVED",
    "BAD_CODE",
    "BAD_SLUG",
    "CHANGED_MEANWHILE",
    "DEFAULT_SHEET",
    "NOT_YOU",
    "NO_TITLE",
    "RESERVED",
    "TAKEN",
    "WRONG_DATES",
    "Rendered",
    "add_field",
    "add_item",
    "add_section",
    "add_version",
    "change_core",
    "create_consultation",
    "link_goals",
    "origin_named",
    "set_dates",
    "set_stage",
    "touch",
    "touch_catalogue",
    "touch_item",
    "touch_site",
    "write_page",
]
