"""The catalogue at a glance: fields, goals and measures, the measure sheet, the origins."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.consultations.policy import may_edit, takes_edits
from portal.office.queries.tree import origin_counts, tree
from portal.office.views.blueprint import bp
from portal.web.moment import current_work


@bp.get("/<consultation>/office/catalogue", access=may_edit)
def catalogue(consultation: Consultation) -> ResponseReturnValue:
    work = current_work()
    skeleton = consultations.structure(work, consultation)
    return render_template(
        "office/catalogue.html",
        skeleton=skeleton,
        fields=tree(skeleton),
        origins=origin_counts(skeleton),
        takes_edits=takes_edits(consultation, work.now),
    )
