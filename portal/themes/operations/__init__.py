"""What can be done with themes, with the comments under them, and with advice."""

from portal.themes.operations.advising import release_advice, write_advice, write_note
from portal.themes.operations.coding import assign, assign_many, unassign
from portal.themes.operations.keeping import close_theme, create_theme, move_theme, rename_theme, reopen_theme
from portal.themes.operations.sorting import merge_theme, split_theme

__all__ = [
    "assign",
    "assign_many",
    "close_theme",
    "create_theme",
    "merge_theme",
    "move_theme",
    "release_advice",
    "rename_theme",
    "reopen_theme",
    "split_theme",
    "unassign",
    "write_advice",
    "write_note",
]
