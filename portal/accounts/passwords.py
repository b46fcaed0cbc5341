"""Passwords: what is accepted as one, and the slow hash that is stored; never called under the write lock."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.kernel.codes import fold
from portal.kernel.words import N_

SHORTEST = 10
LONGEST = 200
TOO_SHORT = N_("Ihr Passwort braucht mindestens 10 Zeichen.")
TOO_LONG = N_("Ihr Passwort darf höchstens 200 Zeichen haben.")
TOO_SIMPLE = N_("Dieses Passwort ist zu leicht zu erraten. Mehrere Wörter hintereinander sind ein gutes Passwort.")
LIKE_ADDRESS = N_("Ihr Passwort darf nicht Ihre E-Mail-Adresse oder ein Teil davon sein.")

FEWEST_SIGNS = 5
"""Different characters; “aaaaaaaaaa” is no password."""
GUESSED_FIRST = (
    "passwort",
    "password",
    "kennwort",
    "qwertz",
    "qwerty",
    "123456",
    "abcdef",
    "geheim",
    "willkommen",
    "kommentarschleife",
)
"""The last one opens the accounts of the demonstration, so everybody knows it."""

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""Argon2id as OWASP's password storage cheat sheet advises: 19 MiB, two passes, one lane."""


def faults(text: str, email: str) -> list[str]:
    """Sentences about what keeps this from being a good password; an empty list if nothing does."""
    found = []
    if len(text) < SHORTEST:
        found.append(TOO_SHORT)
    if len(text) > LONGEST:
        found.append(TOO_LONG)
    if found:
        return found
    plain = fold(text)
    if len(set(plain)) < FEWEST_SIGNS or any(_is_little_more_than(plain, guess) for guess in GUESSED_FIRST):
        found.append(TOO_SIMPLE)
    elif plain in fold(email) or _is_little_more_than(plain, fold(email)):
        found.append(LIKE_ADDRESS)
    return found


def hash_password(text: str) -> str:
    """About 30 ms and 19 MiB; salted, so that it differs each time."""
    return _hasher.hash(text)


def verify(password_hash: str | None, text: str) -> bool:
    """Whether the text is the password. Takes as long where there is no account or no password yet."""
    try:
        return _hasher.verify(password_hash or _nobodys_hash(), text) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False


def prepare() -> None:
    """Make now what `verify` needs where there is no account, so that the first such answer takes no longer."""
    _nobodys_hash()


def is_outdated(password_hash: str) -> bool:
    """Whether it was made with other costs than today's, and is to be made anew at the next sign-in."""
    return _hasher.check_needs_rehash(password_hash)


@cache
def _nobodys_hash() -> str:
    return hash_password("nobody has this password")


def _is_little_more_than(text: str, guess: str) -> bool:
    """The guess, perhaps with up to four further characters such as a year."""
    return bool(guess) and guess in text and len(text) - len(guess) <= 4
