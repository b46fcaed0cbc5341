"""All accounts: finding, opening, blocking, and who administers the portal."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import operations
from portal.consultations.letterhead import site_letterhead
from portal.kernel.errors import Invalid
from portal.office.forms.admin import AccountForm
from portal.office.queries.people import PER_PAGE, account, accounts, places_of
from portal.office.views.blueprint import bp
from portal.office.views.parts import asked_page
from portal.web.access import admin
from portal.web.languages import current_language, current_words
from portal.web.moment import current_work

CHANGES = {
    "block": (operations.block, "blocked"),
    "unblock": (operations.unblock, "unblocked"),
    "appoint": (operations.appoint, "saved"),
    "dismiss": (operations.dismiss, "saved"),
}


@bp.get("/admin/accounts", access=admin)
def admin_accounts() -> ResponseReturnValue:
    text, page = request.args.get("q", "").strip()[:100], asked_page()
    lines = accounts(current_work(), text, page)
    return render_template(
        "office/admin_accounts.html", lines=lines[:PER_PAGE], has_more=len(lines) > PER_PAGE, text=text, page=page
    )


@bp.get("/admin/accounts/new", access=admin)
def admin_account_new() -> ResponseReturnValue:
    return render_template("office/admin_account_new.html", form=AccountForm(formdata=None))


@bp.post("/admin/accounts/new", access=admin)
def admin_account_add() -> ResponseReturnValue:
    """The account has no password; a letter with a link for choosing one leaves at once."""
    form = AccountForm()
    if form.validate():
        work = current_work()
        try:
            made = operations.create_account(
                work, form.email.data or "", form.name.data or "", None, is_admin=bool(form.is_admin.data)
            )
            operations.welcome(work, made, current_language(), site_letterhead(work, current_words()))
            return redirect(url_for(".admin_account", number=made.id, done="account"), 303)
        except Invalid as refusal:
            form.refuse(refusal)
    return render_template("office/admin_account_new.html", form=form), 422


@bp.get("/admin/accounts/<int:number>", access=admin)
def admin_account(number: int) -> ResponseReturnValue:
    work = current_work()
    found = account(work, number) or abort(404)
    return render_template("office/admin_account.html", account=found, places=places_of(work, number))


@bp.post("/admin/accounts/<int:number>", access=admin)
def admin_account_change(number: int) -> ResponseReturnValue:
    """`action` = `block`, `unblock`, `appoint` or `dismiss`."""
    act, done = CHANGES.get(request.form.get("action", "")) or abort(400)
    work = current_work()
    act(work, account(work, number) or abort(404))
    return redirect(url_for(".admin_account", number=number, done=done), 303)
