"""What the moderators' pages show, as one frozen answer per page."""

from portal.moderation.pages.opened import Opened
from portal.moderation.pages.queue import Queue, queue
from portal.moderation.pages.together import Choice, approvable, chosen

__all__ = ["Choice", "Opened", "Queue", "approvable", "chosen", "queue"]
