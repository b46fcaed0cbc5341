"""Who may decide on a comment at all: asked again inside every operation, on the locked row."""

from portal.comments.models import Comment
from portal.consultations.models import Consultation
from portal.kernel.errors import require
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.moderation import policy, queries
from portal.moderation.queries import Case, Matters

NOT_YOU = N_("Kommentare prüfen kann nur das Prüfteam dieses Verfahrens.")
PARTIAL = N_("Diesen Kommentar prüft jemand anderes: Er kommt von Ihnen oder aus Ihrer Organisation.")
ARCHIVED = N_("Dieses Verfahren ist abgeschlossen. Entscheidungen werden nicht mehr geändert.")
FIRST = N_("Über einen Widerspruch entscheidet jemand anderes als beim ersten Mal.")


def require_moderator(work: Work, consultation: Consultation, comment: Comment | Case) -> None:
    """Somebody who moderates here, on something that is not their own, while decisions are taken."""
    require(policy.may_moderate(work.actor, consultation), NOT_YOU)
    organisation = comment.organisation if isinstance(comment, Case) else queries.organisation_of(work, comment)
    require(policy.is_impartial(work.actor, comment.author_id, organisation), PARTIAL)
    require(policy.takes_decisions(consultation, work.now), ARCHIVED)


def require_second(work: Work, comment: Comment | Case, matters: Matters) -> None:
    """Somebody else than who took the decision that was appealed against."""
    require(matters.is_for(work.actor, comment.newest), FIRST)
