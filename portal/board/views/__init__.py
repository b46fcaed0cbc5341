"""The pages of those who decide, each with the forms it shows."""

from portal.board.views import coding, files, items, overview, themes
from portal.board.views.blueprint import bp

__all__ = ["bp", "coding", "files", "items", "overview", "themes"]
