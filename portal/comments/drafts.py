"""Drafts: saved, continued, sent. Two who write the same draft notice each other, and nothing is overwritten."""

from dataclasses import dataclass

from sqlalchemy import select

from portal.audit import operations as audit
from portal.comments import policy
from portal.comments.models import Draft, Stance
from portal.consultations.models import Consultation
from portal.kernel.errors import Conflict, Missing, Refused, require
from portal.kernel.markup import plain
from portal.kernel.words import N_
from portal.kernel.work import Work

NOT_YOU = N_("Entwürfe speichern können nur eingeladene Mitwirkende dieses Verfahrens.")
ARCHIVED = N_("Dieses Verfahren ist abgeschlossen und nimmt auch keine Entwürfe mehr an.")
CHANGED_MEANWHILE = N_(
    "Jemand aus Ihrer Organisation hat diesen Entwurf inzwischen geändert. Ihr Text steht unten; "
    "bitte übernehmen Sie ihn in den neuen Stand."
)


@dataclass(frozen=True, slots=True)
class Writing:
    """The fields of a form somebody is not finished with; anything may be missing."""

    item_id: int
    version_id: int
    stance: Stance | None
    body: str
    section_id: int | None = None
    quote: str = ""
    proposed_wording: str = ""
    language: str = "de"


def save_draft(
    work: Work,
    consultation: Consultation,
    writing: Writing,
    *,
    continues: str | None = None,
    lock: int | None = None,
    is_shared: bool = False,
) -> Draft:
    """Keep what was written. `continues` names a draft and `lock` the number its writer saw: another one is a 409."""
    membership = policy.own_membership(work.actor, consultation)
    account_id = work.actor.account_id
    if membership is None or account_id is None:
        raise Refused(NOT_YOU)
    require(policy.keeps_drafts(consultation, work.now), ARCHIVED)
    draft = _continued(work, consultation, continues, lock)
    if draft is None:
        draft = Draft(
            consultation_id=consultation.id,
            item_id=writing.item_id,
            version_id=writing.version_id,
            author_id=account_id,
            organisation_id=membership.organisation_id,
            lock=0,
        )
        work.session.add(draft)
    draft.stance, draft.body, draft.section_id = writing.stance, plain(writing.body), writing.section_id
    draft.quote, draft.proposed_wording = plain(writing.quote), plain(writing.proposed_wording)
    draft.language, draft.version_id = writing.language, writing.version_id
    draft.is_shared = is_shared and membership.organisation_id is not None
    draft.lock += 1
    draft.changed_at, draft.changer_id = work.now, account_id
    work.session.flush()
    audit.record(work, "draft.saved", draft.public_id, consultation_id=consultation.id)
    return draft


def discard_draft(work: Work, consultation: Consultation, public_id: str) -> None:
    """Throw a draft away, or drop it because it was submitted."""
    draft = draft_named(work, consultation, public_id)
    if draft is None:
        raise Missing
    work.session.delete(draft)
    audit.record(work, "draft.discarded", public_id, consultation_id=consultation.id)


def drafts_on(work: Work, consultation: Consultation, item_id: int, *, but: str = "") -> list[Draft]:
    """What the actor may continue on an item, the newest first; `but` names the one that is open already."""
    theirs = (Draft.item_id == item_id, Draft.public_id != but, policy.own_drafts(work.actor, consultation))
    return [*work.session.scalars(select(Draft).where(*theirs).order_by(Draft.changed_at.desc()))]


def draft_named(work: Work, consultation: Consultation, public_id: str) -> Draft | None:
    """The draft if the actor may see it."""
    if not public_id:
        return None
    return work.session.scalar(
        select(Draft).where(Draft.public_id == public_id, policy.own_drafts(work.actor, consultation))
    )


def _continued(work: Work, consultation: Consultation, public_id: str | None, lock: int | None) -> Draft | None:
    if not public_id:
        return None
    draft = work.session.scalar(
        select(Draft).where(Draft.public_id == public_id, policy.own_drafts(work.actor, consultation)).with_for_update()
    )
    if draft is None:
        raise Missing
    if lock != draft.lock:
        raise Conflict(CHANGED_MEANWHILE)
    return draft
