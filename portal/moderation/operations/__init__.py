"""What moderators, authors and visitors do about comments that are checked; each in one transaction."""

from portal.moderation.operations.appealing import appeal
from portal.moderation.operations.deciding import check, decide, undo
from portal.moderation.operations.reporting import leave, report

__all__ = ["appeal", "check", "decide", "leave", "report", "undo"]
