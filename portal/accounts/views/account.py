"""One's own account: profile, sessions, password, and all that is kept, to take along or to have erased."""

import json

from flask import Response, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import belongings, operations, passwords, queries, signed_in
from portal.accounts.forms import ChangePasswordForm, EraseForm, ProfileForm
from portal.accounts.views.blueprint import bp, letterhead, prove, refused
from portal.kernel.errors import Invalid
from portal.web.access import signed_in as known
from portal.web.moment import current_work


@bp.get("/account/", access=known)
def account() -> ResponseReturnValue:
    mine = queries.own_account(current_work())
    return _page(ProfileForm(name=mine.name, language=mine.language or ""))


@bp.post("/account/", access=known)
def account_post() -> ResponseReturnValue:
    form = ProfileForm()
    if not form.validate():
        return refused(_page(form), 422)
    try:
        operations.change_profile(current_work(), form.name.data, form.language.data or None)
    except Invalid as refusal:
        form.refuse(refusal)
        return refused(_page(form), 422)
    return redirect(url_for(".account", done="saved", lang=None), 303)


@bp.post("/account/sessions/<int:session_id>/end", access=known)
def end_session(session_id: int) -> ResponseReturnValue:
    operations.end_own_session(current_work(), session_id)
    return redirect(url_for(".account", done="ended"), 303)


@bp.get("/account/password", access=known)
def change_password() -> ResponseReturnValue:
    return render_template("accounts/change_password.html", form=ChangePasswordForm())


@bp.post("/account/password", access=known)
def change_password_post() -> ResponseReturnValue:
    form = ChangePasswordForm()
    status = 422
    if form.validate():
        proof = prove(form, "current_password")
        status = proof.status if proof.status != 200 or form.takes(proof.email) else 422
    if status != 200:
        return refused(render_template("accounts/change_password.html", form=form), status)
    password_hash = passwords.hash_password(form.new_password.data)
    work = current_work()
    operations.change_password(work, password_hash, signed_in.current_token(), letterhead(work))
    return redirect(url_for(".account", done="password"), 303)


@bp.get("/account/data.json", access=known)
def data() -> ResponseReturnValue:
    told = belongings.everything(current_work(), current_app.extensions["belongings"])
    answer = Response(json.dumps(told, ensure_ascii=False, indent=2), mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="account.json"'
    return answer


@bp.get("/account/erase", access=known)
def erase() -> ResponseReturnValue:
    return render_template("accounts/erase.html", form=EraseForm())


@bp.post("/account/erase", access=known)
def erase_post() -> ResponseReturnValue:
    form = EraseForm()
    status = prove(form, "password").status if form.validate() else 422
    if status != 200:
        return refused(render_template("accounts/erase.html", form=form), status)
    belongings.erase_everything(current_work(), current_app.extensions["belongings"])
    signed_in.let_out()
    return redirect(url_for(".sign_in", done="erased"), 303)


def _page(form: ProfileForm) -> str:
    work = current_work()
    return render_template(
        "accounts/account.html",
        form=form,
        email=queries.own_account(work).email,
        roles=[line for line in current_app.extensions["find_roles"](work) if line.ended_at is None],
        sessions=queries.own_sessions(work, signed_in.current_token()),
    )
