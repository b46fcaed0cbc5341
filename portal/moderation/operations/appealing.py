"""An author's appeal against a decision, once; somebody else than the first moderator will answer it."""

from portal.audit import operations as audit
from portal.comments import policy as comments
from portal.comments.models import Comment
from portal.consultations.models import Consultation
from portal.kernel.errors import Conflict, Invalid, Missing, Refused, require
from portal.kernel.markup import plain
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.moderation import policy, queries
from portal.moderation.models import Appeal
from portal.moderation.operations.guard import ARCHIVED
from portal.moderation.verdict import LONGEST

ALREADY = N_("Zu diesem Kommentar gibt es schon einen Widerspruch. Er ist einmal möglich.")
NOTHING_TO_APPEAL = N_(
    "Widersprechen können Sie, wenn ein Kommentar nicht oder nur mit Schwärzung veröffentlicht wird."
)
NO_EXPLANATION = N_("Bitte schreiben Sie, warum Sie anderer Meinung sind.")
TOO_LONG = N_("Ihr Text ist länger als 4.000 Zeichen. Bitte kürzen Sie ihn.")


def appeal(work: Work, consultation: Consultation, comment: Comment, explanation: str) -> Appeal:
    """Ask for a second look at the newest decision. `comment` is a locked row."""
    if not comments.speaks_for(work.actor, comment):
        raise Missing
    if queries.matters(work, comment.id).appeal is not None:
        raise Conflict(ALREADY)
    require(policy.takes_decisions(consultation, work.now), ARCHIVED)
    first = next(iter(queries.standing(queries.past(work, comment.id))[-1:]), None)
    if first is None or comment.state not in policy.APPEALABLE:
        raise Refused(NOTHING_TO_APPEAL)
    said = _checked(explanation)
    row = Appeal(
        consultation_id=consultation.id,
        comment_id=comment.id,
        revision=comment.newest,
        first_moderator_id=first.moderator_id,
        first_outcome=first.outcome,
        explanation=said,
        appealed_at=work.now,
        appellant_id=work.actor.account_id,
    )
    work.session.add(row)
    work.session.flush()
    audit.record(work, "moderation.appealed", comment.public_id, consultation_id=consultation.id)
    return row


def _checked(explanation: str) -> str:
    said = plain(explanation).strip()
    if not said:
        raise Invalid(NO_EXPLANATION, field="explanation")
    if len(said) > LONGEST:
        raise Invalid(TOO_LONG, field="explanation")
    return said
