"""Letters, e-mails and calls: entered by the office for those who sent them, listed, and taken back."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.comments import on_behalf as entered
from portal.comments.contribution import Contribution
from portal.comments.naming import WAYS
from portal.comments.policy import REVISABLE, may_enter
from portal.comments.queries.entered import ENTRIES_PER_PAGE, count_entries, entries
from portal.comments.sent import LARGEST_FORM, Sent
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.work import Work
from portal.office.forms.on_behalf import NO_ITEM, BackForm, OnBehalfForm
from portal.office.views.blueprint import bp
from portal.office.views.parts import asked_page
from portal.stakeholders.queries import organisations
from portal.web.moment import current_work, reading


@bp.get("/<consultation>/office/on-behalf", access=may_enter)
def on_behalf(consultation: Consultation) -> ResponseReturnValue:
    return _list_page(current_work(), consultation)


@bp.get("/<consultation>/office/on-behalf/new", access=may_enter)
def on_behalf_new(consultation: Consultation) -> ResponseReturnValue:
    work = current_work()
    asked = {name: request.args.get(name, "") for name in ("item", "organisation")}
    return _form_page(_form(work, consultation, formdata=None, **asked))


@bp.post("/<consultation>/office/on-behalf/new", access=may_enter, largest=LARGEST_FORM)
def on_behalf_enter(consultation: Consultation) -> ResponseReturnValue:
    with reading() as look:
        form = _form(look, consultation)
        valid, scans = form.validate(), form.scans()
        said = _said(look, consultation, form) if valid else None
    if said is None or form.errors:
        return _form_page(form), 422
    return _enter(current_work(), consultation, form, said, scans)


@bp.post("/<consultation>/office/on-behalf/<public_id>/withdraw", access=may_enter)
def on_behalf_withdraw(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    work, form = current_work(), BackForm()
    try:
        entered.withdraw_entered(work, consultation, public_id, form.reason.data or "")
    except Invalid as refusal:
        form.refuse(refusal)
        return _list_page(work, consultation, form, public_id), 422
    return redirect(url_for(".on_behalf", consultation=consultation.slug, done="entry-withdrawn"), 303)


def _enter(
    work: Work, consultation: Consultation, form: OnBehalfForm, said: Contribution, scans: tuple[Sent, ...]
) -> ResponseReturnValue:
    try:
        with work.session.begin_nested():
            entered.enter(work, consultation, said, form.received(), organisation_id=form.organisation_id, scans=scans)
    except Conflict as conflict:
        form.complain("reference", conflict.sentence, **conflict.values)
        return _form_page(form), 409
    except Invalid as refusal:
        form.refuse(refusal)
        return _form_page(form), 422
    return redirect(url_for(".on_behalf", consultation=consultation.slug, done="entered"), 303)


def _said(work: Work, consultation: Consultation, form: OnBehalfForm) -> Contribution | None:
    """What the letter says, rendered; None with the errors in the form."""
    skeleton = consultations.structure(work, consultation)
    line = next((item for item in skeleton.items if item.code == form.item.data), None)
    sheet = consultations.sheet(work, consultation, line) if line else None
    if sheet is None:
        form.complain("item", NO_ITEM)
        return None
    return form.said(sheet)


def _form(work: Work, consultation: Consultation, **values: object) -> OnBehalfForm:
    return OnBehalfForm(consultations.structure(work, consultation), organisations(work, consultation), **values)


def _form_page(form: OnBehalfForm) -> str:
    return render_template("office/on_behalf_new.html", form=form)


def _list_page(work: Work, consultation: Consultation, form: BackForm | None = None, public_id: str = "") -> str:
    """`form` is the refused one, of the entry with that number."""
    text, page = request.args.get("q", "").strip()[:100], asked_page()
    number = count_entries(work, consultation, text)
    return render_template(
        "office/on_behalf.html",
        entries=entries(work, consultation, text, page),
        number=number,
        sought=text,
        page=page,
        has_more=number > page * ENTRIES_PER_PAGE,
        ways=WAYS,
        revisable=REVISABLE,
        refused=form,
        refused_id=public_id,
        back=BackForm(formdata=None),
    )
