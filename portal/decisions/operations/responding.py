"""Answering themes and comments; appended, the newest counts, and internal until it is published."""

from sqlalchemy import select

from portal.audit import operations as audit
from portal.comments.models import Comment
from portal.consultations import operations as consultations
from portal.consultations.models import Consultation
from portal.decisions.models import Answer, Response, ResponseText
from portal.decisions.operations.deciding import require_deciding
from portal.kernel.errors import Invalid, Missing
from portal.kernel.markup import plain
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.themes.models import Theme

LONGEST = 5000
NO_REASON = N_("Bitte schreiben Sie eine Begründung. Alle werden sie lesen.")
TOO_LONG = N_("Das sind mehr als %(most)s Zeichen.")
TEXT_KNOWN = N_("Diesen Textbaustein gibt es schon.")


def answer_theme(work: Work, consultation: Consultation, theme: Theme, answer: Answer, reason: str) -> Response:
    """To everybody who has brought the theme up."""
    return _append(work, consultation, answer, reason, theme.public_id, theme_id=theme.id)


def answer_comment(work: Work, consultation: Consultation, comment: Comment, answer: Answer, reason: str) -> Response:
    """To one visible comment alone."""
    return _append(work, consultation, answer, reason, comment.public_id, comment_id=comment.id)


def keep_text(work: Work, consultation: Consultation, answer: Answer, body: str) -> ResponseText:
    """A sentence for the next answer of the same kind."""
    require_deciding(work, consultation)
    body = _checked(body)
    same = (
        ResponseText.consultation_id == consultation.id,
        ResponseText.answer == answer,
        ResponseText.body == body,
    )
    if work.session.scalar(select(ResponseText.id).where(*same)) is not None:
        raise Invalid(TEXT_KNOWN, field="body")
    text = ResponseText(consultation_id=consultation.id, answer=answer, body=body)
    work.session.add(text)
    audit.record(work, "response_text.kept", answer, consultation_id=consultation.id)
    return text


def drop_text(work: Work, consultation: Consultation, text_id: int) -> None:
    one = (ResponseText.id == text_id, ResponseText.consultation_id == consultation.id)
    text = work.session.scalar(select(ResponseText).where(*one).with_for_update())
    if text is None:
        raise Missing
    require_deciding(work, consultation)
    work.session.delete(text)
    audit.record(work, "response_text.dropped", str(text_id), consultation_id=consultation.id)


def _append(
    work: Work,
    consultation: Consultation,
    answer: Answer,
    reason: str,
    subject: str,
    *,
    theme_id: int | None = None,
    comment_id: int | None = None,
) -> Response:
    require_deciding(work, consultation)
    reason = _checked(reason)
    consultations.hold(work, consultation)
    response = Response(
        consultation_id=consultation.id,
        theme_id=theme_id,
        comment_id=comment_id,
        answer=answer,
        reason=reason,
        recorded_at=work.now,
        recorder_id=work.actor.account_id,
        recorder_label=work.actor.name,
    )
    work.session.add(response)
    work.session.flush()
    audit.record(work, "response.recorded", subject, detail=answer, consultation_id=consultation.id)
    return response


def _checked(text: str) -> str:
    text = plain(text).strip()
    if not text:
        raise Invalid(NO_REASON, field="reason")
    if len(text) > LONGEST:
        raise Invalid(TOO_LONG, field="reason", most=LONGEST)
    return text
