"""What needs doing."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.comments.coverage import coverage
from portal.consultations.models import Consultation
from portal.consultations.policy import may_edit
from portal.office.policy import may_read_late
from portal.office.queries.tasks import tasks
from portal.office.views.blueprint import bp
from portal.web.moment import current_work


@bp.get("/<consultation>/office/", access=may_edit)
def start(consultation: Consultation) -> ResponseReturnValue:
    work = current_work()
    return render_template(
        "office/start.html",
        tasks=tasks(work, consultation, coverage(work, consultation)),
        reads_late=may_read_late(work.actor, consultation),
    )
