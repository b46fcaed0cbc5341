"""A draft's own page for those who write it together: read, talk about it, hand it over, release it or send it back."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.catalogue.forms import CommentForm, FilesForm, HandOverForm, NoteForm, SendBackForm
from portal.catalogue.views.blueprint import bp
from portal.catalogue.views.items import ENDPOINTS, taken
from portal.comments import policy, statements
from portal.comments.desk import open_draft
from portal.comments.sent import LARGEST_FORM
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.kernel.differences import word_diff
from portal.kernel.errors import Invalid
from portal.kernel.work import Work
from portal.web.moment import current_work


@bp.get("/<consultation>/drafts/<public_id>", access=policy.may_take_part)
def draft(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    return _page(current_work(), consultation, public_id)


@bp.post("/<consultation>/drafts/<public_id>/notes", access=policy.may_take_part)
def add_note(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    form, work = NoteForm(), current_work()
    try:
        statements.add_note(work, consultation, public_id, form.note.data or "")
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(work, consultation, public_id, note=form), 422
    return _back(consultation, public_id, "noted")


@bp.post("/<consultation>/drafts/<public_id>/files", access=policy.may_take_part, largest=LARGEST_FORM)
def add_files(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    form = FilesForm()
    try:
        sent = form.chosen()
        statements.add_files(current_work(), consultation, public_id, sent)
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(current_work(), consultation, public_id, files=form), 422
    return _back(consultation, public_id, "saved")


@bp.post("/<consultation>/attachments/<public_id>/remove", access=policy.may_take_part)
def remove_file(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    draft = statements.remove_file(current_work(), consultation, public_id)
    return _back(consultation, draft.public_id, "saved")


@bp.post("/<consultation>/drafts/<public_id>/hand-over", access=policy.may_take_part)
def hand_over(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    statements.hand_over(current_work(), consultation, public_id, HandOverForm().seen)
    return _back(consultation, public_id, "handed-over")


@bp.post("/<consultation>/drafts/<public_id>/send-back", access=policy.may_release)
def send_back(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    form, work = SendBackForm(), current_work()
    try:
        statements.send_back(work, consultation, public_id, form.note.data or "")
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(work, consultation, public_id, send_back=form), 422
    return _back(consultation, public_id, "sent-back")


def _page(
    work: Work,
    consultation: Consultation,
    public_id: str,
    *,
    note: NoteForm | None = None,
    send_back: SendBackForm | None = None,
    files: FilesForm | None = None,
) -> str:
    found = open_draft(work, consultation, public_id) or abort(404)
    skeleton = consultations.structure(work, consultation)
    line, section = skeleton.by_id[found.draft.item_id], skeleton.section_by_id.get(found.draft.section_id or 0)
    sheet = consultations.sheet_of_version(work, consultation, line.id, found.draft.version_id) or abort(404)
    wording = found.draft.proposed_wording.strip()
    return render_template(
        "catalogue/draft.html",
        found=found,
        item=line,
        endpoint=ENDPOINTS[line.type],
        section=section,
        wording=word_diff(sheet.source_of(section.id), wording) if section and wording else [],
        release=CommentForm.continuing(sheet, found.draft, section.key if section else ""),
        note=note or NoteForm(formdata=None),
        send_back=send_back or SendBackForm(formdata=None),
        files=files or FilesForm(formdata=None),
        takes=taken(work, consultation),
    )


def _back(consultation: Consultation, public_id: str, done: str) -> ResponseReturnValue:
    return redirect(url_for(".draft", consultation=consultation.slug, public_id=public_id, done=done), 303)
