"""Who of those who decide has a stake in an item: their organisation has spoken on it, or would carry it out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased

from portal.accounts.models import Account
from portal.comments.models import Comment
from portal.comments.policy import has_visible
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, Item
from portal.consultations.queries import Sheet
from portal.consultations.structure import ItemLine, SectionLine
from portal.kernel.actor import Role
from portal.kernel.codes import fold
from portal.kernel.work import Work
from portal.stakeholders.models import MembershipRow, Organisation

CARRYING = ("responsible", "partners")
"""Keys of the sections that name who would carry an item out."""
LEGAL_FORM = re.compile(r"[\s,]+(e\.?\s*v\.?|g?gmbh|ag|e\.?\s*g\.?)$")


@dataclass(frozen=True, slots=True)
class PartialMember:
    """A member of the steering group; `has_spoken` and `is_named` say why, of which organisation."""

    name: str
    is_actor: bool
    organisation_id: int
    organisation: str
    has_spoken: bool
    is_named: bool


@dataclass(frozen=True, slots=True)
class Stakes:
    """Those with a stake in one row of the matrix."""

    members: tuple[PartialMember, ...]

    @property
    def names(self) -> list[str]:
        return list(dict.fromkeys(member.name for member in self.members))

    @property
    def includes_actor(self) -> bool:
        return any(member.is_actor for member in self.members)

    @property
    def spoken_ids(self) -> tuple[int, ...]:
        """The organisations whose voices can be left out."""
        return tuple(sorted({member.organisation_id for member in self.members if member.has_spoken}))


def stakes(work: Work, consultation: Consultation, items: Sequence[ItemLine]) -> dict[int, Stakes]:
    """Who has a stake in which of many items, in as many statements and index probes whatever is said there."""
    seats = deciding(work, consultation)
    if not seats or not items:
        return {}
    rows = work.session.execute(
        select(Item.id, Organisation.id)
        .join(Organisation, Organisation.consultation_id == Item.consultation_id)
        .where(Item.consultation_id == consultation.id, Organisation.id.in_({one[2] for one in seats}))
        .where(has_visible(Comment.item_id == Item.id, Comment.organisation_id == Organisation.id))
    )
    spoken = {(row[0], row[1]) for row in rows}
    found: dict[int, list[PartialMember]] = {}
    for sheet in consultations.sheets(work, consultation, list(items)):
        item_id, carrying = sheet.item.id, carriers(sheet)
        for account_id, name, organisation_id, organisation in seats:
            has_spoken, is_named = (item_id, organisation_id) in spoken, names(carrying, organisation)
            if has_spoken or is_named:
                is_actor = account_id == work.actor.account_id
                member = PartialMember(name, is_actor, organisation_id, organisation, has_spoken, is_named)
                found.setdefault(item_id, []).append(member)
    return {item_id: Stakes(tuple(members)) for item_id, members in found.items()}


def carriers(sheet: Sheet) -> str:
    """What the sheet says about who is responsible or takes part."""
    return "\n".join(part.source for part in sheet.parts if _carries(part.section))


def names(text: str, organisation: str) -> bool:
    """Whether a text has the organisation's name, with or without its legal form, as whole words."""
    name = _words(LEGAL_FORM.sub("", organisation.casefold().strip()))
    return bool(name) and f" {name} " in f" {_words(text)} "


def _carries(section: SectionLine) -> bool:
    return section.key in CARRYING


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))


def deciding(work: Work, consultation: Consultation) -> list[tuple[int, str, int, str]]:
    """Members of the steering group with every organisation they belong to, in whatever role, by name."""
    held = aliased(MembershipRow)
    rows = work.session.execute(
        select(Account.id, Account.name, Organisation.id, Organisation.name)
        .join(MembershipRow, MembershipRow.account_id == Account.id)
        .join(held, (held.account_id == Account.id) & (held.consultation_id == consultation.id))
        .join(Organisation, Organisation.id == held.organisation_id)
        .where(
            MembershipRow.consultation_id == consultation.id,
            MembershipRow.role == Role.STEERING,
            MembershipRow.ended_at.is_(None),
            held.ended_at.is_(None),
        )
        .distinct()
        .order_by(Account.name, Organisation.name)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]
