"""The editable pages of the site."""

from markupsafe import Markup

from portal.audit import operations as audit
from portal.consultations.models import Page
from portal.consultations.operations.touching import touch_site
from portal.kernel.work import Work


def write_page(work: Work, key: str, language: str, title: str, source: str, html: Markup) -> Page:
    """`html` is `render_sheet(source)`, made before the write lock."""
    page = work.session.get(Page, (key, language))
    if page is None:
        page = Page(key=key, language=language, title=title, source=source, html=html, changed_at=work.now)
        work.session.add(page)
    else:
        page.title, page.source, page.html, page.changed_at = title, source, html, work.now
    touch_site(work)
    audit.record(work, "page.changed", f"{key}/{language}")
    return page
