"""Questions about themes, the comments under them, and advice."""

from portal.themes.queries.advice import (
    AdviceLine,
    NoteLine,
    advice,
    advice_of,
    advice_released,
    all_advice,
    notes,
)
from portal.themes.queries.coding import Coded, CodingPage, Wanted, coding_page, comments_under, waiting_under
from portal.themes.queries.themes import (
    ChangeLine,
    ThemeLine,
    ThemeTally,
    history,
    number_marked,
    of_comments,
    successor,
    tallies,
    theme_named,
    themes,
    under,
    without_theme,
)

__all__ = [
    "AdviceLine",
    "ChangeLine",
    "Coded",
    "CodingPage",
    "NoteLine",
    "ThemeLine",
    "ThemeTally",
    "Wanted",
    "advice",
    "advice_of",
    "advice_released",
    "all_advice",
    "coding_page",
    "comments_under",
    "history",
    "notes",
    "number_marked",
    "of_comments",
    "successor",
    "tallies",
    "theme_named",
    "themes",
    "under",
    "waiting_under",
    "without_theme",
]
