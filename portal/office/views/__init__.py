"""The staff side: what the office does in one consultation, and what operators do for all of them."""

from portal.office.views import invitations, late, organisations, start
from portal.office.views.blueprint import bp

__all__ = ["bp", "invitations", "late", "organisations", "start"]
