"""The outbox: how letters fare, and trying one again."""

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.office.views.blueprint import bp
from portal.office.views.parts import asked_page
from portal.outbox import operations
from portal.outbox.letters import SITE
from portal.outbox.models import Letter, LetterState
from portal.outbox.queries import PER_PAGE, count_letters, letter_to_change, letters
from portal.web.access import admin
from portal.web.moment import current_work


@bp.get("/admin/outbox", access=admin)
def admin_letters() -> ResponseReturnValue:
    """Filters: `state`, `q`."""
    work, page, text = current_work(), asked_page(), request.args.get("q", "").strip()[:100]
    state = {state.value: state for state in LetterState}.get(request.args.get("state", ""))
    counts = count_letters(work, text)
    number = counts[state] if state else sum(counts.values())
    return render_template(
        "office/admin_letters.html",
        lines=letters(work, state, text, page),
        counts=counts,
        state=state,
        text=text,
        page=page,
        has_more=number > page * PER_PAGE,
    )


@bp.get("/admin/outbox/<int:number>", access=admin)
def admin_letter(number: int) -> ResponseReturnValue:
    """The text of a secret letter is nobody's to read, because its link lets in whoever has it."""
    letter = current_work().session.get(Letter, number) or abort(404)
    base = current_app.config["SETTINGS"].base_url
    text = "" if letter.is_secret else letter.text.replace(f"{SITE}/", f"{base}/")
    return render_template("office/admin_letter.html", letter=letter, text=text)


@bp.post("/admin/outbox/<int:number>/retry", access=admin)
def admin_letter_retry(number: int) -> ResponseReturnValue:
    work = current_work()
    operations.retry(work, letter_to_change(work, number) or abort(404))
    return redirect(url_for(".admin_letters", state=LetterState.WAITING, done="retry"), 303)
