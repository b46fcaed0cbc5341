"""The page of a measure or goal, and the form on it."""

from collections.abc import Callable
from typing import Any

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.catalogue import decided, queries, stamps
from portal.catalogue.forms import NO_STANCE, CommentForm
from portal.catalogue.preview import Preview
from portal.catalogue.views.blank_form import Speaker, blank_form
from portal.catalogue.views.blueprint import bp
from portal.comments import drafts, policy
from portal.comments import queries as comments
from portal.comments.contribution import Contribution
from portal.comments.models import Draft, Stance, Voice
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, ItemType
from portal.consultations.queries import Sheet
from portal.consultations.structure import ItemLine
from portal.kernel.city_time import day_of
from portal.kernel.errors import Invalid
from portal.kernel.work import Work
from portal.stakeholders.queries import extended_until
from portal.web.access import anyone
from portal.web.kept_pages import KeptPages
from portal.web.moment import arrived, current_work

ENDPOINTS = {ItemType.MEASURE: "catalogue.measure", ItemType.GOAL: "catalogue.goal"}


@bp.get("/<consultation>/measures/<code>", access=anyone, stamp=stamps.of_measure)
def measure(consultation: Consultation, code: str) -> ResponseReturnValue:
    return _show(consultation, ItemType.MEASURE, code)


@bp.get("/<consultation>/goals/<code>", access=anyone, stamp=stamps.of_goal)
def goal(consultation: Consultation, code: str) -> ResponseReturnValue:
    return _show(consultation, ItemType.GOAL, code)


def _show(consultation: Consultation, type: ItemType, code: str) -> ResponseReturnValue:
    work = current_work()
    line = consultations.item(work, consultation, type, code)
    if line is None:
        return _moved(work, consultation, type, code)
    if (older := request.args.get("compare", type=int)) is not None:
        newer = request.args.get("version", line.version, type=int)
        found = queries.difference(work, consultation, line, older, newer) or abort(404)
        versions = consultations.versions(work, line.id)
        return render_template("catalogue/compare.html", item=line, difference=found, versions=versions)
    if not policy.may_take_part(work.actor, consultation):
        return item_page(work, consultation, line, None)
    return _page_to_speak(work, consultation, line)


def checked(form: CommentForm, sheet: Sheet, section: Any) -> Contribution | None:
    """What was said, rendered; None with the errors in the form."""
    fine = form.validate()
    stance = form.chosen_stance if fine else None
    if fine and stance is None:
        form.complain("stance", NO_STANCE)
    if stance is None:
        return None
    try:
        return Contribution.of(
            sheet,
            stance,
            form.body.data or "",
            section=section,
            quote=form.passage,
            proposed_wording=form.proposed_wording.data or "",
            language=form.language.data or "de",
            mandate=form.mandate(day_of(arrived())),
        )
    except Invalid as refusal:
        form.complain(refusal.field or "body", refusal.sentence, **refusal.values)
        return None


def _page_to_speak(work: Work, consultation: Consultation, line: ItemLine) -> str:
    """With the form that continues a draft; else with the untouched one, which may speak about a section."""
    sheet = consultations.sheet(work, consultation, line) or abort(404)
    skeleton = consultations.structure(work, consultation)
    draft = drafts.draft_named(work, consultation, request.args.get("draft", ""))
    if draft is not None and draft.item_id == line.id and policy.may_write(work.actor, draft):
        section = skeleton.section_by_id.get(draft.section_id or 0)
        form = CommentForm.continuing(sheet, draft, section.key if section else "")
        return item_page(work, consultation, line, form, continued=draft)
    section = skeleton.section_by_key.get(request.args.get("section", ""))

    def untouched() -> CommentForm:
        if section is None:
            return CommentForm(sheet)
        return CommentForm(sheet, section=section.key, proposed_wording=sheet.source_of(section.id))

    return item_page(work, consultation, line, None, untouched=untouched)


def item_page(
    work: Work,
    consultation: Consultation,
    line: ItemLine,
    form: CommentForm | None,
    *,
    theirs: Draft | None = None,
    preview: Preview | None = None,
    continued: Draft | None = None,
    untouched: Callable[[], CommentForm] | None = None,
) -> str:
    """`theirs` is the draft as somebody else has saved it meanwhile; `untouched` makes a form with nothing in it."""
    speaker, takes = Speaker.of(work.actor, consultation), taken(work, consultation)
    excerpt = _excerpt()
    version = request.args.get("version", type=int)
    phase = consultation.phase(work.now)

    def shown_to_all() -> str:
        found = queries.item_page(work, consultation, line, excerpt, version) or abort(404)
        return render_template(
            "catalogue/item_public.html",
            page=found,
            decided=decided.of_item(work, consultation, line),
            excerpt=excerpt,
            form=speaks,
            phase=phase,
            endpoint=ENDPOINTS[line.type],
        )

    speaks = form is not None or untouched is not None
    kept: KeptPages = current_app.extensions["kept_pages"]
    if form is not None and continued is None:
        continued = drafts.draft_named(work, consultation, form.draft.data or "")
    open_one = continued.public_id if continued else ""
    begun = comments.begun_on(work, consultation, line.id) if speaker else comments.Begun()
    return render_template(
        "catalogue/item.html",
        item=line,
        shown_to_all=kept.part(f"item {speaks}", shown_to_all),
        blank=blank_form(consultation, line, speaker, takes, untouched) if speaker and takes and untouched else "",
        form=form,
        theirs=theirs,
        preview=preview,
        continued=continued,
        own=comments.own_on(work, consultation, line.id) if begun.comments else [],
        begun=drafts.drafts_on(work, consultation, line.id, but=open_one) if begun.drafts else [],
        membership=speaker,
        releases_for=speaker.releases_for if speaker else "",
        takes=takes,
        phase=phase,
    )


def _excerpt() -> comments.Excerpt:
    """Which comments the address asks for; what it does not understand it leaves out."""
    voice, stance = request.args.get("voice"), request.args.get("stance")
    return comments.Excerpt(
        Voice(voice) if voice in set(Voice) else None,
        Stance(stance) if stance in set(Stance) else None,
        request.args.get("order") == "stance",
        min(max(request.args.get("page", 1, type=int), 1), 100_000),
    )


def taken(work: Work, consultation: Consultation) -> str:
    """“in_time” or “late” if a comment would be taken now from this actor, else empty."""
    until = extended_until(work, consultation, work.actor.organisations_in(consultation.id))
    return policy.arrival(consultation, work.now, until) or ""


def _moved(work: Work, consultation: Consultation, type: ItemType, code: str) -> ResponseReturnValue:
    present = consultations.new_code(work, consultation, type, code) or abort(404)
    return redirect(url_for(ENDPOINTS[type], consultation=consultation.slug, code=present), 301)
