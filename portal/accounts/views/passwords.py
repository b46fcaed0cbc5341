"""A forgotten password: asking for the letter, and choosing a new one by its link."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import operations, passwords, queries
from portal.accounts.forms import LetterForm, NewPasswordForm
from portal.accounts.views.blueprint import bp, letterhead, refused
from portal.kernel.errors import Conflict, Invalid
from portal.web.access import anyone
from portal.web.languages import current_language
from portal.web.limits import LETTERS, limiter
from portal.web.moment import current_work, reading


@bp.get("/password", access=anyone)
def password() -> ResponseReturnValue:
    return render_template("accounts/password.html", form=LetterForm())


@bp.post("/password", access=anyone)
@limiter.limit(LETTERS)
def password_post() -> ResponseReturnValue:
    """The same answer, after the same work, whether there is such an account or not."""
    form = LetterForm()
    if not form.validate():
        return refused(render_template("accounts/password.html", form=form), 422)
    try:
        work = current_work()
        operations.ask_for_password_letter(work, form.email.data, current_language(), letterhead(work))
    except Invalid as refusal:
        form.refuse(refusal)
        return refused(render_template("accounts/password.html", form=form), 422)
    return redirect(url_for(".password", done="letter"), 303)


@bp.get("/password/<token>", access=anyone)
def new_password(token: str) -> ResponseReturnValue:
    """Only shows the form: a mail scanner that follows the link uses nothing up."""
    email = queries.address_of_letter(current_work(), token)
    return _over() if email is None else _page(NewPasswordForm(), email)


@bp.post("/password/<token>", access=anyone)
def new_password_post(token: str) -> ResponseReturnValue:
    form = NewPasswordForm()
    with reading() as look:
        email = queries.address_of_letter(look, token)
    if email is None:
        return _over()
    if not form.validate() or not form.takes(email):
        return refused(_page(form, email), 422)
    password_hash = passwords.hash_password(form.new_password.data)
    work = current_work()
    try:
        operations.use_password_letter(work, token, password_hash, letterhead(work))
    except Conflict:
        return _over()
    return redirect(url_for(".sign_in", done="password"), 303)


def _page(form: NewPasswordForm, email: str) -> str:
    return render_template("accounts/new_password.html", form=form, email=email)


def _over() -> ResponseReturnValue:
    """Used, over, revoked and never given out look alike."""
    return refused(render_template("accounts/password_over.html"), 410)
