"""A goal or measure in the office: a new one, a new version of one that is there, and taking out a mistaken one."""

from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.consultations import operations
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, ItemType
from portal.consultations.operations import NO_NOTE, Rendered
from portal.consultations.policy import may_edit, may_lose_items, takes_edits
from portal.consultations.queries import PartDifference
from portal.consultations.structure import ItemLine
from portal.kernel.codes import normal_code
from portal.kernel.errors import Invalid
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.office.forms.items import ItemForm, item_form, values_of
from portal.office.queries.drafting import ChangedPart, Core, changed_parts, changes_core, stamp, version_seen
from portal.office.queries.tree import item_called, item_named, type_named
from portal.office.views.blueprint import bp
from portal.office.views.parts import back
from portal.web.languages import current_words
from portal.web.moment import current_work, reading

LARGEST = 4 * 1024 * 1024
NOTHING_CHANGED = N_("Sie haben nichts geändert.")


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody else has saved since the page was opened."""

    line: ItemLine
    note: str
    parts: list[PartDifference]


@bp.get("/<consultation>/office/new-item", access=may_edit)
def item_new(consultation: Consultation) -> ResponseReturnValue:
    skeleton = consultations.structure(current_work(), consultation)
    field = next((field for field in skeleton.fields if field.code == request.args.get("field")), None)
    values = {"field": str(field.id)} if field else {}
    return _new_page(item_form(skeleton, _asked_type(), values))


@bp.post("/<consultation>/office/new-item", access=may_edit, largest=LARGEST)
def item_add(consultation: Consultation) -> ResponseReturnValue:
    asked = _asked_type()
    with reading() as look:
        skeleton = consultations.structure(look, consultation)
        form = item_form(skeleton, asked)
        text = form.text()
        if not form.validate():
            return _new_page(form), 422
        if request.form.get("action") == "preview":
            return _new_page(form, changed_parts(skeleton, None, text))
    work, core = current_work(), form.core(asked)
    operations.hold(work, consultation)
    try:
        with work.session.begin_nested():
            _add(work, consultation, asked, core, text, form.note.data or "")
    except Invalid as refusal:
        form.refuse(refusal)
        return _new_page(form), 422
    code = normal_code(core.code)
    return redirect(url_for(".item", consultation=consultation.slug, code=code, done="added", type=None), 303)


@bp.get("/<consultation>/office/items/<code>", access=may_edit)
def item(consultation: Consultation, code: str) -> ResponseReturnValue:
    work = current_work()
    skeleton = consultations.structure(work, consultation)
    line = item_called(work, consultation, skeleton, code) or abort(404)
    if line.code != normal_code(code):
        return redirect(url_for(".item", consultation=consultation.slug, code=line.code), 302)
    sheet = consultations.sheet(work, consultation, line) or abort(404)
    return _page(work, consultation, line, item_form(skeleton, line.type, values_of(line, sheet, stamp(line))))


@bp.post("/<consultation>/office/items/<code>", access=may_edit, largest=LARGEST)
def item_save(consultation: Consultation, code: str) -> ResponseReturnValue:
    """`action=preview` shows what would become different; saving changed text makes a new version."""
    with reading() as look:
        skeleton = consultations.structure(look, consultation)
        line = item_called(look, consultation, skeleton, code) or abort(404)
        sheet = consultations.sheet(look, consultation, line) or abort(404)
        form = item_form(skeleton, line.type)
        text = form.text()
        parts = changed_parts(skeleton, sheet, text)
        if form.seen.data == stamp(line):
            if not _is_complete(form, line, parts):
                return _page(look, consultation, line, form), 422
            if request.form.get("action") == "preview":
                return _page(look, consultation, line, form, parts)
    work = current_work()
    operations.hold(work, consultation)
    line = consultations.structure(work, consultation).by_id[line.id]
    if form.seen.data != stamp(line):
        return _conflict(work, consultation, line, form)
    core = form.core(line.type, line.goal_ids)
    try:
        with work.session.begin_nested():
            _save(work, consultation, line, core, text if parts else None, form.note.data or "")
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(work, consultation, line, form), 422
    done, code = "version" if parts else "saved", normal_code(core.code)
    return redirect(url_for(".item", consultation=consultation.slug, code=code, done=done), 303)


@bp.post("/<consultation>/office/items/<code>/remove", access=may_edit)
def item_remove(consultation: Consultation, code: str) -> ResponseReturnValue:
    work = current_work()
    line = item_called(work, consultation, consultations.structure(work, consultation), code) or abort(404)
    operations.remove_item(work, consultation, item_named(work, consultation, line.id) or abort(404))
    return back(consultation, f"field-{line.field_id}", "removed")


def _add(work: Work, consultation: Consultation, type: ItemType, core: Core, text: Rendered, note: str) -> None:
    operations.add_item(
        work,
        consultation,
        type,
        core.code,
        core.field_id,
        text,
        kind=core.kind,
        recommended_to=core.recommended_to,
        origin_id=_origin_id(work, consultation, core),
        goal_ids=core.goal_ids,
        note=note.strip(),
    )


def _save(work: Work, consultation: Consultation, line: ItemLine, core: Core, text: Rendered | None, note: str) -> None:
    row = item_named(work, consultation, line.id) or abort(404)
    if changes_core(line, core):
        operations.change_core(
            work,
            consultation,
            row,
            code=core.code,
            field_id=core.field_id,
            kind=core.kind,
            recommended_to=core.recommended_to,
            origin_id=_origin_id(work, consultation, core),
            goal_ids=core.goal_ids,
        )
    if text is not None:
        operations.add_version(work, consultation, row, text, note.strip())


def _origin_id(work: Work, consultation: Consultation, core: Core) -> int | None:
    if core.new_origin:
        return operations.origin_named(work, consultation, core.new_origin).id
    return core.origin_id


def _is_complete(form: ItemForm, line: ItemLine, parts: list[ChangedPart]) -> bool:
    """Whether this can be saved: something has changed, and changed text says why."""
    if not form.validate():
        return False
    if not parts and not changes_core(line, form.core(line.type, line.goal_ids)):
        form.complain("", NOTHING_CHANGED)
    elif parts and not (form.note.data or "").strip() and request.form.get("action") != "preview":
        form.complain("note", NO_NOTE)
    return not form.errors


def _conflict(work: Work, consultation: Consultation, line: ItemLine, form: ItemForm) -> ResponseReturnValue:
    """The typed text stays; saving once more is then meant against what is shown."""
    newest = consultations.sheet(work, consultation, line) or abort(404)
    seen = consultations.sheet(work, consultation, line, version_seen(form.seen.data or "")) or newest
    theirs = Theirs(line, newest.version.note, consultations.differences(work, consultation, seen, newest))
    form.seen.data = stamp(line)
    return _page(work, consultation, line, form, theirs=theirs), 409


def _asked_type() -> ItemType:
    return type_named(request.args.get("type", ""))


def _new_page(form: ItemForm, preview: list[ChangedPart] | None = None) -> str:
    return render_template("office/item_new.html", form=form, type=_asked_type(), preview=preview)


def _page(
    work: Work,
    consultation: Consultation,
    line: ItemLine,
    form: ItemForm,
    preview: list[ChangedPart] | None = None,
    theirs: Theirs | None = None,
) -> str:
    return render_template(
        "office/item.html",
        item=line,
        form=form,
        versions=consultations.versions(work, line.id),
        preview=preview,
        theirs=theirs,
        takes_edits=takes_edits(consultation, work.now),
        may_be_removed=may_lose_items(consultation, work.now),
        conflict=current_words().say(operations.CHANGED_MEANWHILE) if theirs else "",
    )
