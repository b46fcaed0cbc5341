"""Questions about the editable pages, language by language."""

from datetime import datetime

from sqlalchemy import select

from portal.consultations.models import Page
from portal.consultations.queries import PageText
from portal.kernel.work import Work


def site_pages(work: Work) -> dict[tuple[str, str], datetime]:
    """When each page was written last, by key and language; those never written are left out."""
    rows = work.session.execute(select(Page.key, Page.language, Page.changed_at))
    return {(row.key, row.language): row.changed_at for row in rows}


def site_page(work: Work, key: str, language: str) -> PageText | None:
    """The page in exactly that language."""
    row = work.session.get(Page, (key, language))
    return PageText(row.key, row.language, row.title, row.html, row.source, row.changed_at) if row else None
