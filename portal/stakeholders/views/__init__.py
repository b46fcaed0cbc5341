"""Pages of people who are invited, and of those who invite colleagues."""

from portal.stakeholders.views import colleagues, links, taking_part
from portal.stakeholders.views.blueprint import bp

__all__ = ["bp", "colleagues", "links", "taking_part"]
