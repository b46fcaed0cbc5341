"""What Flask-Login is told about somebody who is signed in: the token of their session, nothing more."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whether the session still holds is asked in the database, with every request, by `stakeholders.queries`."""

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
