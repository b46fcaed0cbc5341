"""What becomes of the form beneath an item: looked at, kept as a draft, handed over, submitted or released."""

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.catalogue.forms import CommentForm
from portal.catalogue.preview import Preview
from portal.catalogue.views.blueprint import bp
from portal.catalogue.views.items import checked, item_page, taken
from portal.comments import drafts, policy
from portal.comments.contribution import Contribution
from portal.comments.models import Comment, Draft, Stance, Voice
from portal.comments.operations import NOT_NOW, submit_comment
from portal.comments.statements import hand_over
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, ItemType
from portal.consultations.queries import Sheet
from portal.consultations.structure import ItemLine, SectionLine
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.work import Work
from portal.web.errors import page as error_page
from portal.web.languages import current_words
from portal.web.moment import current_work, reading

VOICES = {"submit": Voice.INDIVIDUAL, "release": Voice.ORGANISATION}


@bp.post("/<consultation>/measures/<code>/comments", access=policy.may_take_part)
def comment_on_measure(consultation: Consultation, code: str) -> ResponseReturnValue:
    return _comment(consultation, ItemType.MEASURE, code)


@bp.post("/<consultation>/goals/<code>/comments", access=policy.may_take_part)
def comment_on_goal(consultation: Consultation, code: str) -> ResponseReturnValue:
    return _comment(consultation, ItemType.GOAL, code)


def _comment(consultation: Consultation, type: ItemType, code: str) -> ResponseReturnValue:
    action = request.form.get("save", "submit")
    with reading() as look:
        line = consultations.item(look, consultation, type, code) or abort(404)
        sheet = consultations.sheet(look, consultation, line, _version()) or abort(404)
        section = consultations.structure(look, consultation).section_by_key.get(request.form.get("section", ""))
        form = CommentForm(sheet)
        if action == "passages":
            return item_page(look, consultation, line, form)
        if action == "preview":
            return item_page(look, consultation, line, form, preview=_preview(form, sheet, section))
    if action in ("draft", "hand-over"):
        return _save(consultation, line, form, sheet, section, is_ready=action == "hand-over")
    said = checked(form, sheet, section)
    work = current_work()
    if said is None or action not in VOICES:
        return item_page(work, consultation, line, form), 422
    if not taken(work, consultation):
        _keep_as_draft(work, consultation, form, sheet, section)
        return error_page(403, current_words().say(NOT_NOW))
    try:
        comment = _submit(work, consultation, said, form, VOICES[action])
    except Conflict as conflict:
        if not form.draft.data:
            raise
        return _stale(work, consultation, line, form, conflict)
    return redirect(
        url_for(".receipt", consultation=consultation.slug, public_id=comment.public_id, done="submitted"), 303
    )


def _preview(form: CommentForm, sheet: Sheet, section: SectionLine | None) -> Preview:
    return Preview.of(
        sheet,
        section,
        Stance(form.stance.data) if form.stance.data in set(Stance) else None,
        form.body.data or "",
        form.passage,
        form.proposed_wording.data or "",
        form.unchecked_mandate(),
    )


def _submit(work: Work, consultation: Consultation, said: Contribution, form: CommentForm, voice: Voice) -> Comment:
    key = form.submission_key.data or ""
    if not form.draft.data:
        return submit_comment(work, consultation, said, voice=voice, submission_key=key)
    return drafts.submit_draft(
        work, consultation, said, form.draft.data, form.chosen_lock, voice=voice, submission_key=key
    )


def _save(
    consultation: Consultation,
    line: ItemLine,
    form: CommentForm,
    sheet: Sheet,
    section: SectionLine | None,
    *,
    is_ready: bool,
) -> ResponseReturnValue:
    work = current_work()
    if not form.validate():
        return item_page(work, consultation, line, form), 422
    try:
        draft = _keep_as_draft(work, consultation, form, sheet, section, is_shared=is_ready or bool(form.shared.data))
    except Conflict as conflict:
        return _stale(work, consultation, line, form, conflict)
    except Invalid as refusal:
        form.refuse(refusal)
        return item_page(work, consultation, line, form), 422
    if not is_ready:
        return redirect(url_for(".mine", consultation=consultation.slug, done="draft", item=line.code), 303)
    hand_over(work, consultation, draft.public_id)
    there = url_for(".draft", consultation=consultation.slug, public_id=draft.public_id, done="handed-over")
    return redirect(there, 303)


def _keep_as_draft(
    work: Work,
    consultation: Consultation,
    form: CommentForm,
    sheet: Sheet,
    section: SectionLine | None,
    *,
    is_shared: bool | None = None,
) -> Draft:
    writing = drafts.Writing(
        item_id=sheet.item.id,
        version_id=sheet.version.id,
        stance=form.chosen_stance,
        body=form.body.data or "",
        section_id=section.id if section else None,
        quote=form.passage,
        proposed_wording=form.proposed_wording.data or "",
        language=form.language.data or "de",
        mandate=form.unchecked_mandate(),
    )
    return drafts.save_draft(
        work,
        consultation,
        writing,
        continues=form.draft.data or None,
        lock=form.chosen_lock,
        is_shared=bool(form.shared.data) if is_shared is None else is_shared,
    )


def _stale(
    work: Work, consultation: Consultation, line: ItemLine, form: CommentForm, conflict: Conflict
) -> ResponseReturnValue:
    """Somebody else was quicker: their text beside one's own, and the next try counts from theirs."""
    current = drafts.draft_named(work, consultation, form.draft.data or "")
    form.form_errors = [current_words().say(conflict.sentence)]
    form.draft.data, form.lock.data = (current.public_id, str(current.lock)) if current else ("", "")
    return item_page(work, consultation, line, form, theirs=current), 409


def _version() -> int | None:
    text = request.form.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 6 else None
