"""Mappings kept for the next file of the same kind."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.model import Model


class SavedMapping(Model):
    """Which column means what in the tables of one consultation; `document` is what `mapping.as_document` writes."""

    __tablename__ = "saved_mapping"
    __table_args__ = (UniqueConstraint("consultation_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    name: Mapped[str]
    document: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
