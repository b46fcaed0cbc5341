"""Approving many comments at once: choose, look at them once more, approve."""

from collections.abc import Iterator

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.comments.naming import speaker
from portal.consultations.models import Consultation
from portal.kernel.work import Work
from portal.moderation import operations, pages, policy
from portal.moderation.operations import Done
from portal.moderation.queries import PER_PAGE
from portal.moderation.views.blueprint import PLACE, bp
from portal.moderation.views.queue import address, asked
from portal.web.languages import current_words
from portal.web.moment import current_work, reading


@bp.get(f"{PLACE}/bulk", access=policy.may_moderate)
def bulk(consultation: Consultation) -> ResponseReturnValue:
    return _choose(current_work(), consultation)


@bp.post(f"{PLACE}/bulk", access=policy.may_moderate)
def bulk_post(consultation: Consultation) -> ResponseReturnValue:
    """Without `confirmed` this only shows what was chosen."""
    chosen = list(_chosen())
    if not chosen or "confirmed" not in request.form:
        with reading() as look:
            if chosen:
                return _page("preview", consultation, rows=pages.chosen(look, consultation, asked(), chosen))
            return _choose(look, consultation, nothing=True), 422
    done = operations.approve_all(current_work(), consultation, chosen)
    if done.skipped:
        return _page("done", consultation, done=done)
    return redirect(address(consultation, **asked().address(), done="approved-all", _anchor="main"), 303)


def _choose(work: Work, consultation: Consultation, *, nothing: bool = False) -> str:
    return _page("choose", consultation, rows=pages.approvable(work, consultation, asked()), nothing=nothing)


def _page(step: str, consultation: Consultation, *, done: Done | None = None, **values: object) -> str:
    return render_template(
        "moderation/bulk.html",
        step=step,
        done=done,
        words=current_words(),
        speaker=speaker,
        asked=asked(),
        back=address(consultation, **asked().address()),
        **values,
    )


def _chosen() -> Iterator[tuple[str, int]]:
    """Public id and revision, as `K7QF2M4X.1`; what is not of that form is left out."""
    for entry in request.form.getlist("chosen")[:PER_PAGE]:
        public_id, _, revision = entry.partition(".")
        if revision.isdecimal() and len(revision) < 10:
            yield public_id.upper()[:8], int(revision)
