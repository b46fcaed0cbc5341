"""How the portal stands: its settings, without secrets, and what needs looking after."""

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from portal.office.queries.deployment import facts, numbers
from portal.office.views.blueprint import bp
from portal.web import access
from portal.web.languages import current_words
from portal.web.moment import current_work


@bp.get("/admin/", access=access.admin)
def admin() -> ResponseReturnValue:
    work = current_work()
    settings, engine = current_app.config["SETTINGS"], current_app.extensions["engine"]
    return render_template(
        "office/admin.html", numbers=numbers(work), facts=facts(work, settings, engine, current_words())
    )
