"""Who may invite, and for whom."""

from datetime import datetime

from portal.consultations import policy as consultations
from portal.consultations.models import Consultation, Phase
from portal.kernel.actor import SYSTEM, Actor, Role


def may_manage(actor: Actor, consultation: Consultation) -> bool:
    """Groups, organisations, extensions and everybody's invitations."""
    return actor == SYSTEM or consultations.may_edit(actor, consultation)


def releases_for(actor: Actor, consultation: Consultation) -> frozenset[int]:
    """The organisations whose voice the actor gives, and whose members the actor invites."""
    held = actor.in_consultation(consultation.id, Role.RELEASER)
    return frozenset(membership.organisation_id for membership in held if membership.organisation_id is not None)


def may_invite_colleagues(actor: Actor, consultation: Consultation) -> bool:
    return bool(releases_for(actor, consultation))


def may_place(actor: Actor, consultation: Consultation, role: Role, organisation_id: int | None) -> bool:
    """Whether the actor may bring somebody into that role and take them out of it again."""
    if may_manage(actor, consultation):
        return True
    return role is Role.MEMBER and organisation_id in releases_for(actor, consultation)


def takes_applications(consultation: Consultation, now: datetime) -> bool:
    """Whether somebody who was not invited may still ask to take part."""
    return consultation.phase(now) is Phase.COMMENTING
