"""What Flask-Login is told about somebody who is signed in, and the cookie by which a browser is known again."""

from dataclasses import dataclass

from flask import g, session
from flask_login import login_user
from flask_wtf.csrf import generate_csrf


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The token of a session, nothing more.

    Whether it still holds is asked in the database, with every request, by `stakeholders.queries`.
    """

    token: str

    @property
    def is_active(self) -> bool:
        return True

    @property
    def is_authenticated(self) -> bool:
        return True

    @property
    def is_anonymous(self) -> bool:
        return False

    def get_id(self) -> str:
        return self.token


def let_in(token: str) -> None:
    """Give the browser a new cookie for the session with this token; nothing of the one before is left in it."""
    let_out()
    login_user(SignedIn(token))
    generate_csrf()


def let_out() -> None:
    """Take back everything the cookie held, the CSRF token made earlier in this request included."""
    session.clear()
    g.pop("csrf_token", None)


def current_token() -> str | None:
    token: str | None = session.get("_user_id")
    return token
