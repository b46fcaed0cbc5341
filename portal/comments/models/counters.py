"""Figures that are kept beside the comments they count."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.comments.models.states import CommentState, Stance, Voice
from portal.kernel.model import Model


class Counter(Model):
    """How many comments stand so: one row per item × group × stance × state × voice × late × shown."""

    __tablename__ = "counter"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True)
    group_id: Mapped[int] = mapped_column(primary_key=True)
    stance: Mapped[Stance] = mapped_column(primary_key=True)
    state: Mapped[CommentState] = mapped_column(primary_key=True)
    voice: Mapped[Voice] = mapped_column(primary_key=True)
    is_late: Mapped[bool] = mapped_column(primary_key=True)
    is_shown: Mapped[bool] = mapped_column(primary_key=True)
    number: Mapped[int]
