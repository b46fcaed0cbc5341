"""Signing in and out; the slow check of the password comes before the write lock."""

from ipaddress import ip_address

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import operations, policy, queries, signed_in, throttle
from portal.accounts.forms import SignInForm
from portal.accounts.views.blueprint import bp, pause_sentence, refused
from portal.kernel.settings import Settings
from portal.kernel.words import N_
from portal.web.access import anyone
from portal.web.browsers import browser_name
from portal.web.languages import current_words
from portal.web.moment import current_work, reading
from portal.web.paths import own_path

NOT_KNOWN = N_("E-Mail-Adresse oder Passwort stimmt nicht.")
DEMO_ONLY = N_("Die Konten der Demonstration gelten nur auf dem Rechner, auf dem sie läuft.")


@bp.get("/sign-in", access=anyone)
def sign_in() -> ResponseReturnValue:
    onward = own_path(request.args.get("next"))
    if current_work().actor.account_id is not None:
        return redirect(onward, 303)
    return _page(SignInForm(next=onward))


@bp.post("/sign-in", access=anyone)
def sign_in_post() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate():
        return refused(_page(form), 422)
    email, password = queries.normal_address(form.email.data), form.password.data
    keys = [throttle.account_key(email), throttle.network_key(request.remote_addr)]
    with reading() as look:
        pause = throttle.wait(look, keys)
        found = queries.credentials(look, email)
        has_demo = current_app.extensions["has_demo"](look)
    if not policy.may_sign_in(email, has_demo=has_demo, is_loopback=_is_loopback()):
        return refused(_page(form, current_words().say(DEMO_ONLY)), 422)
    if pause:
        return refused(_page(form, pause_sentence(pause)), 429, pause)
    checked = operations.Checked.of(found, password)
    return _answer(form, operations.sign_in(current_work(), checked, keys=keys, browser=_browser()))


@bp.post("/sign-out", access=anyone)
def sign_out() -> ResponseReturnValue:
    token = signed_in.current_token()
    if token:
        operations.end_session_of(current_work(), token)
    signed_in.let_out()
    answer = redirect(url_for(".sign_in", done="signed-out"), 303)
    answer.headers["Clear-Site-Data"] = '"storage"'  # texts that were begun and kept on this device
    return answer


def _answer(form: SignInForm, attempt: operations.Attempt) -> ResponseReturnValue:
    if attempt.pause:
        return refused(_page(form, pause_sentence(attempt.pause)), 429, attempt.pause)
    if attempt.token is None:
        return refused(_page(form, current_words().say(NOT_KNOWN)), 422)
    former = signed_in.current_token()
    if former:
        operations.end_session_of(current_work(), former)
    signed_in.let_in(attempt.token)
    return redirect(own_path(form.next.data), 303)


def _page(form: SignInForm, refusal: str = "") -> str:
    if refusal:
        form.form_errors.append(refusal)
    return render_template("accounts/sign_in.html", form=form)


def _browser() -> str:
    return browser_name(request.user_agent.string)


def _is_loopback() -> bool:
    """Whether this portal is meant for one machine, and it is this machine that asks."""
    settings: Settings = current_app.config["SETTINGS"]
    try:
        return settings.is_loopback and ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
