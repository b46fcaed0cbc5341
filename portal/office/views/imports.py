"""A file into the catalogue in three steps: send it, say what its columns mean, look it over and take it."""

from pathlib import PurePath

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.consultations.policy import takes_edits
from portal.imports import operations
from portal.imports.checking import Plan
from portal.imports.mapping import Mapping, apply, from_document
from portal.imports.policy import may_import
from portal.imports.queries import SectionName
from portal.imports.reading import DEFAULT, Table, Unreadable, read_table
from portal.imports.template import template_workbook
from portal.kernel.errors import Conflict
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.office.forms.imports import DEFAULTS, KINDS, UploadForm, mapping_from
from portal.office.models import Upload
from portal.office.operations.uploads import forget_upload, keep_upload, remember_mapping
from portal.office.queries.rehearsal import columns_of, rehearsal
from portal.office.queries.uploads import own_upload, own_uploads
from portal.office.views.blueprint import bp
from portal.web.languages import current_words
from portal.web.moment import current_work, reading

LARGEST = DEFAULT.size + 2**20
"""A file that is a little too large is told so kindly."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAMES = (N_("Handlungsfelder"), N_("Ziele"), N_("Maßnahmen"))
MOST_FAULTS = 200


@bp.get("/<consultation>/office/import", access=may_import)
def imports(consultation: Consultation) -> ResponseReturnValue:
    return _upload_page(current_work(), consultation, UploadForm(formdata=None))


@bp.post("/<consultation>/office/import", access=may_import, largest=LARGEST)
def import_upload(consultation: Consultation) -> ResponseReturnValue:
    form = UploadForm()
    sent = form.read()
    if sent is None:
        with reading() as look:
            return _upload_page(look, consultation, form), 422
    name, content, _ = sent
    upload = keep_upload(current_work(), consultation, name, content)
    return redirect(url_for(".import_columns", consultation=consultation.slug, name=upload.name), 303)


@bp.get("/<consultation>/office/import/template.xlsx", access=may_import)
def import_template(consultation: Consultation) -> ResponseReturnValue:
    answer = Response(template_workbook(_sections(current_work(), consultation), current_words().say), mimetype=XLSX)
    answer.headers.set("Content-Disposition", "attachment", filename=f"{consultation.slug}.xlsx")
    return answer


@bp.get("/<consultation>/office/import/<name>", access=may_import)
def import_columns(consultation: Consultation, name: str) -> ResponseReturnValue:
    work = current_work()
    upload, table, mapping = _opened(work, consultation, name)
    return _columns_page(work, consultation, upload, table, mapping)


@bp.post("/<consultation>/office/import/<name>", access=may_import, largest=2**20)
def import_map(consultation: Consultation, name: str) -> ResponseReturnValue:
    with reading() as look:
        upload, table, before = _opened(look, consultation, name)
        mapping = mapping_from(request.form, table.columns, before)
        try:
            apply(table, mapping, _sections(look, consultation))
        except Unreadable as refusal:
            problem = current_words().say(refusal.sentence, **refusal.values)
            return _columns_page(look, consultation, upload, table, mapping, problem), 422
    remember_mapping(own_upload(current_work(), consultation, name) or abort(404), mapping)
    return redirect(url_for(".import_preview", consultation=consultation.slug, name=name), 303)


@bp.get("/<consultation>/office/import/<name>/preview", access=may_import)
def import_preview(consultation: Consultation, name: str) -> ResponseReturnValue:
    work = current_work()
    upload, table, mapping = _opened(work, consultation, name)
    try:
        plan = operations.plan_import(work, consultation, table, mapping)
    except Unreadable:
        return redirect(url_for(".import_columns", consultation=consultation.slug, name=name), 303)
    return _preview_page(work, consultation, upload, plan)


@bp.post("/<consultation>/office/import/<name>/take", access=may_import)
def import_take(consultation: Consultation, name: str) -> ResponseReturnValue:
    """Everything or nothing; a catalogue that has changed since is looked over once more."""
    with reading() as look:
        upload, table, mapping = _opened(look, consultation, name)
        plan = operations.plan_import(look, consultation, table, mapping)
        if plan.faults or str(plan.revision) != request.form.get("revision"):
            return _preview_page(look, consultation, upload, plan, is_stale=not plan.faults), (
                422 if plan.faults else 409
            )
        texts, file = operations.render(plan), upload.file
    work = current_work()
    upload = own_upload(work, consultation, name) or abort(404)
    try:
        operations.import_catalogue(work, consultation, plan, file=file, texts=texts)
    except Conflict:
        plan = operations.plan_import(work, consultation, table, mapping)
        return _preview_page(work, consultation, upload, plan, is_stale=True), 409
    if request.form.get("keep"):
        operations.keep_mapping(work, consultation, PurePath(file).stem, mapping, table)
    forget_upload(work, upload)
    return redirect(url_for(".catalogue", consultation=consultation.slug, done="imported"), 303)


@bp.post("/<consultation>/office/import/<name>/discard", access=may_import)
def import_discard(consultation: Consultation, name: str) -> ResponseReturnValue:
    work = current_work()
    forget_upload(work, own_upload(work, consultation, name) or abort(404))
    return redirect(url_for(".imports", consultation=consultation.slug, done="file-gone"), 303)


def _opened(work: Work, consultation: Consultation, name: str) -> tuple[Upload, Table, Mapping]:
    """The actor's file, its table, and the mapping as it was chosen, kept from before, or suggested."""
    upload = own_upload(work, consultation, name) or abort(404)
    table = read_table(upload.file, upload.content)
    if upload.mapping:
        return upload, table, from_document(upload.mapping)
    return upload, table, operations.find_mapping(work, consultation, table)


def _sections(work: Work, consultation: Consultation) -> list[SectionName]:
    sections = consultations.structure(work, consultation).sections
    return [SectionName(section.key, section.label, section.label_en) for section in sections]


def _upload_page(work: Work, consultation: Consultation, form: UploadForm) -> str:
    return render_template(
        "office/import.html",
        form=form,
        uploads=own_uploads(work, consultation),
        takes_edits=takes_edits(consultation, work.now),
        most=DEFAULT.size // 2**20,
    )


def _columns_page(
    work: Work, consultation: Consultation, upload: Upload, table: Table, mapping: Mapping, problem: str = ""
) -> str:
    skeleton = consultations.structure(work, consultation)
    sources = {source.column: source for source in mapping.sources}
    return render_template(
        "office/import_columns.html",
        upload=upload,
        rows=len(table.rows),
        skipped=table.skipped,
        columns=[(column, sources.get(column.name)) for column in columns_of(table)],
        mapping=mapping,
        skeleton=skeleton,
        defaults=DEFAULTS,
        kinds=KINDS,
        problem=problem,
    )


def _preview_page(work: Work, consultation: Consultation, upload: Upload, plan: Plan, *, is_stale: bool = False) -> str:
    words = current_words()
    names = (words.say(NAMES[0]), words.say(NAMES[1]), words.say(NAMES[2]))
    return render_template(
        "office/import_preview.html",
        upload=upload,
        plan=plan,
        faults=[(fault, fault.said(words)) for fault in plan.faults[:MOST_FAULTS]],
        hints=[(hint, hint.said(words)) for hint in plan.hints[:MOST_FAULTS]],
        rehearsal=rehearsal(plan, _sections(work, consultation), names),
        is_stale=is_stale,
        takes_edits=takes_edits(consultation, work.now),
    )
