"""The editable pages of the site: imprint, privacy, accessibility, easy language, netiquette."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from portal.catalogue import stamps
from portal.catalogue.views.blueprint import bp
from portal.consultations import queries as consultations
from portal.web.access import anyone
from portal.web.languages import current_language
from portal.web.moment import current_work

KEYS = ("imprint", "privacy", "accessibility", "easy-language", "netiquette")


@bp.get("/pages/<key>", access=anyone, stamp=stamps.of_page)
def page(key: str) -> ResponseReturnValue:
    if key not in KEYS:
        abort(404)
    text = consultations.page(current_work(), key, current_language())
    return render_template("catalogue/page.html", key=key, text=text)
