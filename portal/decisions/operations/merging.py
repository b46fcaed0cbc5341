"""Merging themes together with what was answered to them.

The answer of the theme that remains stays; where it has none, that of the merged one moves over, published or not.
Where both have one, the merged theme keeps its own, and the history of the other shows it.
"""

from sqlalchemy import select, update

from portal.audit import operations as audit
from portal.comments.models import Comment
from portal.consultations import operations as consultations
from portal.consultations.models import Consultation
from portal.decisions.models import Response
from portal.decisions.policy import is_public_response
from portal.kernel.work import Work
from portal.themes import operations as themes
from portal.themes.models import Theme, ThemeMark


def merge_themes(work: Work, consultation: Consultation, public_id: str, into: str) -> Theme:
    """As `themes.merge_theme`; the theme that remains."""
    target = themes.merge_theme(work, consultation, public_id, into)
    merged = select(Theme.id).where(Theme.public_id == public_id, Theme.consultation_id == consultation.id)
    theme_id = work.session.scalars(merged).one()
    if _has(work, theme_id, only_public=True) or _has(work, target.id, only_public=True):
        _touch_items(work, consultation, target.id)
    consultations.hold(work, consultation)
    if _has(work, theme_id) and not _has(work, target.id):
        work.session.execute(update(Response).where(Response.theme_id == theme_id).values(theme_id=target.id))
        audit.record(work, "response.moved", target.public_id, detail=public_id, consultation_id=consultation.id)
    return target


def _has(work: Work, theme_id: int, *, only_public: bool = False) -> bool:
    public = (is_public_response(),) if only_public else ()
    return work.session.scalar(select(Response.id).where(Response.theme_id == theme_id, *public).limit(1)) is not None


def _touch_items(work: Work, consultation: Consultation, theme_id: int) -> None:
    """Pages that show the theme with its answer read differently from now on; items are locked before the rest."""
    about = select(Comment.item_id).join(ThemeMark, ThemeMark.comment_id == Comment.id)
    for item_id in work.session.scalars(
        about.where(ThemeMark.theme_id == theme_id).distinct().order_by(Comment.item_id)
    ):
        consultations.touch_item(work, item_id)
    consultations.touch_catalogue(work, consultation)
