"""Making one theme of two, and two of one; nothing that was put under them is lost."""

from collections.abc import Collection

from sqlalchemy import select

from portal.comments.models import Comment
from portal.consultations.models import Consultation
from portal.kernel.errors import Invalid
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.themes.models import Theme, ThemeMark, ThemeVerb
from portal.themes.operations.keeping import beneath, checked_title, create_theme
from portal.themes.operations.refusals import note_change, require_open, standing

WITH_ITSELF = N_("Ein Thema geht nicht in sich selbst auf. Bitte wählen Sie ein anderes.")
NARROWER = N_("Das andere Thema gilt nur für eine Maßnahme. Bitte wählen Sie eines, das auch diese Kommentare umfasst.")
NOTHING_CHOSEN = N_("Bitte wählen Sie die Kommentare aus, die ins neue Thema gehören.")


def merge_theme(work: Work, consultation: Consultation, public_id: str, into: str) -> Theme:
    """All comments and lower themes go over; the merged row stays and leads to `into`. The theme that remains."""
    locked = {name: standing(work, consultation, name) for name in sorted({public_id, into})}
    theme, target = locked[public_id], locked[into]
    if theme is target:
        raise Invalid(WITH_ITSELF, field="into")
    require_open(target)
    if target.item_id is not None and target.item_id != theme.item_id:
        raise Invalid(NARROWER, field="into")
    _move_marks(work, theme, target)
    if target.parent_id == theme.id:
        target.parent_id = None
    for lower in beneath(work, theme):
        if lower.id != target.id:
            lower.parent_id = target.parent_id or target.id
    theme.merged_into_id, theme.parent_id = target.id, None
    note_change(work, theme, ThemeVerb.MERGED, target.title)
    note_change(work, target, ThemeVerb.MERGED, theme.title)
    return target


def split_theme(work: Work, consultation: Consultation, public_id: str, title: str, comments: Collection[str]) -> Theme:
    """A new theme beside this one takes over the chosen comments, by their public ids; the new theme."""
    theme = standing(work, consultation, public_id)
    require_open(theme)
    checked_title(title)
    marks = list(
        work.session.scalars(
            select(ThemeMark)
            .join(Comment, Comment.id == ThemeMark.comment_id)
            .where(ThemeMark.theme_id == theme.id, Comment.public_id.in_(comments))
        )
    )
    if not marks:
        raise Invalid(NOTHING_CHOSEN, field="comment")
    new = create_theme(work, consultation, title)
    new.item_id, new.parent_id = theme.item_id, theme.parent_id
    for mark in marks:
        mark.theme_id = new.id
    note_change(work, theme, ThemeVerb.SPLIT, new.title)
    note_change(work, new, ThemeVerb.SPLIT, theme.title)
    return new


def _move_marks(work: Work, theme: Theme, target: Theme) -> None:
    """What stands under both already is there once."""
    there = {
        (comment_id, quote)
        for comment_id, quote in work.session.execute(
            select(ThemeMark.comment_id, ThemeMark.quote).where(ThemeMark.theme_id == target.id)
        )
    }
    for mark in work.session.scalars(select(ThemeMark).where(ThemeMark.theme_id == theme.id)):
        if (mark.comment_id, mark.quote) in there:
            work.session.delete(mark)
        else:
            mark.theme_id = target.id
    work.session.flush()
