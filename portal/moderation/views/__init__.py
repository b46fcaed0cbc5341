"""The pages about checking comments: the moderators' and those for everybody."""

from portal.moderation.views import ledger, queue, reports
from portal.moderation.views.blueprint import bp

__all__ = ["bp", "ledger", "queue", "reports"]
