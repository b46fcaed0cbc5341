"""The editable pages of the site: which there are, and writing one in one language."""

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from portal.catalogue.views.pages import KEYS
from portal.consultations import operations
from portal.consultations.models import Consultation
from portal.consultations.policy import may_edit
from portal.consultations.queries import PageText
from portal.kernel.errors import Conflict
from portal.kernel.markup import plain, render_sheet
from portal.office.forms.pages import PageForm
from portal.office.queries.pages import site_page, site_pages
from portal.office.views.blueprint import bp
from portal.web.languages import NAMES
from portal.web.moment import current_work


@bp.get("/<consultation>/office/pages", access=may_edit)
def pages(consultation: Consultation) -> ResponseReturnValue:
    return render_template("office/pages.html", keys=KEYS, languages=_languages(), written=site_pages(current_work()))


@bp.get("/<consultation>/office/pages/<key>/<written_in>", access=may_edit)
def page(consultation: Consultation, key: str, written_in: str) -> ResponseReturnValue:
    _require_known(key, written_in)
    found = site_page(current_work(), key, written_in)
    values = {"title": found.title, "source": found.source, "seen": found.changed_at.isoformat()} if found else {}
    return _page(key, written_in, PageForm(formdata=None, **values))


@bp.post("/<consultation>/office/pages/<key>/<written_in>", access=may_edit)
def page_write(consultation: Consultation, key: str, written_in: str) -> ResponseReturnValue:
    """`action=preview` shows the text as it would stand there."""
    _require_known(key, written_in)
    form = PageForm()
    if not form.validate():
        return _page(key, written_in, form), 422
    source = plain(form.source.data or "").strip()
    html = render_sheet(source)
    if request.form.get("action") == "preview":
        return _page(key, written_in, form, preview=html)
    work = current_work()
    try:
        operations.write_page(work, key, written_in, form.title.data or "", source, html, seen=form.seen_at)
    except Conflict:
        theirs = site_page(work, key, written_in)
        form.seen.data = theirs.changed_at.isoformat() if theirs else ""
        return _page(key, written_in, form, theirs=theirs), 409
    return redirect(url_for(".pages", consultation=consultation.slug, done="saved"), 303)


def _languages() -> list[tuple[str, str]]:
    return [(code, NAMES[code]) for code in current_app.config["LANGUAGES"]]


def _require_known(key: str, written_in: str) -> None:
    if key not in KEYS or written_in not in current_app.config["LANGUAGES"]:
        abort(404)


def _page(
    key: str, written_in: str, form: PageForm, *, preview: Markup | None = None, theirs: PageText | None = None
) -> str:
    return render_template(
        "office/page.html",
        key=key,
        written_in=written_in,
        name_of_language=NAMES[written_in],
        form=form,
        preview=preview,
        theirs=theirs,
    )
