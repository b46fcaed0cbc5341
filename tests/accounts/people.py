"""People of the cast with a password, and what they type."""

from functools import cache

from sqlalchemy import update

from portal.accounts.models import Account
from portal.accounts.passwords import hash_password
from tests.support.world import World, address_of

PASSWORD = "mein altes blaues Fahrrad"
ANOTHER = "und ein neues grünes dazu"


def give_password(world: World, *names: str) -> None:
    with world.work() as work:
        theirs = update(Account).where(Account.email.in_([address_of(name) for name in names]))
        work.session.execute(theirs.values(password_hash=_hash()))


def entry(name: str = "member", **other: str) -> dict[str, str]:
    """The form of the sign-in page, filled in."""
    return {"email": address_of(name), "password": PASSWORD} | other


@cache
def _hash() -> str:
    return hash_password(PASSWORD)
