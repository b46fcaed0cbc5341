"""Files on their way into a catalogue, kept between the steps of an import."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.model import Model


class Upload(Model):
    """For whoever sent it and nobody else; gone with the import, or after a day.

    `name` is the random word in its address. `mapping` is what `imports.mapping.as_document` writes, once it is chosen.
    """

    __tablename__ = "upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    file: Mapped[str]
    content: Mapped[bytes] = mapped_column(deferred=True)
    mapping: Mapped[dict[str, Any] | None]
    sent_at: Mapped[datetime]
