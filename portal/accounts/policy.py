"""Who may sign in, for how long, and what is taken as a name."""

from datetime import datetime, timedelta

from portal.accounts.models import Account, PasswordLetter
from portal.kernel.errors import Invalid
from portal.kernel.names import one_line
from portal.kernel.words import N_

DEMO_ADDRESSES = "@example.org"
SESSION_LASTS = timedelta(hours=12)
"""From signing in on, whether used or not: a working day, and no browser stays open over night."""
LETTER_LASTS = timedelta(hours=2)
MOST_LETTERS = 3
"""Letters about a forgotten password to one account within `LETTER_LASTS`, so that nobody's mailbox is flooded."""
LONGEST_NAME = 100

NO_NAME = N_("Bitte geben Sie einen Namen an.")
LONG_NAME = N_("Ihr Name darf höchstens 100 Zeichen haben.")


def may_sign_in(email: str, *, has_demo: bool, is_loopback: bool) -> bool:
    """The password of the demo accounts is printed everywhere: beyond this machine they are closed beside a demo."""
    return is_loopback or not has_demo or not email.endswith(DEMO_ADDRESSES)


def is_open(account: Account) -> bool:
    return not account.is_blocked and account.erased_at is None


def is_good(letter: PasswordLetter, now: datetime) -> bool:
    return letter.used_at is None and now < letter.expires_at


def clean_name(text: str) -> str:
    """One line without invisible steering characters; raises `Invalid` when nothing or too much is left."""
    name = one_line(text)
    if not name:
        raise Invalid(NO_NAME, field="name")
    if len(name) > LONGEST_NAME:
        raise Invalid(LONG_NAME, field="name")
    return name
