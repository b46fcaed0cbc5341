"""Writing and releasing the administration's advice, and internal notes."""

from sqlalchemy import func, select

from portal.audit import operations as audit
from portal.consultations.models import Consultation
from portal.consultations.structure import ItemLine
from portal.kernel.errors import Conflict, Invalid, Missing, require
from portal.kernel.markup import plain
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.themes import policy, queries
from portal.themes.models import Advice, AdviceWording, BoardNote
from portal.themes.operations.refusals import ARCHIVED
from portal.themes.proposal import TOO_LONG, Proposal

LONGEST_NOTE = 3_000

NOT_YOU = N_("Den Verwaltungsvorschlag schreiben nur Prüfteam und Geschäftsstelle dieses Verfahrens.")
NO_NOTES = N_("Interne Notizen schreiben nur Lenkungsgruppe und Geschäftsstelle.")
NO_NOTE = N_("Bitte schreiben Sie etwas in die Notiz.")
MEANWHILE = N_(
    "Inzwischen hat jemand anderes den Verwaltungsvorschlag geändert. Ihr Text steht noch im Formular; "
    "bitte lesen Sie erst den neuen Stand darüber."
)


def write_advice(
    work: Work, consultation: Consultation, proposal: Proposal, *, release: bool = False, after: int | None = None
) -> Advice:
    """Append the administration's advice on an item: a draft until released; then those who decide read it.

    `after` is the id of the advice its writer saw, 0 for none: another one is a `Conflict`.
    """
    require(policy.may_advise(work.actor, consultation), NOT_YOU)
    require(policy.takes_work(consultation, work.now), ARCHIVED)
    if after is not None and after != _newest(work, proposal.item_id):
        raise Conflict(MEANWHILE)
    return _append(work, consultation, proposal, release=release)


def release_advice(work: Work, consultation: Consultation, advice_id: int) -> Advice:
    """Let those who decide read the draft as it stands."""
    require(policy.may_advise(work.actor, consultation), NOT_YOU)
    require(policy.takes_work(consultation, work.now), ARCHIVED)
    draft = work.session.get(Advice, advice_id)
    if draft is None or draft.consultation_id != consultation.id:
        raise Missing
    newest = queries.advice(work, consultation, draft.item_id)
    if newest is None or draft.id != newest.id:
        raise Conflict(MEANWHILE)
    return draft if draft.is_released else _append(work, consultation, Proposal.again(newest), release=True)


def write_note(work: Work, consultation: Consultation, item: ItemLine, body: str) -> BoardNote:
    """An internal note on an item."""
    require(policy.may_note(work.actor, consultation), NO_NOTES)
    require(policy.takes_work(consultation, work.now), ARCHIVED)
    text = plain(body).strip()
    if not text:
        raise Invalid(NO_NOTE, field="body")
    if len(text) > LONGEST_NOTE:
        raise Invalid(TOO_LONG, field="body", most=LONGEST_NOTE)
    note = BoardNote(
        consultation_id=consultation.id,
        item_id=item.id,
        body=text,
        written_at=work.now,
        author_id=work.actor.account_id,
        author_label=work.actor.name,
    )
    work.session.add(note)
    audit.record(work, "note.written", item.code, consultation_id=consultation.id)
    return note


def _append(work: Work, consultation: Consultation, proposal: Proposal, *, release: bool) -> Advice:
    advice = Advice(
        consultation_id=consultation.id,
        item_id=proposal.item_id,
        version_id=proposal.version_id,
        body=proposal.body,
        html=proposal.html,
        is_released=release,
        written_at=work.now,
        author_id=work.actor.account_id,
        author_label=work.actor.name,
    )
    work.session.add(advice)
    work.session.flush()
    work.session.add_all(
        AdviceWording(advice_id=advice.id, section_id=new.section_id, wording=new.text) for new in proposal.wordings
    )
    work.session.flush()
    event = "advice.released" if release else "advice.drafted"
    audit.record(work, event, str(advice.id), consultation_id=consultation.id)
    return advice


def _newest(work: Work, item_id: int) -> int:
    return work.session.scalar(select(func.max(Advice.id)).where(Advice.item_id == item_id)) or 0
