"""What can be done about who takes part: groups and organisations, invitations, joining and leaving."""

from portal.stakeholders.operations.applications import accept_application, ask, decline_application
from portal.stakeholders.operations.founding import found_consultation
from portal.stakeholders.operations.invitations import Rehearsal, invite, invite_many, rehearse, resend, revoke
from portal.stakeholders.operations.joining import Welcome, accept, end_membership, join
from portal.stakeholders.operations.organisations import (
    add_group,
    add_organisation,
    grant_extension,
    rename_organisation,
    set_short_mode,
)

__all__ = [
    "Rehearsal",
    "Welcome",
    "accept",
    "accept_application",
    "add_group",
    "add_organisation",
    "ask",
    "decline_application",
    "end_membership",
    "found_consultation",
    "grant_extension",
    "invite",
    "invite_many",
    "join",
    "rehearse",
    "rename_organisation",
    "resend",
    "revoke",
    "set_short_mode",
]
