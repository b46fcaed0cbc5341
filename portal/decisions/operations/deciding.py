"""Recording what the steering group has decided on an item; appended, and internal until it is published."""

from collections.abc import Sequence

from sqlalchemy import select

from portal.audit import operations as audit
from portal.consultations import operations as consultations
from portal.consultations.models import Consultation
from portal.consultations.structure import ItemLine
from portal.decisions import policy
from portal.decisions.models import Decision, DecisionOutcome, DecisionWording, Sitting
from portal.decisions.queries import responses
from portal.decisions.resolution import Resolution
from portal.kernel.errors import Conflict, Invalid, require
from portal.kernel.words import N_
from portal.kernel.work import Work

NOT_YOU = N_("Beschlüsse festhalten können nur Lenkungsgruppe und Geschäftsstelle.")
NOT_NOW = N_("In dieser Phase werden keine Beschlüsse mehr festgehalten.")
NEWER_VERSION = N_("Inzwischen gibt es eine neue Fassung dieses Textes. Bitte lesen Sie sie, bevor Sie entscheiden.")
UNANSWERED = N_("Ohne Antwort ist noch: %(themes)s. Bitte antworten Sie darauf, oder schreiben Sie, warum nicht.")
NO_SITTING = N_("Diese Sitzung gibt es nicht.")


def record_decision(
    work: Work, consultation: Consultation, item: ItemLine, said: Resolution, *, in_block: bool = False
) -> Decision:
    """Append it. `item` names the version that was decided on; a newer one is a conflict."""
    require_deciding(work, consultation)
    consultations.hold(work, consultation)
    sitting = _sitting(work, consultation, said)
    _check_themes(work, item, said)
    decision = _append(work, consultation, item, said, sitting, in_block=in_block)
    audit.record(work, "decision.recorded", item.code, detail=said.outcome, consultation_id=consultation.id)
    return decision


def adopt_together(work: Work, consultation: Consultation, items: Sequence[ItemLine], said: Resolution) -> int:
    """Adopt several items by one vote; how many. Nothing is decided unless every one can be."""
    if said.outcome is not DecisionOutcome.ADOPT:
        raise ValueError(f"{said.outcome} is not put to a vote for several items together")
    for item in items:
        record_decision(work, consultation, item, said, in_block=True)
    return len(items)


def require_deciding(work: Work, consultation: Consultation) -> None:
    """Raise unless the actor may record now what belongs to the decisions."""
    require(policy.may_decide(work.actor, consultation), NOT_YOU)
    require(policy.takes_decisions(consultation, work.now), NOT_NOW)


def _append(
    work: Work,
    consultation: Consultation,
    item: ItemLine,
    said: Resolution,
    sitting: Sitting | None,
    *,
    in_block: bool,
) -> Decision:
    decision = Decision(
        consultation_id=consultation.id,
        item_id=item.id,
        version_id=item.version_id,
        outcome=said.outcome,
        reason=said.reason,
        recommended_to=said.recommended_to,
        sitting=str(sitting.number) if sitting else "",
        sitting_id=sitting.id if sitting else None,
        in_block=in_block,
        conflicts=said.conflicts,
        unanswered_reason=said.unanswered_reason,
        votes_for=said.votes.in_favour,
        votes_against=said.votes.against,
        votes_abstained=said.votes.abstained,
        recorded_at=work.now,
        recorder_id=work.actor.account_id,
        recorder_label=work.actor.name,
    )
    work.session.add(decision)
    work.session.flush()
    work.session.add_all(
        DecisionWording(decision_id=decision.id, section_id=new.section_id, wording=new.text) for new in said.wordings
    )
    work.session.flush()
    return decision


def _sitting(work: Work, consultation: Consultation, said: Resolution) -> Sitting | None:
    if said.sitting is None:
        return None
    found = work.session.scalar(
        select(Sitting).where(Sitting.consultation_id == consultation.id, Sitting.number == said.sitting)
    )
    if found is None:
        raise Invalid(NO_SITTING, field="sitting")
    return found


def _check_themes(work: Work, item: ItemLine, said: Resolution) -> None:
    if said.outcome not in policy.CLOSING or said.unanswered_reason:
        return
    open_themes = responses.unanswered(work, item.id)
    if open_themes:
        themes = ", ".join(f"{theme.title}" for theme in open_themes)
        raise Invalid(UNANSWERED, field="unanswered_reason", themes=themes)


def check_version(item: ItemLine, seen: int | None) -> None:
    """Raise when somebody decides on a text they have not seen; None says nothing about it."""
    if seen is not None and seen != item.version:
        raise Conflict(NEWER_VERSION)
