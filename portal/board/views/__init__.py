"""The pages of those who decide, each with the forms it shows."""

from portal.board.views import answering, asking, deciding, files, items, overview, publishing, sessions
from portal.board.views.blueprint import bp

__all__ = ["answering", "asking", "bp", "deciding", "files", "items", "overview", "publishing", "sessions"]
