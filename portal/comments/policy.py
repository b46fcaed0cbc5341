"""Who may comment, when, for whom, and who may read what."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true

from portal.comments.models import Arrival, Comment, CommentState, Draft, DraftState, Voice
from portal.consultations.models import Consultation, Phase
from portal.kernel.actor import SYSTEM, Actor, Membership, Role

SPEAKERS = (Role.MEMBER, Role.RELEASER)
REVISABLE = (CommentState.SUBMITTED, CommentState.RETURNED, CommentState.APPROVED, CommentState.REDACTED)


def may_take_part(actor: Actor, consultation: Consultation) -> bool:
    return actor.holds(consultation.id, *SPEAKERS)


def may_release(actor: Actor, consultation: Consultation) -> bool:
    return release_membership(actor, consultation) is not None


def release_membership(actor: Actor, consultation: Consultation) -> Membership | None:
    """The membership by which the actor gives an organisation's voice; rather as its releaser than in short mode."""
    held = releasing(actor, consultation.id)
    return next(iter(sorted(held, key=lambda membership: membership.role is not Role.RELEASER)), None)


def releasing(actor: Actor, consultation_id: int) -> tuple[Membership, ...]:
    """All memberships by which the actor gives a voice: as releaser, or as member of a body in short mode."""
    held = actor.in_consultation(consultation_id, *SPEAKERS)
    return tuple(m for m in held if m.organisation_id is not None and (m.role is Role.RELEASER or m.short_mode))


def releases(actor: Actor, consultation_id: int, organisation_id: int | None) -> bool:
    """Whether the actor gives the voice of that organisation."""
    return any(membership.organisation_id == organisation_id for membership in releasing(actor, consultation_id))


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


def may_enter(actor: Actor, consultation: Consultation) -> bool:
    """Editors, and the command line; who only administers the system reads nothing that is not public."""
    return actor == SYSTEM or actor.holds(consultation.id, Role.EDITOR)


def may_withdraw(consultation: Consultation, now: datetime) -> bool:
    """Until decisions are published."""
    return consultation.phase(now) in (Phase.COMMENTING, Phase.REVIEW)


def speaks_for(actor: Actor, comment: Comment) -> bool:
    """The author; for a statement, whoever releases for its organisation."""
    if actor.account_id is None:
        return False
    if comment.voice is Voice.ORGANISATION:
        return releases(actor, comment.consultation_id, comment.organisation_id)
    return comment.author_id == actor.account_id


def is_visible() -> ColumnElement[bool]:
    """What the public may read; every page, feed, count and export of visible comments uses this."""
    return and_(Comment.visible.is_not(None), Comment.arrival != Arrival.LATE)


def has_visible(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether one of such comments is visible, as a probe of an index: to EXISTS, a database may read them all."""
    return select(func.min(Comment.arrival)).where(is_visible(), *where).scalar_subquery().is_not(None)


def is_own(actor: Actor, consultation_id: int) -> ColumnElement[bool]:
    """The actor's comments and the statements of the actor's organisations."""
    if actor.account_id is None:
        return false()
    return said_by(actor.account_id, bodies_of(actor, consultation_id))


def bodies_of(actor: Actor, consultation_id: int) -> list[int]:
    """The organisations the actor speaks in."""
    speaking = actor.in_consultation(consultation_id, *SPEAKERS)
    return sorted({m.organisation_id for m in speaking if m.organisation_id is not None})


def said_by(account: Any, bodies: Any) -> ColumnElement[bool]:
    """Comments of an account and statements of organisations; values, or parameters of a statement built once."""
    return or_(
        Comment.author_id == account, and_(Comment.voice == Voice.ORGANISATION, Comment.organisation_id.in_(bodies))
    )


def drafted_by(account: Any, bodies: Any) -> ColumnElement[bool]:
    """Drafts of an account, and those shared in organisations; values, or parameters of a statement built once."""
    return or_(Draft.author_id == account, and_(Draft.is_shared, Draft.organisation_id.in_(bodies)))


def readable_by(actor: Actor, consultation: Consultation) -> ColumnElement[bool]:
    """Moderators and editors read all, members what is visible and their own, everybody else what is visible."""
    if actor.holds(consultation.id, Role.MODERATOR, Role.EDITOR):
        return true()
    return or_(is_visible(), is_own(actor, consultation.id))


def own_drafts(actor: Actor, consultation: Consultation) -> ColumnElement[bool]:
    """The actor's drafts, and those shared in the actor's organisations."""
    if actor.account_id is None:
        return false()
    theirs = drafted_by(actor.account_id, bodies_of(actor, consultation.id))
    return and_(Draft.consultation_id == consultation.id, theirs)


def may_write(actor: Actor, draft: Draft) -> bool:
    """Asked of a draft the actor may see: while it waits for release, only who releases it changes it."""
    return draft.state is not DraftState.HANDED_OVER or releases(actor, draft.consultation_id, draft.organisation_id)
