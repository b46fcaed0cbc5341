"""The pages of those who decide, each with the forms it shows."""

from portal.board.views import (
    answering,
    coding,
    deciding,
    files,
    items,
    overview,
    publishing,
    themes,
)
from portal.board.views.blueprint import bp

__all__ = [
    "answering",
    "bp",
    "coding",
    "deciding",
    "files",
    "items",
    "overview",
    "publishing",
    "themes",
]
