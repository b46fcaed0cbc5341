"""A file of letters and e-mails: looked over first, then entered as a whole."""

from flask import Response, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.comments.policy import may_enter
from portal.consultations.models import Consultation
from portal.imports.reading import read_table
from portal.imports.template import letters_workbook
from portal.office.forms.imports import UploadForm
from portal.office.operations.statements import enter_all
from portal.office.operations.uploads import forget_upload, keep_upload
from portal.office.queries.statements import COLUMNS, Checked, check_table
from portal.office.queries.uploads import own_upload
from portal.office.views.blueprint import bp
from portal.office.views.imports import LARGEST, MOST_FAULTS, XLSX
from portal.web.languages import current_words
from portal.web.moment import current_work, reading

MOST_SHOWN = 100


@bp.get("/<consultation>/office/on-behalf/import", access=may_enter)
def on_behalf_import(consultation: Consultation) -> ResponseReturnValue:
    return _page(UploadForm(formdata=None))


@bp.get("/<consultation>/office/on-behalf/import/template.xlsx", access=may_enter)
def on_behalf_template(consultation: Consultation) -> ResponseReturnValue:
    answer = Response(letters_workbook(tuple(COLUMNS.values()), current_words().say), mimetype=XLSX)
    answer.headers.set("Content-Disposition", "attachment", filename="zuschriften.xlsx")
    return answer


@bp.post("/<consultation>/office/on-behalf/import", access=may_enter, largest=LARGEST)
def on_behalf_upload(consultation: Consultation) -> ResponseReturnValue:
    form = UploadForm()
    sent = form.read()
    if sent is None:
        return _page(form), 422
    name, content, table = sent
    with reading() as look:
        checked = check_table(look, consultation, table)
    if checked.faults:
        return _page(form, checked), 422
    upload = keep_upload(current_work(), consultation, name, content)
    return redirect(url_for(".on_behalf_preview", consultation=consultation.slug, name=upload.name), 303)


@bp.get("/<consultation>/office/on-behalf/import/<name>", access=may_enter)
def on_behalf_preview(consultation: Consultation, name: str) -> ResponseReturnValue:
    work = current_work()
    upload = own_upload(work, consultation, name) or abort(404)
    checked = check_table(work, consultation, read_table(upload.file, upload.content))
    return _page(UploadForm(formdata=None), checked, name)


@bp.post("/<consultation>/office/on-behalf/import/<name>/take", access=may_enter)
def on_behalf_take(consultation: Consultation, name: str) -> ResponseReturnValue:
    with reading() as look:
        upload = own_upload(look, consultation, name) or abort(404)
        checked = check_table(look, consultation, read_table(upload.file, upload.content))
    if checked.faults:
        return _page(UploadForm(formdata=None), checked, name), 422
    work = current_work()
    enter_all(work, consultation, checked)
    forget_upload(work, own_upload(work, consultation, name) or abort(404))
    return redirect(url_for(".on_behalf", consultation=consultation.slug, done="all-entered"), 303)


def _page(form: UploadForm, checked: Checked | None = None, name: str = "") -> str:
    return render_template(
        "office/on_behalf_import.html",
        form=form,
        letters=checked.letters[:MOST_SHOWN] if checked else (),
        number=len(checked.letters) if checked else 0,
        faults=checked.faults[:MOST_FAULTS] if checked else (),
        fault_count=len(checked.faults) if checked else 0,
        name=name,
        columns=COLUMNS,
    )
