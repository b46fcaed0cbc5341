"""For how long files wait."""

from datetime import timedelta

KEPT = timedelta(days=1)
"""An upload, for its import."""
