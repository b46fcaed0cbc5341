"""What is kept about one person's taking part."""

from typing import Any

from sqlalchemy import select, update

from portal.accounts.belongings import Belongings, Person
from portal.kernel.work import Work
from portal.outbox import operations as outbox
from portal.stakeholders.models import Application, Invitation, MembershipRow, Reminder
from portal.stakeholders.queries.roles import own_roles


def _tell(work: Work, person: Person) -> Any:
    return [
        {
            "consultation": line.title,
            "role": line.role,
            "chair": line.chair,
            "organisation": line.organisation or None,
            "private_number": line.private_number,
            "began": line.began_at.isoformat(),
            "ended": line.ended_at.isoformat() if line.ended_at else None,
        }
        for line in own_roles(work)
    ]


def _forget(work: Work, person: Person) -> None:
    """Memberships end, and invitations that wait are revoked. They name nobody any more."""
    theirs = Invitation.email == person.email
    waiting = (theirs, Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None))
    for letter_id in work.session.scalars(select(Invitation.letter_id).where(*waiting)):
        outbox.recall(work, letter_id)
    work.session.execute(update(Invitation).where(*waiting).values(revoked_at=work.now))
    work.session.execute(update(Invitation).where(theirs).values(email="", name=""))
    held = (MembershipRow.account_id == person.account_id, MembershipRow.ended_at.is_(None))
    work.session.execute(update(MembershipRow).where(*held).values(ended_at=work.now))


def _tell_asked(work: Work, person: Person) -> Any:
    asked = select(Application).where(Application.email == person.email).order_by(Application.id)
    return [
        {"organisation": row.organisation, "name": row.name, "message": row.message, "asked": row.asked_at.isoformat()}
        for row in work.session.scalars(asked)
    ]


def _forget_asked(work: Work, person: Person) -> None:
    """What they asked names nobody any more, and neither do the answers and reminders they sent as a clerk."""
    theirs = update(Application).where(Application.email == person.email)
    work.session.execute(theirs.values(email="", name="", message=""))
    work.session.execute(update(Application).where(Application.clerk_id == person.account_id).values(clerk_id=None))
    work.session.execute(update(Reminder).where(Reminder.clerk_id == person.account_id).values(clerk_id=None))


BELONGINGS = Belongings("memberships", _tell, _forget)
APPLICATIONS = Belongings("applications", _tell_asked, _forget_asked)
