"""The audit log: who did what, when."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.audit.queries import PER_PAGE, Sought, events, log
from portal.consultations import queries as consultations
from portal.office.forms.admin import day_named
from portal.office.views.blueprint import bp
from portal.office.views.parts import asked_page
from portal.web.access import admin
from portal.web.moment import current_work


@bp.get("/admin/audit", access=admin)
def admin_audit() -> ResponseReturnValue:
    """Filters: `event`, `subject`, `actor`, `day`."""
    work, page = current_work(), asked_page()
    texts = {name: request.args.get(name, "").strip()[:100] for name in ("event", "subject", "actor")}
    sought = Sought(**texts, day=day_named(request.args.get("day", "")))
    lines = log(work, sought, page)
    return render_template(
        "office/admin_audit.html",
        lines=lines[:PER_PAGE],
        has_more=len(lines) > PER_PAGE,
        sought=sought,
        page=page,
        events=events(work),
        slugs={here.id: here.slug for here in consultations.consultations(work)},
    )
