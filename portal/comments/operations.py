"""What can be done with comments: submit, revise, withdraw, settle, include; each with its audit line and letter."""

from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup
from sqlalchemy import Select, bindparam, delete, select
from sqlalchemy.exc import IntegrityError

from portal.audit import operations as audit
from portal.comments import counters, mails, policy
from portal.comments.contribution import Contribution
from portal.comments.models import Arrival, Comment, CommentState, Redaction, Revision, Voice
from portal.consultations import operations as consultations
from portal.consultations.models import Consultation
from portal.kernel.actor import Membership
from portal.kernel.errors import Conflict, Missing, Refused, require
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.outbox import operations as outbox
from portal.outbox.letters import WrittenLetter
from portal.search import operations as search
from portal.search.models import Subject
from portal.stakeholders.queries import extended_until

NOT_NOW = N_("Dieses Verfahren nimmt zurzeit keine Kommentare an. Ihr Text bleibt als Entwurf erhalten.")
NOT_YOU = N_("Kommentieren können nur eingeladene Mitwirkende dieses Verfahrens.")
NOT_A_RELEASER = N_("Für die Organisation freigeben kann nur, wer dafür benannt ist.")
SENT_ALREADY = N_("Dieses Formular wurde schon mit anderem Text abgeschickt. Bitte laden Sie die Seite neu.")
CANNOT_REVISE = N_("Dieser Kommentar kann nicht mehr überarbeitet werden.")
CANNOT_WITHDRAW = N_("Sobald die Beschlüsse veröffentlicht sind, bleibt jeder Kommentar stehen.")
NO_REASON = N_("Bitte geben Sie an, warum der verspätete Kommentar aufgenommen wird.")
NOT_LATE = N_("Dieser Kommentar ist nicht verspätet.")


class Blackened(NamedTuple):
    """What is left of a revision for the public to read; None where a text stays as it was submitted."""

    body: str
    html: Markup
    quote: str | None = None
    proposed_wording: str | None = None
    minority_vote: str | None = None
    resolved_by: str | None = None


def submit_comment(
    work: Work, consultation: Consultation, said: Contribution, *, voice: Voice, submission_key: str
) -> Comment:
    """Hand in a comment; it stays unseen until a moderator approves it. The same form sent twice is one comment."""
    speaker = speaker_with(work, consultation, voice)
    taken = taken_from(work, consultation, speaker)
    said = said.said_by(voice)
    known = sent_before(work, submission_key, said)
    if known is not None:
        return known
    comment = said.comment(
        work,
        consultation.id,
        voice,
        taken,
        submission_key,
        organisation_id=speaker.organisation_id,
        group_id=speaker.group_id,
        author_id=work.actor.account_id,
        private_number=speaker.private_number,
    )
    try:
        take_in(work, said, comment)
    except IntegrityError:
        known = sent_before(work, submission_key, said)
        if known is None:
            raise
        return known
    audit.record(work, "comment.submitted", comment.public_id, detail=voice, consultation_id=consultation.id)
    _write(work, mails.receipt(work, consultation, comment))
    return comment


def take_in(work: Work, said: Contribution, comment: Comment) -> None:
    """Store a new comment with its first revision and count it; `IntegrityError` when its key is taken."""
    with work.session.begin_nested():
        work.session.add(comment)
    work.session.add(said.revision(work, comment.id, 1))
    counters.move(work, None, counters.key_of(comment))


def revise_comment(work: Work, consultation: Consultation, comment: Comment, said: Contribution) -> Revision:
    """Add a revision; what is visible stays visible until the new one is decided. Raise `Missing` for anybody else."""
    _require_speaker(work, comment)
    speaker = speaker_with(work, consultation, comment.voice)
    taken_from(work, consultation, speaker)
    revision = add_revision(work, consultation, comment, said)
    _write(work, mails.receipt(work, consultation, comment))
    return revision


def add_revision(work: Work, consultation: Consultation, comment: Comment, said: Contribution) -> Revision:
    """Say it anew for somebody who has been asked whether they may; raise `Refused` where nothing can be revised."""
    require(comment.state in policy.REVISABLE, CANNOT_REVISE)
    former = work.session.scalars(_numbered(comment, comment.newest)).one()
    said = said.said_by(comment.voice).following(former)
    before = counters.key_of(comment)
    comment.newest += 1
    comment.state = CommentState.SUBMITTED
    comment.submitted_at = work.now
    if comment.visible is None:
        comment.stance = said.stance
    revision = said.revision(work, comment.id, comment.newest)
    work.session.add(revision)
    work.session.flush()
    counters.move(work, before, counters.key_of(comment))
    audit.record(
        work, "comment.revised", comment.public_id, detail=str(comment.newest), consultation_id=consultation.id
    )
    return revision


def withdraw_comment(work: Work, consultation: Consultation, comment: Comment) -> None:
    """Take a comment back; it is kept and no longer shown or counted among what is said. `Missing` as above."""
    _require_speaker(work, comment)
    require(policy.may_withdraw(consultation, work.now), CANNOT_WITHDRAW)
    take_back(work, consultation, comment)


def take_back(work: Work, consultation: Consultation, comment: Comment, *, detail: str = "") -> None:
    """Withdraw for somebody who has been asked whether they may; once is enough."""
    if comment.state is CommentState.WITHDRAWN:
        return
    comment.withdrawn_at = work.now
    _place(work, consultation, comment, CommentState.WITHDRAWN, visible=None)
    audit.record(work, "comment.withdrawn", comment.public_id, detail=detail, consultation_id=consultation.id)


def settle(
    work: Work,
    consultation: Consultation,
    comment: Comment,
    state: CommentState,
    *,
    redacted: Blackened | tuple[str, Markup] | None = None,
) -> None:
    """Carry out a decision on the newest revision that moderation has taken and checked.

    Approved and redacted make it the visible one, anything else leaves nothing visible.
    """
    shown = state in (CommentState.APPROVED, CommentState.REDACTED)
    _uncover(work, comment)
    if redacted is not None:
        revision_id = work.session.scalars(_numbered(comment, comment.newest).with_only_columns(Revision.id)).one()
        work.session.add(Redaction(revision_id=revision_id, **Blackened(*redacted)._asdict()))
    comment.published_at = (comment.published_at or work.now) if shown else comment.published_at
    _place(work, consultation, comment, state, visible=comment.newest if shown else None)


def reopen(
    work: Work, consultation: Consultation, comment: Comment, *, visible: int | None, published_at: datetime | None
) -> None:
    """Take a decision on the newest revision back: it waits again.

    `visible` is the revision the public read before that decision, `published_at` when one was first shown.
    """
    if visible != comment.newest:
        _uncover(work, comment)
    comment.published_at = published_at
    _place(work, consultation, comment, CommentState.SUBMITTED, visible=visible)


def include_late(work: Work, consultation: Consultation, comment: Comment, reason: str) -> None:
    """Let a late comment count like one in time; the reason is shown with it."""
    require(comment.arrival is Arrival.LATE, NOT_LATE)
    require(bool(reason.strip()), NO_REASON)
    before = counters.key_of(comment)
    comment.arrival, comment.included_reason = Arrival.INCLUDED, reason.strip()
    work.session.flush()
    counters.move(work, before, counters.key_of(comment))
    _publish(work, consultation, comment)
    audit.record(work, "comment.included", comment.public_id, detail=reason, consultation_id=consultation.id)


def _place(
    work: Work, consultation: Consultation, comment: Comment, state: CommentState, *, visible: int | None
) -> None:
    before, was_visible = counters.key_of(comment), comment.visible is not None
    comment.state, comment.visible = state, visible
    comment.stance = work.session.scalars(
        _numbered(comment, visible or comment.newest).with_only_columns(Revision.stance)
    ).one()
    work.session.flush()
    counters.move(work, before, counters.key_of(comment))
    if was_visible or visible is not None:
        _publish(work, consultation, comment)


def _numbered(comment: Comment, number: int) -> Select[Revision]:
    return select(Revision).where(Revision.comment_id == comment.id, Revision.number == number)


def _uncover(work: Work, comment: Comment) -> None:
    """Forget the redaction of the newest revision."""
    newest = _numbered(comment, comment.newest).with_only_columns(Revision.id).scalar_subquery()
    work.session.execute(delete(Redaction).where(Redaction.revision_id == newest))


def _publish(work: Work, consultation: Consultation, comment: Comment) -> None:
    """What the public reads of this comment has changed: index and revisions follow."""
    shown = work.session.execute(
        select(Revision.body, Redaction.body.label("redacted"))
        .join(Comment, (Comment.id == Revision.comment_id) & (Comment.visible == Revision.number))
        .outerjoin(Redaction, Redaction.revision_id == Revision.id)
        .where(Comment.id == comment.id, policy.is_visible())
    ).one_or_none()
    if shown is None:
        search.forget(work, Subject.COMMENT, comment.id)
    else:
        text = shown.body if shown.redacted is None else shown.redacted
        search.index(work, Subject.COMMENT, comment.id, consultation.id, text)
    consultations.touch_item(work, comment.item_id)
    consultations.touch(work, consultation)


def speaker_with(work: Work, consultation: Consultation, voice: Voice) -> Membership:
    """The membership by which the actor speaks with that voice; raise `Refused` without one."""
    if voice is Voice.ORGANISATION:
        speaker = policy.release_membership(work.actor, consultation)
        refusal = NOT_A_RELEASER
    else:
        speaker = policy.own_membership(work.actor, consultation)
        refusal = NOT_YOU
    if speaker is None:
        raise Refused(refusal)
    return speaker


def taken_from(work: Work, consultation: Consultation, speaker: Membership) -> Arrival:
    """Whether what is said now comes in time or late; raise `Refused` when it is not taken at all."""
    organisations = frozenset({speaker.organisation_id} - {None})
    until = extended_until(work, consultation, organisations)  # type: ignore[arg-type]
    arrival = policy.arrival(consultation, work.now, until)
    if arrival is None:
        raise Refused(NOT_NOW)
    return arrival


_SENT = select(Comment).where(Comment.submission_key == bindparam("key"))
"""Asked with every comment that is submitted, and therefore built once."""


def sent_before(work: Work, submission_key: str, said: Contribution) -> Comment | None:
    """The comment the same form has made already; raise `Conflict` when it said something else."""
    known = work.session.scalar(_SENT, {"key": submission_key})
    if known is None:
        return None
    first = work.session.scalars(select(Revision).where(Revision.comment_id == known.id, Revision.number == 1)).one()
    if known.author_id != work.actor.account_id or not said.says_the_same(first):
        raise Conflict(SENT_ALREADY)
    return known


def _require_speaker(work: Work, comment: Comment) -> None:
    if not policy.speaks_for(work.actor, comment):
        raise Missing


def _write(work: Work, letter: WrittenLetter | None) -> None:
    if letter is not None:
        outbox.post(work, letter)
