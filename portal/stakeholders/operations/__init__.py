"""What can be done about who takes part: groups and organisations, invitations, joining and leaving."""

from portal.stakeholders.operations.invitations import check_many, invite, invite_many, resend, revoke
from portal.stakeholders.operations.joining import Welcome, accept, end_membership, join
from portal.stakeholders.operations.organisations import (
    add_group,
    add_organisation,
    grant_extension,
    rename_organisation,
)

__all__ = [
    "Welcome",
    "accept",
    "add_group",
    "add_organisation",
    "check_many",
    "end_membership",
    "grant_extension",
    "invite",
    "invite_many",
    "join",
    "rename_organisation",
    "resend",
    "revoke",
]
