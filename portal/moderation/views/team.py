"""What moderators do beside deciding: say that they are looking, and leave each other notes."""

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.comments.queries import comment_to_change
from portal.consultations.models import Consultation
from portal.kernel.errors import Conflict, Invalid
from portal.moderation import operations, pages, policy, queries
from portal.moderation.forms import NoteForm
from portal.moderation.operations import Taken
from portal.moderation.views.blueprint import PLACE, bp
from portal.moderation.views.queue import address, asked, queue_page
from portal.web.moment import current_work


@bp.post(f"{PLACE}/<public_id>/claim", access=policy.may_moderate)
def claim(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    """Pages that stay open send this once a minute; they are answered with the line that says who is looking.

    One that comes just after the decision has nothing to say any more.
    """
    work = current_work()
    comment = comment_to_change(work, consultation, public_id) or abort(404)
    by_itself, status = "HX-Request" in request.headers, 200
    try:
        operations.claim(work, consultation, comment)
    except Conflict as conflict:
        if not by_itself:
            raise
        if not isinstance(conflict, Taken):
            return "", 204
        status = 409
    if not by_itself:
        return redirect(address(consultation, **asked().address(), case=public_id, _anchor="case"), 303)
    presence = queries.presences(work, consultation).get(comment.id)
    page = render_template("moderation/presence_line.html", presence=presence, public_id=public_id, asked=asked())
    return page, status


@bp.post(f"{PLACE}/<public_id>/notes", access=policy.may_moderate)
def note(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    form = NoteForm()
    work = current_work()
    comment = comment_to_change(work, consultation, public_id) or abort(404)
    try:
        operations.note(work, consultation, comment, form.body.data or "")
    except Invalid as refusal:
        form.refuse(refusal)
        shown = pages.queue(work, consultation, asked(), named=public_id)
        return queue_page(consultation, shown, None, noting=form), 422
    return redirect(address(consultation, **asked().address(), case=public_id, done="noted", _anchor="notes"), 303)
