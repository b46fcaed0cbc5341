"""Who may comment, when, for whom, and who may read what."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, or_, true

from portal.comments.models import Arrival, Comment, CommentState, Draft, Voice
from portal.consultations.models import Consultation, Phase
from portal.kernel.actor import Actor, Membership, Role

SPEAKERS = (Role.MEMBER, Role.RELEASER)
REVISABLE = (CommentState.SUBMITTED, CommentState.RETURNED, CommentState.APPROVED, CommentState.REDACTED)


def may_take_part(actor: Actor, consultation: Consultation) -> bool:
    return actor.holds(consultation.id, *SPEAKERS)


def may_release(actor: Actor, consultation: Consultation) -> bool:
    return release_membership(actor, consultation) is not None


def release_membership(actor: Actor, consultation: Consultation) -> Membership | None:
    """The membership by which the actor gives an organisation's voice."""
    held = actor.in_consultation(consultation.id, Role.RELEASER)
    return next((membership for membership in held if membership.organisation_id is not None), None)


def own_membership(actor: Actor, consultation: Consultation) -> Membership | None:
    """The membership by which the actor speaks as an individual."""
    return next(iter(actor.in_consultation(consultation.id, *SPEAKERS)), None)


def arrival(consultation: Consultation, now: datetime, extended_until: datetime | None = None) -> Arrival | None:
    """In time, late, or not taken at all. An extension counts until its own exclusive instant.

    Late ones are kept; they stay unseen until an editor includes them.
    """
    phase = consultation.phase(now)
    if phase is Phase.COMMENTING:
        return Arrival.IN_TIME
    if phase is not Phase.REVIEW:
        return None
    return Arrival.IN_TIME if extended_until is not None and now < extended_until else Arrival.LATE


def keeps_drafts(consultation: Consultation, now: datetime) -> bool:
    """A draft outlives the deadline; an archive takes nothing new."""
    return consultation.phase(now) is not Phase.ARCHIVED


def may_withdraw(consultation: Consultation, now: datetime) -> bool:
    """Until decisions are published."""
    return consultation.phase(now) in (Phase.COMMENTING, Phase.REVIEW)


def speaks_for(actor: Actor, comment: Comment) -> bool:
    """The author; for a statement, whoever releases for its organisation."""
    if actor.account_id is None:
        return False
    if comment.voice is Voice.ORGANISATION:
        held = actor.in_consultation(comment.consultation_id, Role.RELEASER)
        return any(membership.organisation_id == comment.organisation_id for membership in held)
    return comment.author_id == actor.account_id


def is_visible() -> ColumnElement[bool]:
    """What the public may read; every page, feed, count and export of visible comments uses this."""
    return and_(Comment.visible.is_not(None), Comment.arrival != Arrival.LATE)


def is_own(actor: Actor, consultation_id: int) -> ColumnElement[bool]:
    """The actor's comments and the statements of the actor's organisations."""
    if actor.account_id is None:
        return false()
    speaking = actor.in_consultation(consultation_id, *SPEAKERS)
    organisations = {m.organisation_id for m in speaking if m.organisation_id is not None}
    statement = and_(Comment.voice == Voice.ORGANISATION, Comment.organisation_id.in_(organisations))
    return or_(Comment.author_id == actor.account_id, statement)


def readable_by(actor: Actor, consultation: Consultation) -> ColumnElement[bool]:
    """Moderators and editors read all, members what is visible and their own, everybody else what is visible."""
    if actor.holds(consultation.id, Role.MODERATOR, Role.EDITOR):
        return true()
    return or_(is_visible(), is_own(actor, consultation.id))


def own_drafts(actor: Actor, consultation: Consultation) -> ColumnElement[bool]:
    """The actor's drafts, and those shared in the actor's organisations."""
    if actor.account_id is None:
        return false()
    speaking = actor.in_consultation(consultation.id, *SPEAKERS)
    organisations = {m.organisation_id for m in speaking if m.organisation_id is not None}
    shared = and_(Draft.is_shared, Draft.organisation_id.in_(organisations))
    return and_(Draft.consultation_id == consultation.id, or_(Draft.author_id == actor.account_id, shared))
