"""The moderators' queue and its decisions."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.comments.models import CommentState
from portal.comments.naming import speaker
from portal.comments.queries import comment_to_change
from portal.consultations.models import Consultation
from portal.kernel.errors import Conflict
from portal.kernel.words import Words
from portal.kernel.work import Work
from portal.moderation import operations, pages, policy, queries, texts
from portal.moderation.forms import AnswerForm, DecisionForm, NoteForm
from portal.moderation.models import Reason
from portal.moderation.operations import Taken
from portal.moderation.policy import Occasion
from portal.moderation.queries import Asked, Case
from portal.moderation.views.blueprint import PLACE, bp
from portal.web.languages import current_words
from portal.web.moment import current_work, reading


@bp.get(f"{PLACE}/", access=policy.may_moderate)
def queue(consultation: Consultation) -> ResponseReturnValue:
    shown = pages.queue(current_work(), consultation, asked(), named=_named("case"), decided=_named("decided"))
    form = None
    if shown.opened is not None and shown.opened.may_decide:
        form = DecisionForm.empty(shown.opened)
        _take_block(current_work(), consultation, form, shown.opened.case, request.args.get("block"))
    return queue_page(consultation, shown, form)


@bp.post(f"{PLACE}/<public_id>", access=policy.may_moderate)
def decide(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    form = DecisionForm()
    with reading() as look:
        case = queries.case(look, consultation, public_id) or abort(404)
        try:
            operations.check(look, consultation, case, form.read_revision or case.newest)
        except Conflict as conflict:
            return _conflict_page(look, consultation, case, form, conflict)
        if "block" in request.form or "cover" in request.form:
            status = 200 if _prepare(look, consultation, form, case) else 422
            return queue_page(consultation, pages.queue(look, consultation, asked(), named=public_id), form), status
        verdict = form.read(case.texts)
        if verdict is None:
            return queue_page(consultation, pages.queue(look, consultation, asked(), named=public_id), form), 422
        after = queries.following(look, consultation, asked(), case)
    work = current_work()
    comment = comment_to_change(work, consultation, public_id) or abort(404)
    try:
        operations.decide(work, consultation, comment, verdict, anyway="anyway" in request.form)
    except Taken as taken:
        form.complain("", taken.sentence, **taken.values)
        return queue_page(consultation, pages.queue(work, consultation, asked(), named=public_id), form), 409
    except Conflict as conflict:
        return _conflict_page(work, consultation, case, form, conflict)
    more = {"case": after} if after else {}
    return redirect(address(consultation, **asked().address(), **more, decided=public_id, _anchor="case"), 303)


@bp.post(f"{PLACE}/<public_id>/undo", access=policy.may_moderate)
def undo(consultation: Consultation, public_id: str) -> ResponseReturnValue:
    work = current_work()
    comment = comment_to_change(work, consultation, public_id) or abort(404)
    operations.undo(work, consultation, comment)
    return redirect(address(consultation, **asked().address(), case=public_id, done="undone", _anchor="main"), 303)


def queue_page(
    consultation: Consultation,
    shown: pages.Queue,
    form: DecisionForm | None,
    *,
    answering: AnswerForm | None = None,
    noting: NoteForm | None = None,
) -> str:
    """The list with the opened case, the form to decide on it, and the form to leave a reported one as it is."""
    if form is None and shown.opened is not None and shown.opened.may_decide:
        form = DecisionForm.empty(shown.opened)
    if form is not None and shown.opened is not None:
        form.offer(shown.opened.outcomes)
    return render_template(
        "moderation/queue.html",
        queue=shown,
        form=form,
        answering=answering or AnswerForm(formdata=None),
        noting=noting or NoteForm(formdata=None),
        words=current_words(),
        texts=texts,
        reasons=list(Reason),
        speaker=speaker,
        address=lambda **query: address(consultation, **query),
        asked_by=lambda one, state: Asked(state=state, by=one.public_id).address(),
        item_href=lambda opened: _item_address(consultation, opened),
    )


def _conflict_page(
    work: Work, consultation: Consultation, case: Case, form: DecisionForm, conflict: Conflict
) -> ResponseReturnValue:
    """What happened meanwhile, and what the moderator had written."""
    decisions = queries.standing(queries.past(work, case.id))
    page = render_template(
        "moderation/conflict.html",
        case=queries.case(work, consultation, case.public_id),
        sentence=conflict.sentence,
        decision=decisions[-1] if decisions else None,
        is_mine=bool(decisions) and policy.is_own_decision(work.actor, decisions[-1].moderator_id),
        form=form,
        texts=texts,
        open_href=address(consultation, **asked().address(), case=case.public_id),
        on_href=address(consultation, **asked().address()),
    )
    return page, 409


def _prepare(work: Work, consultation: Consultation, form: DecisionForm, case: Case) -> bool:
    """Change the form as one of its small buttons asks; nothing is decided by it."""
    if request.form.get("cover") == "none":
        form.uncover(case.texts)
        return True
    if "cover" in request.form:
        return form.blacken(case.texts)
    return _take_block(work, consultation, form, case, request.form.get("block"))


def _take_block(work: Work, here: Consultation, form: DecisionForm, case: Case, name: str | None) -> bool:
    if name in set(Reason):
        reason = Reason(name)
        outcome = form.outcome_for(reason)
        own = queries.reason_texts(work, here).get((reason, case.language), "")
        form.take_block(outcome, reason, texts.block(Words(case.language), reason, outcome, own))
    return True


def asked() -> Asked:
    args = request.args
    state, about = args.get("state", ""), args.get("about", "")
    return Asked(
        CommentState(state) if state in set(texts.TABS) else CommentState.SUBMITTED,
        Occasion(about) if about in set(texts.MATTERS) else Occasion.ARRIVAL,
        args.get("field", ""),
        args.get("group", ""),
        args.get("q", "").strip()[:200],
        args.get("by", ""),
        max(1, min(args.get("page", 1, type=int), 10_000)),
    )


def _named(name: str) -> str:
    return "".join(request.args.get(name, "").split()).upper()


def _item_address(consultation: Consultation, opened: pages.Opened) -> str:
    """The item's page, in the version the comment is about."""
    item = opened.item
    older: dict[str, Any] = {"version": opened.version} if opened.version != item.version else {}
    endpoint = "catalogue.measure" if item.is_measure else "catalogue.goal"
    return url_for(endpoint, consultation=consultation.slug, code=item.code, **older)


def address(consultation: Consultation, **query: Any) -> str:
    return url_for("moderation.queue", consultation=consultation.slug, **query)
