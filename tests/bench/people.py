"""Browsers in which people are signed in: rows of sessions, and the cookies that belong to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_hex

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Engine, select

from portal.accounts.models import Account, SignInSession
from portal.kernel.actor import Role
from portal.kernel.database import begin_reading, unit_of_work
from portal.kernel.public_id import digest, new_token
from portal.stakeholders.models import MembershipRow


@dataclass(frozen=True, slots=True)
class Browser:
    """What a signed-in browser sends: its cookie, and with forms the token against forged ones."""

    cookie: str
    csrf_token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Cookie": self.cookie}


def signed_in(engine: Engine, secret: str, name: str) -> Browser:
    """The browser of one of the demo's accounts, by the part of its address before `@example.org`."""
    with unit_of_work(engine) as session:
        begin_reading(session)
        account_id = session.scalars(select(Account.id).where(Account.email == f"{name}@example.org")).one()
    return _browsers(engine, secret, [account_id])[0]


def writers(engine: Engine, secret: str) -> list[Browser]:
    """A browser for everybody who may comment."""
    with unit_of_work(engine) as session:
        begin_reading(session)
        question = (
            select(MembershipRow.account_id)
            .where(MembershipRow.role.in_((Role.MEMBER, Role.RELEASER)))
            .order_by(MembershipRow.account_id)
        )
        accounts = session.scalars(question.distinct()).all()
    return _browsers(engine, secret, accounts)


def _browsers(engine: Engine, secret: str, accounts: Iterable[int]) -> list[Browser]:
    now = datetime.now(UTC)
    held = {account_id: new_token() for account_id in accounts}
    with unit_of_work(engine) as session:
        session.add_all(
            SignInSession(
                account_id=account_id,
                token_digest=digest(token),
                browser="bench",
                began_at=now,
                expires_at=now + timedelta(hours=12),
            )
            for account_id, token in held.items()
        )
    return [_browser(secret, token) for token in held.values()]


def _browser(secret: str, token: str) -> Browser:
    app = Flask("cookies")
    app.secret_key = secret
    signing = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signing is not None
    seed = token_hex(20)
    cookie = signing.dumps({"_user_id": token, "csrf_token": seed})
    csrf_token = URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps(seed)
    return Browser(f"session={cookie}", str(csrf_token))
