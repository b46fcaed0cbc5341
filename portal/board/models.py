"""What somebody keeps of the board for the next time."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.model import Model


class SavedView(Model):
    """A filter of the board under a name, for whoever saved it; `query` is the address's query string."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("account_id", "consultation_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    name: Mapped[str]
    query: Mapped[str]
    saved_at: Mapped[datetime]
