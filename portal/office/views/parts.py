"""Pages of one small form about a part of the catalogue, and the way back from them."""

from collections.abc import Mapping

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.consultations.models import Consultation
from portal.web.forms import Form
from portal.web.languages import current_words


def part_page(
    consultation: Consultation,
    heading: str,
    form: Form,
    hints: Mapping[str, str] | None = None,
    remove: str | None = None,
) -> str:
    """The form, sent to the address it is shown at; what nothing hangs on can be deleted at the address `remove`."""
    say = current_words().say
    said = {name: say(hint) for name, hint in (hints or {}).items()}
    return render_template(
        "office/part.html", heading=say(heading), form=form, hints=said, consultation=consultation, remove=remove
    )


def back(consultation: Consultation, anchor: str, done: str = "saved") -> ResponseReturnValue:
    """To the catalogue, where the thing stands."""
    return redirect(url_for("office.catalogue", consultation=consultation.slug, done=done, _anchor=anchor), 303)


def asked_step() -> int:
    """One place up or down, as the button says."""
    steps = {"up": -1, "down": 1}
    return steps.get(request.form.get("move", "")) or abort(400)


def asked_page() -> int:
    """The page of a list that the address asks for."""
    return min(max(1, request.args.get("page", 1, type=int)), 100_000)
