"""The public and the stakeholders' pages, each with the forms it shows."""

from portal.catalogue.views import (
    attachments,
    commenting,
    drafts,
    feeds,
    files,
    items,
    lists,
    mine,
    no_objections,
    pages,
    receipts,
    said,
    settling,
)
from portal.catalogue.views.blueprint import bp

__all__ = [
    "attachments",
    "bp",
    "commenting",
    "drafts",
    "feeds",
    "files",
    "items",
    "lists",
    "mine",
    "no_objections",
    "pages",
    "receipts",
    "said",
    "settling",
]
