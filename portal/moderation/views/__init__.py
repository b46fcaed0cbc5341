"""The pages about checking comments: the moderators' and those for everybody."""

from portal.moderation.views import bulk, ledger, queue, reports, setup, team
from portal.moderation.views.blueprint import bp

__all__ = ["bp", "bulk", "ledger", "queue", "reports", "setup", "team"]
