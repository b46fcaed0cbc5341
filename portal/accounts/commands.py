"""`account`: creating one and setting its password from the command line."""

from portal.accounts import operations, passwords
from portal.accounts.models import Account
from portal.accounts.queries import normal_address
from portal.kernel.errors import Invalid
from portal.kernel.work import Work


def create_account(work: Work, email: str, name: str, password: str | None, *, admin: bool = False) -> Account:
    """A new account without any role. Without a password its owner chooses one through a letter.

    Raise `Invalid` for a bad password or name, and for an address that is none or has an account.
    """
    return operations.create_account(work, email, name, _hash(email, password) if password else None, is_admin=admin)


def set_password(work: Work, email: str, password: str) -> None:
    """A new password; every session ends. Raise `Invalid` for a bad one, and for an address without an account."""
    operations.set_password(work, email, _hash(email, password))


def _hash(email: str, password: str) -> str:
    """Before the first touch of the database, so that nobody waits for the lock meanwhile."""
    for sentence in passwords.faults(password, normal_address(email)):
        raise Invalid(sentence, field="password")
    return passwords.hash_password(password)
