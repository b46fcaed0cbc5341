"""The blueprint of everything about checking comments."""

from flask import Blueprint

bp = Blueprint("moderation", __name__)
PLACE = "/<consultation>/moderation"
"""Where the moderators' pages lie."""
