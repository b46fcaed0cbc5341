"""The editable pages of the site."""

from datetime import datetime
from types import EllipsisType

from markupsafe import Markup
from sqlalchemy import select

from portal.audit import operations as audit
from portal.consultations.models import Page
from portal.consultations.operations.refusals import NO_TITLE, one_line
from portal.consultations.operations.touching import touch_site
from portal.kernel.errors import Conflict
from portal.kernel.words import N_
from portal.kernel.work import Work

PAGE_CHANGED = N_("Inzwischen hat jemand diese Seite gespeichert. Bitte übernehmen Sie Ihre Änderung dort.")


def write_page(
    work: Work,
    key: str,
    language: str,
    title: str,
    source: str,
    html: Markup,
    *,
    seen: datetime | EllipsisType | None = ...,
) -> Page:
    """`html` is `render_sheet(source)`, made before the write lock.

    `seen` is when the page had changed last as its editor saw it, None for no page yet; another moment is a 409.
    """
    title = one_line(title, NO_TITLE, "title")
    here = select(Page).where(Page.key == key, Page.language == language)
    page = work.session.scalar(here.with_for_update().execution_options(populate_existing=True))
    if seen is not ... and seen != (page.changed_at if page else None):
        raise Conflict(PAGE_CHANGED)
    if page is None:
        page = Page(key=key, language=language, title=title, source=source, html=html, changed_at=work.now)
        work.session.add(page)
    else:
        page.title, page.source, page.html, page.changed_at = title, source, html, work.now
    touch_site(work)
    audit.record(work, "page.changed", f"{key}/{language}")
    return page
