"""What the office can do with consultations and their catalogue; all of it raises the revision the public sees."""

from portal.consultations.operations.consulting import (
    BAD_SLUG,
    DEFAULT_SHEET,
    RESERVED,
    WRONG_DATES,
    Profile,
    change_settings,
    create_consultation,
    set_dates,
    set_stage,
)
from portal.consultations.operations.fields import FIELD_TAKEN, add_field, move_field, rename_field
from portal.consultations.operations.items import (
    CHANGED_MEANWHILE,
    NO_NOTE,
    Rendered,
    add_item,
    add_version,
    append_version,
    change_core,
    link_goals,
)
from portal.consultations.operations.origins import add_origin, origin_named, rename_origin
from portal.consultations.operations.pages import PAGE_CHANGED, write_page
from portal.consultations.operations.refusals import ARCHIVED, BAD_CODE, NO_TITLE, NOT_YOU, TAKEN, hold
from portal.consultations.operations.removing import (
    IN_USE,
    WAS_PUBLIC,
    remove_field,
    remove_item,
    remove_origin,
    remove_section,
)
from portal.consultations.operations.sheet import add_section, move_section, rename_section
from portal.consultations.operations.touching import touch, touch_catalogue, touch_item, touch_site

__all__ = [
    "ARCHIVED",
    "BAD_CODE",
    "BAD_SLUG",
    "CHANGED_MEANWHILE",
    "DEFAULT_SHEET",
    "FIELD_TAKEN",
    "IN_USE",
    "NOT_YOU",
    "NO_NOTE",
    "NO_TITLE",
    "PAGE_CHANGED",
    "RESERVED",
    "TAKEN",
    "WAS_PUBLIC",
    "WRONG_DATES",
    "Profile",
    "Rendered",
    "add_field",
    "add_item",
    "add_origin",
    "add_section",
    "add_version",
    "append_version",
    "change_core",
    "change_settings",
    "create_consultation",
    "hold",
    "link_goals",
    "move_field",
    "move_section",
    "origin_named",
    "remove_field",
    "remove_item",
    "remove_origin",
    "remove_section",
    "rename_field",
    "rename_origin",
    "rename_section",
    "set_dates",
    "set_stage",
    "touch",
    "touch_catalogue",
    "touch_item",
    "touch_site",
    "write_page",
]
