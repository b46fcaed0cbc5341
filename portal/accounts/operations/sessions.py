"""Signing in, and sessions that end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Self

from sqlalchemy import select, update

from portal.accounts import passwords, policy, throttle
from portal.accounts.models import Account, SignInSession
from portal.accounts.queries import Credentials
from portal.audit import operations as audit
from portal.kernel.actor import Actor
from portal.kernel.errors import Missing
from portal.kernel.public_id import digest, new_token
from portal.kernel.work import Work


@dataclass(frozen=True, slots=True)
class Attempt:
    """How an attempt to sign in ended: with a token, with neither, or unanswered because of a pause."""

    token: str | None = None
    pause: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """A password held against what is stored for an address; `fresh_hash` replaces one made with other costs."""

    found: Credentials | None
    right: bool
    fresh_hash: str | None = None

    @classmethod
    def of(cls, found: Credentials | None, password: str) -> Self:
        """Slow on purpose, and as slow where nothing is found: done before anybody asks for the write lock."""
        stored = found.password_hash if found else None
        right = passwords.verify(stored, password)
        is_outdated = right and stored is not None and passwords.is_outdated(stored)
        return cls(found, right, passwords.hash_password(password) if is_outdated else None)


def sign_in(work: Work, checked: Checked, *, keys: Sequence[throttle.Key], browser: str) -> Attempt:
    """Begin a session if the password was right; else count the failure under `keys`.

    The first key is the account's: succeeding clears it.
    """
    pause = throttle.wait(work, keys, lock=True)
    if pause is not None:
        return Attempt(pause=pause)
    found = checked.found
    account = work.session.get(Account, found.account_id) if found and checked.right else None
    if found is None or account is None or not _still_is(account, found):
        count_failure(work, found, keys)
        return Attempt()
    throttle.clear(work, keys[0])
    account.password_hash = checked.fresh_hash or account.password_hash
    return Attempt(begin_session(work, account, browser))


def count_failure(work: Work, found: Credentials | None, keys: Sequence[throttle.Key]) -> None:
    """Count a wrong password; the audit log names the account only when it may not be tried any more."""
    if keys[0] in throttle.count(work, keys):
        audit.record(work, "account.throttled", str(found.account_id) if found else "")


def begin_session(work: Work, account: Account, browser: str) -> str:
    """Sign in a browser; returns the token for `signed_in.let_in`. The session ends by itself after 12 hours."""
    token = new_token()
    work.session.add(
        SignInSession(
            account_id=account.id,
            token_digest=digest(token),
            browser=browser,
            began_at=work.now,
            expires_at=work.now + policy.SESSION_LASTS,
        )
    )
    audit.record(acting_as(work, account), "account.signed_in", str(account.id))
    return token


def end_session_of(work: Work, token: str) -> None:
    """Sign out the browser that holds this token; nothing happens when it is over already."""
    session = work.session.scalar(
        select(SignInSession).where(SignInSession.token_digest == digest(token), SignInSession.ended_at.is_(None))
    )
    if session is None:
        return
    session.ended_at = work.now
    account = work.session.get_one(Account, session.account_id)
    audit.record(acting_as(work, account), "account.signed_out", str(account.id))


def end_own_session(work: Work, session_id: int) -> None:
    """End one of the actor's sessions; anybody else's is missing."""
    ended = work.session.execute(
        update(SignInSession)
        .where(
            SignInSession.id == session_id,
            SignInSession.account_id == work.actor.account_id,
            SignInSession.ended_at.is_(None),
        )
        .values(ended_at=work.now)
        .returning(SignInSession.id)
    ).all()
    if not ended:
        raise Missing
    audit.record(work, "account.session_ended", str(work.actor.account_id), detail=str(session_id))


def end_all_sessions(work: Work, account_id: int, *, but: str | None = None) -> None:
    """End every session of an account, except the one with the token `but`."""
    others = [SignInSession.token_digest != digest(but)] if but else []
    work.session.execute(
        update(SignInSession)
        .where(SignInSession.account_id == account_id, SignInSession.ended_at.is_(None), *others)
        .values(ended_at=work.now)
    )


def acting_as(work: Work, account: Account) -> Work:
    """The same moment, for somebody who proves only now who they are."""
    return replace(work, actor=Actor(account.id, account.name))


def _still_is(account: Account, found: Credentials) -> bool:
    """The password was checked before the write lock was taken; somebody may have changed it meanwhile."""
    return policy.is_open(account) and account.password_hash == found.password_hash
