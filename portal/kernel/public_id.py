"""Names for rows that are safe to print in an address: they tell neither order nor number."""

import hashlib
import secrets

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_public_id() -> str:
    return "".join(secrets.choice(CROCKFORD) for _ in range(8))


def new_token() -> str:
    """192 bits for a link that lets somebody in; only its digest is stored."""
    return secrets.token_urlsafe(24)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
