"""The pages of those who decide, each with the forms it shows."""

from portal.board.views import (
    adoption,
    advising,
    answering,
    asking,
    coding,
    deciding,
    files,
    items,
    overview,
    papers,
    planning,
    publishing,
    saving,
    sessions,
    themes,
)
from portal.board.views.blueprint import bp

__all__ = [
    "adoption",
    "advising",
    "answering",
    "asking",
    "bp",
    "coding",
    "deciding",
    "files",
    "items",
    "overview",
    "papers",
    "planning",
    "publishing",
    "saving",
    "sessions",
    "themes",
]
