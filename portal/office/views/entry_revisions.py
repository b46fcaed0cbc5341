"""A letter the office has entered, said in other words: after a moderator returned it, or to mend a mistake."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.comments import queries as comments
from portal.comments.models import CommentState
from portal.comments.on_behalf import revise_entered
from portal.comments.operations import CANNOT_REVISE
from portal.comments.policy import REVISABLE, may_enter
from portal.comments.queries import CommentLine
from portal.comments.sent import LARGEST_FORM
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.kernel.errors import require
from portal.kernel.work import Work
from portal.moderation import queries as moderation
from portal.office.forms.on_behalf import EntryForm
from portal.office.views.blueprint import bp
from portal.web.moment import current_work, reading


@bp.get("/<consultation>/office/on-behalf/<public_id>/revise", access=may_enter)
def entry_revise(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    work = current_work()
    line = _entered(work, consultation, public_id)
    skeleton, newest = consultations.structure(work, consultation), comments.revisions(work, line.id)[-1]
    section = skeleton.section_by_id.get(newest.section_id or 0)
    key = section.key if section else ""
    return _page(work, consultation, line, EntryForm(skeleton, stance=newest.stance, body=newest.body, section=key))


@bp.post("/<consultation>/office/on-behalf/<public_id>/revise", access=may_enter, largest=LARGEST_FORM)
def entry_revised(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    with reading() as look:
        line = _entered(look, consultation, public_id)
        form = EntryForm(consultations.structure(look, consultation))
        valid, scans = form.validate(), form.scans()
        sheet = consultations.sheet_of_version(look, consultation, line.item_id, line.version_id) or abort(404)
        said = form.said(sheet) if valid else None
    work = current_work()
    if said is None or form.errors:
        return _page(work, consultation, line, form), 422
    revise_entered(work, consultation, line.public_id, said, scans=scans)
    return redirect(url_for(".on_behalf", consultation=consultation.slug, done="entry-revised"), 303)


def _entered(work: Work, consultation: Consultation, public_id: str) -> CommentLine:
    line = comments.comment_named(work, consultation, public_id)
    if line is None or line.way is None:
        abort(404)
    require(line.state in REVISABLE, CANNOT_REVISE)
    return line


def _page(work: Work, consultation: Consultation, line: CommentLine, form: EntryForm) -> str:
    item = consultations.structure(work, consultation).by_id[line.item_id]
    decisions = moderation.trace(work, line.id) if line.state is CommentState.RETURNED else []
    returned = decisions[-1] if decisions else None
    return render_template("office/entry_revise.html", form=form, line=line, item=item, returned=returned)
