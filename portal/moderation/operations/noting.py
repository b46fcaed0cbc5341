"""What moderators tell each other about a comment."""

from portal.audit import operations as audit
from portal.comments.models import Comment
from portal.consultations.models import Consultation
from portal.kernel.errors import Invalid
from portal.kernel.markup import plain
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.moderation.models import ModeratorNote
from portal.moderation.operations.guard import require_moderator
from portal.moderation.verdict import LONGEST

NO_BODY = N_("Bitte schreiben Sie etwas in die Notiz.")
TOO_LONG = N_("Ihr Text ist länger als 4.000 Zeichen. Bitte kürzen Sie ihn.")


def note(work: Work, consultation: Consultation, comment: Comment, body: str) -> ModeratorNote:
    """Add a note; it stays inside the team."""
    require_moderator(work, consultation, comment)
    said = plain(body).strip()
    if not said:
        raise Invalid(NO_BODY, field="body")
    if len(said) > LONGEST:
        raise Invalid(TOO_LONG, field="body")
    row = ModeratorNote(
        comment_id=comment.id,
        author_id=work.actor.account_id,
        author_label=work.actor.name,
        body=said,
        written_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    audit.record(work, "moderation.noted", comment.public_id, consultation_id=consultation.id)
    return row
