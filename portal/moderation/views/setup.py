"""Texts and words of a consultation, and the team's figures, for moderators and editors."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.consultations.models import Consultation
from portal.kernel.actor import Role
from portal.kernel.errors import Invalid
from portal.kernel.words import Words
from portal.moderation import operations, pipeline, policy, queries, texts
from portal.moderation.forms import WRITTEN_IN, SetUpForm
from portal.moderation.views.blueprint import PLACE, bp
from portal.web.languages import current_words
from portal.web.moment import current_work


@bp.get(f"{PLACE}/settings", access=policy.may_set_up)
def settings(consultation: Consultation) -> ResponseReturnValue:
    work = current_work()
    words = "\n".join(pipeline.watched(work, consultation))
    return _page(SetUpForm.filled(queries.reason_texts(work, consultation), words))


@bp.post(f"{PLACE}/settings", access=policy.may_set_up)
def settings_post(consultation: Consultation) -> ResponseReturnValue:
    form = SetUpForm()
    try:
        operations.set_up(current_work(), consultation, form.texts, form.words.data or "")
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(form), 422
    return redirect(url_for(".settings", consultation=consultation.slug, done="saved"), 303)


@bp.get(f"{PLACE}/figures", access=policy.may_set_up)
def figures(consultation: Consultation) -> ResponseReturnValue:
    work, words = current_work(), current_words()
    return render_template(
        "moderation/figures.html",
        figures=queries.figures(work, consultation),
        is_moderator=work.actor.holds(consultation.id, Role.MODERATOR),
        span=lambda seconds: texts.span(words, seconds),
        outcomes=texts.OUTCOMES,
    )


def _page(form: SetUpForm) -> str:
    usual = {
        (reason, language): Words(language).say(sentence)
        for reason, sentence in texts.FINDINGS.items()
        for language in WRITTEN_IN
    }
    return render_template(
        "moderation/settings.html", form=form, reasons=texts.REASONS, usual=usual, written_in=WRITTEN_IN
    )
