"""What the public index holds: one row per item and per visible comment."""

from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.model import Model


class Subject(StrEnum):
    ITEM = "item"
    COMMENT = "comment"


class SearchDocument(Model):
    """`id` is the row in the index of the database's own full-text engine, see `search.engine`."""

    __tablename__ = "search_document"
    __table_args__ = (UniqueConstraint("subject", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int]
    subject: Mapped[Subject]
    subject_id: Mapped[int]
