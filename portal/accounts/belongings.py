"""Everything kept about one person, told to them or forgotten; upper floors add what they keep."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from portal.accounts import operations, queries
from portal.kernel.work import Work


@dataclass(frozen=True, slots=True)
class Person:
    """Whose belongings are meant; it is always the actor's own account."""

    account_id: int
    email: str


@dataclass(frozen=True, slots=True)
class Belongings:
    """What one package keeps about people: `tell` as values that JSON can hold, `forget` for good."""

    name: str
    tell: Callable[[Work, Person], Any]
    forget: Callable[[Work, Person], None]


def everything(work: Work, kept: Sequence[Belongings]) -> dict[str, Any]:
    """What is kept about the actor, by package; moments in ISO 8601, UTC."""
    return queries.own_data(work) | {belongings.name: belongings.tell(work, _owner(work)) for belongings in kept}


def erase_everything(work: Work, kept: Sequence[Belongings]) -> None:
    """Forget the actor. What they said in public stays and belongs to nobody; raises `Refused` for the last admin."""
    operations.require_another_admin(work)
    for belongings in kept:
        belongings.forget(work, _owner(work))
    operations.erase_account(work)


def _owner(work: Work) -> Person:
    account = queries.own_account(work)
    return Person(account.id, account.email)
