"""The staff side: what the office does in one consultation, and what operators do for all of them."""

from portal.office.views import (
    catalogue,
    fields,
    imports,
    invitations,
    items,
    late,
    organisations,
    origins,
    pages,
    phases,
    sections,
    settings,
    start,
)
from portal.office.views.blueprint import bp

__all__ = [
    "bp",
    "catalogue",
    "fields",
    "imports",
    "invitations",
    "items",
    "late",
    "organisations",
    "origins",
    "pages",
    "phases",
    "sections",
    "settings",
    "start",
]
