"""Letters about an account and its password."""

from collections.abc import Mapping

from portal.accounts.models import Account
from portal.kernel.words import SOURCE, Words
from portal.outbox.letters import SITE, WrittenLetter, write

Letterhead = Mapping[str, str]
"""What `letters/base` needs of the sender: plan_name, city, contact_name, contact_phone, privacy_href."""


def password_link(account: Account, token: str, language: str, head: Letterhead) -> WrittenLetter:
    """The link by which a new password is chosen."""
    words = Words(account.language or language)
    values = {**head, "href": f"{SITE}/password/{token}"}
    return write("password", words, account.email, values, is_secret=True)


def welcome(account: Account, token: str, language: str, head: Letterhead) -> WrittenLetter:
    """The link by which somebody chooses the first password of an account that was made for them."""
    values = {**head, "href": f"{SITE}/password/{token}"}
    return write("welcome", Words(account.language or language), account.email, values, is_secret=True)


def password_changed(account: Account, head: Letterhead) -> WrittenLetter:
    """So that somebody whose password was changed by another learns of it."""
    values = {**head, "href": f"{SITE}/password"}
    return write("password_changed", Words(account.language or SOURCE), account.email, values)
