"""How often a password may be tried: failures are counted per account and per network, in the database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address
from typing import Any

from sqlalchemy import case, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from portal.accounts.models import Throttle
from portal.kernel.public_id import digest
from portal.kernel.work import Work

WINDOW = timedelta(minutes=15)
MOST_PER_ACCOUNT = 10
MOST_PER_NETWORK = 50
"""A whole office may sit behind one address."""

INSERTS: dict[str, Callable[..., Any]] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


@dataclass(frozen=True, slots=True)
class Key:
    """Whose failures are counted together, and how many of them a window allows."""

    digest: str
    most: int


def account_key(email: str) -> Key:
    """The same for addresses that have no account, so that they answer alike."""
    return Key(digest(f"account {email}"), MOST_PER_ACCOUNT)


def network_key(address: str | None) -> Key:
    """One IPv4 address, or the /64 of an IPv6 one, which a single home can roam in."""
    return Key(digest(f"network {_network(address or '')}"), MOST_PER_NETWORK)


def wait(work: Work, keys: Sequence[Key], *, lock: bool = False) -> timedelta | None:
    """How long no further attempt is answered; None if one is. `lock` lets others with these keys wait."""
    most = {key.digest: key.most for key in keys}
    rows = select(Throttle).where(Throttle.key.in_(most), Throttle.since > work.now - WINDOW).order_by(Throttle.key)
    found = work.session.scalars(rows.with_for_update() if lock else rows).all()
    return max((row.since + WINDOW - work.now for row in found if row.failures >= most[row.key]), default=None)


def count(work: Work, keys: Sequence[Key]) -> list[Key]:
    """Count one failure under each key; returns those that allow no more."""
    full = [key for key in sorted(keys, key=lambda key: key.digest) if _add(work, key) == key.most]
    _forget_old(work)
    return full


def clear(work: Work, key: Key) -> None:
    work.session.execute(delete(Throttle).where(Throttle.key == key.digest))


def _add(work: Work, key: Key) -> int:
    insert = INSERTS[work.session.get_bind().dialect.name]
    is_over = Throttle.since <= work.now - WINDOW
    upsert = insert(Throttle).values(key=key.digest, failures=1, since=work.now)
    failures: int = work.session.execute(
        upsert.on_conflict_do_update(
            index_elements=[Throttle.key],
            set_={
                "failures": case((is_over, 1), else_=Throttle.failures + 1),
                "since": case((is_over, work.now), else_=Throttle.since),
            },
        ).returning(Throttle.failures)
    ).scalar_one()
    return failures


def _forget_old(work: Work) -> None:
    old = select(Throttle.key).where(Throttle.since <= work.now - WINDOW).with_for_update(skip_locked=True)
    work.session.execute(delete(Throttle).where(Throttle.key.in_(old)).execution_options(synchronize_session=False))


def _network(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or parsed.packed[:8].hex())
