"""Who acts: a visitor or an account, with the roles it holds in each consultation."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    MEMBER = "member"
    RELEASER = "releaser"
    MODERATOR = "moderator"
    STEERING = "steering"
    EDITOR = "editor"


@dataclass(frozen=True, slots=True)
class Membership:
    """A role in one consultation; `group_id` is the stakeholder group it speaks from, None outside all.

    In `short_mode` the organisation lets each of its members submit for it.
    """

    consultation_id: int
    role: Role
    organisation_id: int | None = None
    chair: bool = False
    id: int = 0
    group_id: int | None = None
    private_number: int | None = None
    organisation_name: str = ""
    short_mode: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    account_id: int | None = None
    name: str = ""
    is_admin: bool = False
    memberships: tuple[Membership, ...] = ()
    language: str | None = None

    def holds(self, consultation_id: int, *roles: Role) -> bool:
        return any(m.consultation_id == consultation_id and m.role in roles for m in self.memberships)

    def chairs(self, consultation_id: int) -> bool:
        return any(m.consultation_id == consultation_id and m.chair for m in self.memberships)

    def in_consultation(self, consultation_id: int, *roles: Role) -> tuple[Membership, ...]:
        """The memberships with one of these roles, in the order they were given."""
        return tuple(m for m in self.memberships if m.consultation_id == consultation_id and m.role in roles)

    def organisations_in(self, consultation_id: int) -> frozenset[int]:
        here = (m.organisation_id for m in self.memberships if m.consultation_id == consultation_id)
        return frozenset(organisation for organisation in here if organisation is not None)

    @property
    def organisation_names(self) -> frozenset[str]:
        """The bodies this account belongs to, in whatever consultation: each has them as organisations of its own."""
        return frozenset(m.organisation_name for m in self.memberships if m.organisation_name)


VISITOR = Actor()
SYSTEM = Actor(name="system")
"""The worker and the command line, which the operating system has let in."""
