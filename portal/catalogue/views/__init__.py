"""The public and the stakeholders' pages, each with the forms it shows."""

from portal.catalogue.views import commenting, drafts, feeds, files, items, lists, mine, pages, receipts, settling
from portal.catalogue.views.blueprint import bp

__all__ = ["bp", "commenting", "drafts", "feeds", "files", "items", "lists", "mine", "pages", "receipts", "settling"]
