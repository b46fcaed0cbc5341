"""Groups, organisations, memberships and the invitations that lead to them."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.actor import Role
from portal.kernel.model import Model
from portal.kernel.public_id import new_public_id


class StakeholderGroup(Model):
    """Politics, commissioners, civil society, or what a consultation calls them."""

    __tablename__ = "stakeholder_group"
    __table_args__ = (UniqueConstraint("consultation_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    key: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    position: Mapped[int]


class Organisation(Model):
    """A body that is invited. In short mode each of its members may submit for it."""

    __tablename__ = "organisation"
    __table_args__ = (UniqueConstraint("consultation_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("stakeholder_group.id"), index=True)
    name: Mapped[str]
    short_mode: Mapped[bool] = mapped_column(default=False, server_default=false())


class MembershipRow(Model):
    """A role in one consultation; an account may hold several.

    `private_number` is drawn at random once for a private person and never given twice in a consultation.
    """

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("consultation_id", "private_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    role: Mapped[Role]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("stakeholder_group.id"))
    chair: Mapped[bool] = mapped_column(default=False, server_default=false())
    private_number: Mapped[int | None]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Invitation(Model):
    """A letter with a link that is good once, for one address, in one consultation; the newest letter counts."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    email: Mapped[str] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(default="")
    role: Mapped[Role]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("stakeholder_group.id"))
    chair: Mapped[bool] = mapped_column(default=False, server_default=false())
    language: Mapped[str] = mapped_column(default="de")
    token_digest: Mapped[str] = mapped_column(unique=True)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    inviter_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    revoked_at: Mapped[datetime | None]


class Extension(Model):
    """An organisation may comment until a later instant; the reason is kept."""

    __tablename__ = "extension"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    until: Mapped[datetime]
    reason: Mapped[str]
    granted_at: Mapped[datetime]
    granter_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Application(Model):
    """Somebody who was not invited asks to take part for an organisation; the office accepts or declines."""

    __tablename__ = "application"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    organisation: Mapped[str]
    name: Mapped[str]
    email: Mapped[str]
    message: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="de")
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    clerk_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"))
    """Set when it was accepted; answered without one means declined."""


class Reminder(Model):
    """A letter that reminded somebody of the deadline."""

    __tablename__ = "reminder"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    sent_at: Mapped[datetime]
    clerk_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
