"""Signing in and out, forgotten passwords, and one's own account."""

from portal.accounts.views import account, passwords, signing_in
from portal.accounts.views.blueprint import bp

__all__ = ["account", "bp", "passwords", "signing_in"]
