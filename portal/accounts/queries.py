"""Questions about accounts and their sessions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.accounts import policy
from portal.accounts.models import Account, PasswordLetter, SignInSession
from portal.kernel.public_id import digest
from portal.kernel.work import Work
from portal.outbox.queries import letters_to


@dataclass(frozen=True, slots=True)
class Credentials:
    account_id: int
    email: str
    password_hash: str | None


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A browser that is signed in."""

    id: int
    browser: str
    began_at: datetime
    expires_at: datetime
    is_current: bool


def credentials(work: Work, email: str) -> Credentials | None:
    """What somebody who gives this address has to prove; None when no open account has it."""
    account = account_with(work, email)
    return Credentials(account.id, account.email, account.password_hash) if account else None


def account_with(work: Work, email: str) -> Account | None:
    """The open account with this address, however it is written."""
    account = work.session.scalar(select(Account).where(Account.email == normal_address(email)))
    return account if account and policy.is_open(account) else None


def own_account(work: Work) -> Account:
    return work.session.get_one(Account, work.actor.account_id)


def own_credentials(work: Work) -> Credentials:
    account = own_account(work)
    return Credentials(account.id, account.email, account.password_hash)


def own_sessions(work: Work, token: str | None) -> list[SessionLine]:
    """The actor's sessions that hold, the one with this token first, then the newest."""
    rows = work.session.scalars(
        select(SignInSession)
        .where(
            SignInSession.account_id == work.actor.account_id,
            SignInSession.ended_at.is_(None),
            SignInSession.expires_at > work.now,
        )
        .order_by(SignInSession.began_at.desc(), SignInSession.id.desc())
    )
    current = digest(token) if token else ""
    lines = [
        SessionLine(row.id, row.browser, row.began_at, row.expires_at, row.token_digest == current) for row in rows
    ]
    return sorted(lines, key=lambda line: not line.is_current)


def own_data(work: Work) -> dict[str, Any]:
    """What this package keeps about the actor, as JSON can hold it."""
    account = own_account(work)
    sessions = work.session.scalars(
        select(SignInSession).where(SignInSession.account_id == account.id).order_by(SignInSession.id)
    )
    return {
        "account": {
            "name": account.name,
            "email": account.email,
            "language": account.language,
            "created": account.created_at.isoformat(),
        },
        "sessions": [
            {
                "browser": row.browser,
                "began": row.began_at.isoformat(),
                "ended": (row.ended_at or row.expires_at).isoformat(),
            }
            for row in sessions
        ],
        "letters": [
            {"subject": letter.subject, "posted": letter.posted_at.isoformat(), "state": letter.state}
            for letter in letters_to(work, account.email)
        ],
    }


def address_of_letter(work: Work, token: str) -> str | None:
    """The address of the account a password letter with this token opens; None when it is used, over or unknown."""
    letter = work.session.scalar(select(PasswordLetter).where(PasswordLetter.token_digest == digest(token)))
    if letter is None or not policy.is_good(letter, work.now):
        return None
    account = work.session.get_one(Account, letter.account_id)
    return account.email if policy.is_open(account) else None


def normal_address(email: str) -> str:
    return email.strip().lower()
