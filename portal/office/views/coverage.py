"""Who has answered and who is silent, by group, field and item; and reminding those who are."""

from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.comments.coverage import Participation
from portal.comments.coverage import coverage as covered
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.consultations.policy import may_edit
from portal.kernel.work import Work
from portal.office.operations.reminders import letter_to, plan_round, remind
from portal.office.queries.reach import REMINDABLE, By, Scope, table
from portal.office.views.blueprint import bp
from portal.outbox.letters import SITE
from portal.stakeholders.queries import groups
from portal.web.languages import current_language
from portal.web.limits import LETTERS, limiter
from portal.web.moment import current_work


@bp.get("/<consultation>/office/coverage", access=may_edit)
def coverage(consultation: Consultation) -> ResponseReturnValue:
    work, language = current_work(), current_language()
    skeleton, known = consultations.structure(work, consultation), groups(work, consultation)
    scope, rows = Scope.of(request.args, known, skeleton), covered(work, consultation)
    found = scope.found(rows, skeleton)
    return render_template(
        "office/coverage.html",
        scope=scope,
        lines=table(rows, scope, known, skeleton, language),
        found=found,
        states=list(Participation),
        bys=list(By),
        groups={group.id: group for group in known},
        remindable=sum(state in REMINDABLE for _, state in found),
    )


@bp.post("/<consultation>/office/reminders", access=may_edit)
@limiter.limit(LETTERS)
def remind_silent(consultation: Consultation) -> ResponseReturnValue:
    """Shows whom and with what letter; `confirm` sends to those that were shown."""
    work = current_work()
    scope = Scope.of(request.form, groups(work, consultation), consultations.structure(work, consultation))
    if "confirm" not in request.form:
        return _preview_page(work, consultation, scope)
    shown = (int(one) for one in request.form.getlist("organisation") if one.isdecimal() and len(one) < 10)
    remind(work, consultation, scope, shown)
    back: dict[str, Any] = {"done": "reminded", **scope.address()}
    return redirect(url_for(".coverage", consultation=consultation.slug, **back), 303)


def _preview_page(work: Work, consultation: Consultation, scope: Scope) -> str:
    planned = plan_round(work, consultation, scope)
    first = next((one for one in planned.recipients if one.people), None)
    letter = letter_to(consultation, scope, first, first.people[0]) if first else None
    base_url = current_app.config["SETTINGS"].base_url
    return render_template(
        "office/reminders.html",
        scope=scope,
        planned=planned,
        subject=letter.subject if letter else "",
        text=letter.text.replace(SITE, base_url) if letter else "",
    )
