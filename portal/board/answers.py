"""What has been answered: themes and comments to which somebody has responded, in whatever sense."""

from enum import StrEnum

from sqlalchemy import ColumnElement, Select, or_, select

from portal.comments.models import Comment
from portal.consultations.models import Consultation
from portal.decisions.models import Response
from portal.kernel.work import Work
from portal.themes.models import ThemeMark


class Answered(StrEnum):
    YES = "yes"
    NO = "no"


def answered_themes(work: Work, consultation: Consultation) -> frozenset[int]:
    """Themes with a response."""
    return frozenset(one for one in work.session.scalars(_themes(consultation.id)) if one is not None)


def is_answered(consultation_id: int) -> ColumnElement[bool]:
    """What makes a comment one that has a response, its own or that of one of its themes."""
    alone = select(Response.comment_id).where(
        Response.consultation_id == consultation_id, Response.comment_id.is_not(None)
    )
    by_theme = select(ThemeMark.comment_id).where(ThemeMark.theme_id.in_(_themes(consultation_id)))
    return or_(Comment.id.in_(alone), Comment.id.in_(by_theme))


def _themes(consultation_id: int) -> Select[int | None]:
    return select(Response.theme_id).where(Response.consultation_id == consultation_id, Response.theme_id.is_not(None))
