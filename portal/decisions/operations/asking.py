"""Asking the authors of comments on a returned item, once, whether its new version settles their point."""

from sqlalchemy import func, select

from portal.audit import operations as audit
from portal.comments.models import Comment
from portal.comments.policy import speaks_for
from portal.consultations import operations as consultations
from portal.consultations.models import Consultation
from portal.consultations.structure import ItemLine
from portal.decisions import mails, policy
from portal.decisions.models import Settled, Settlement
from portal.decisions.operations.deciding import require_deciding
from portal.decisions.queries.returned import return_round
from portal.kernel.errors import Conflict, Invalid, Missing, require
from portal.kernel.markup import plain
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.outbox import operations as outbox

LONGEST = 2000
NOT_RETURNED = N_("Gefragt wird nur zu Einträgen, die zuletzt zurückgegeben wurden.")
NO_VERSION = N_("Seit der Rückgabe gibt es noch keine neue Fassung.")
ALL_ASKED = N_("Alle, die gefragt werden können, sind schon gefragt.")
ANSWERED = N_("Diese Frage ist schon beantwortet.")
NOT_NOW = N_("Die Beratung ist vorbei. Antworten werden nicht mehr angenommen.")
TOO_LONG = N_("Das sind mehr als %(most)s Zeichen.")


def ask_authors(work: Work, consultation: Consultation, item: ItemLine) -> int:
    """One question for each comment on an older version, one letter for each account; how many letters."""
    require_deciding(work, consultation)
    consultations.hold(work, consultation)
    found = return_round(work, consultation, item)
    if found is None:
        raise Conflict(NOT_RETURNED)
    if not found.has_new_version:
        raise Conflict(NO_VERSION)
    if not found.to_ask:
        raise Conflict(ALL_ASKED)
    for one in found.to_ask:
        work.session.add(
            Settlement(
                consultation_id=consultation.id,
                comment_id=one.comment_id,
                version_id=item.version_id,
                asked_at=work.now,
            )
        )
    work.session.flush()
    letters = mails.question(consultation, item, found.to_ask)
    for letter in letters:
        outbox.post(work, letter)
    detail = f"{len(found.to_ask)} + {len(letters)}"
    audit.record(work, "authors.asked", item.code, detail=detail, consultation_id=consultation.id)
    return len(letters)


def settle_point(
    work: Work, consultation: Consultation, comment: Comment, settled: Settled, remark: str = ""
) -> Settlement:
    """The author's one answer to the last question. `Missing` for everybody else and where nothing was asked."""
    last = select(func.max(Settlement.id)).where(Settlement.comment_id == comment.id).scalar_subquery()
    asked = work.session.scalar(select(Settlement).where(Settlement.id == last).with_for_update())
    if asked is None or not speaks_for(work.actor, comment):
        raise Missing
    require(policy.takes_decisions(consultation, work.now), NOT_NOW)
    if asked.answered_at is not None:
        raise Conflict(ANSWERED)
    remark = plain(remark).strip()
    if len(remark) > LONGEST:
        raise Invalid(TOO_LONG, field="remark", most=LONGEST)
    asked.answered_at, asked.settled, asked.remark = work.now, settled, remark
    audit.record(work, "point.settled", comment.public_id, detail=settled, consultation_id=consultation.id)
    return asked
