"""What moderators, authors and visitors do about comments that are checked; each in one transaction."""

from portal.moderation.operations.appealing import appeal
from portal.moderation.operations.bulk import Done, approve_all
from portal.moderation.operations.claiming import Taken, claim
from portal.moderation.operations.deciding import check, decide, undo
from portal.moderation.operations.noting import note
from portal.moderation.operations.reporting import leave, report
from portal.moderation.operations.setting_up import set_up

__all__ = [
    "Done",
    "Taken",
    "appeal",
    "approve_all",
    "check",
    "claim",
    "decide",
    "leave",
    "note",
    "report",
    "set_up",
    "undo",
]
