"""What remains of the voices on an item without those of organisations that have a seat among who decides."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from portal.board.contest import Voices
from portal.comments.models import Comment, Stance, Voice
from portal.comments.policy import is_visible
from portal.consultations.models import Consultation
from portal.consultations.queries import Sheet
from portal.decisions.queries.stakes import PartialMember, carriers, deciding, names
from portal.kernel.work import Work


@dataclass(frozen=True, slots=True)
class Partiality:
    """`without` are the voices that remain when these organisations and their members are left out."""

    members: list[PartialMember]
    without: Voices

    @property
    def organisation_ids(self) -> tuple[int, ...]:
        return tuple(sorted({member.organisation_id for member in self.members}))

    @property
    def names(self) -> list[str]:
        return list(dict.fromkeys(member.name for member in self.members))

    @property
    def own(self) -> list[PartialMember]:
        return [member for member in self.members if member.is_actor]


def partiality(
    work: Work, consultation: Consultation, sheet: Sheet, spoken: Collection[int], voices: Voices
) -> Partiality:
    """`spoken` are the organisations with a visible comment on the item, `voices` all that is visible there."""
    carrying = carriers(sheet)
    members = []
    for account_id, name, organisation_id, organisation in deciding(work, consultation):
        has_spoken, is_named = organisation_id in spoken, names(carrying, organisation)
        if has_spoken or is_named:
            is_actor = account_id == work.actor.account_id
            members.append(PartialMember(name, is_actor, organisation_id, organisation, has_spoken, is_named))
    found = Partiality(members, voices)
    return Partiality(members, _without(work, sheet.item.id, voices, found.organisation_ids))


def _without(work: Work, item_id: int, voices: Voices, organisation_ids: Collection[int]) -> Voices:
    left = Voices(dict(voices.organisations), dict(voices.individuals))
    if not organisation_ids:
        return left
    rows = work.session.execute(
        select(Comment.voice, Comment.stance, func.count())
        .where(Comment.item_id == item_id, is_visible(), Comment.organisation_id.in_(organisation_ids))
        .group_by(Comment.voice, Comment.stance)
    )
    for row in rows:
        voice, stance, number = Voice(row[0]), Stance(row[1]), int(row[2])
        left.add(voice, stance, -number)
    return left
