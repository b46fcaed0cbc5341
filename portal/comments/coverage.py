"""Which organisation takes part how far, on everything or on some items; looking is not answering."""

from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select

from portal.comments.models import Comment, CommentState, Draft, Stance, Voice
from portal.consultations.models import Consultation
from portal.kernel.work import Work
from portal.outbox.models import Letter
from portal.stakeholders.models import Extension, Invitation, MembershipRow, Organisation
from portal.stakeholders.queries import organisations
from portal.stakeholders.queries.invitations import OPEN, InvitationState, state_at


class Participation(StrEnum):
    """How far an organisation has come, in the order of the way."""

    UNINVITED = "uninvited"
    UNREACHED = "unreached"
    """Invited, but no letter reaches anybody: refused by the mail server or expired."""
    INVITED = "invited"
    ACCEPTED = "accepted"
    """Somebody takes part and has said nothing yet."""
    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    NO_OBJECTION = "no_objection"
    """All it said is that it has no objections."""

    @property
    def has_answered(self) -> bool:
        return self not in (Participation.UNINVITED, Participation.UNREACHED, Participation.INVITED)


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """`state` is on everything. `statements` and `individual` count comments by voice; withdrawn ones count nowhere.

    `commented`, `no_objection` and `drafted` are the items on which it said something, or only that it has no
    objections, or writes a draft; `extended_until` is exclusive.
    """

    id: int
    name: str
    group_id: int
    state: Participation
    members: int
    statements: int
    individual: int
    extended_until: datetime | None
    commented: frozenset[int] = frozenset()
    no_objection: frozenset[int] = frozenset()
    drafted: frozenset[int] = frozenset()

    def state_on(self, items: Set[int]) -> Participation:
        """How far it has come on these items alone."""
        if self.commented & items:
            return Participation.SUBMITTED
        if self.no_objection & items:
            return Participation.NO_OBJECTION
        if self.drafted & items:
            return Participation.DRAFTED
        return Participation.ACCEPTED if self.state.has_answered else self.state


@dataclass(frozen=True, slots=True)
class _Said:
    item_id: int
    voice: Voice
    stance: Stance
    number: int


def coverage(work: Work, consultation: Consultation) -> list[OrganisationRow]:
    """Every organisation by name; six statements, however many there are."""
    members = _counted(
        work,
        select(MembershipRow.organisation_id, func.count())
        .where(MembershipRow.consultation_id == consultation.id, MembershipRow.ended_at.is_(None))
        .group_by(MembershipRow.organisation_id),
    )
    drafted, said = _drafted(work, consultation), _said(work, consultation)
    invited, extended = _invited(work, consultation), _extended(work, consultation)
    return [
        _row(
            line.id,
            line.name,
            line.group_id,
            said[line.id],
            frozenset(drafted[line.id]),
            invited[line.id],
            members.get(line.id, 0),
            extended.get(line.id),
        )
        for line in organisations(work, consultation)
    ]


def _row(
    id: int,
    name: str,
    group_id: int,
    said: list[_Said],
    drafted: frozenset[int],
    invited: set[InvitationState],
    members: int,
    extended_until: datetime | None,
) -> OrganisationRow:
    commented = frozenset(one.item_id for one in said if one.stance is not Stance.NO_OBJECTION)
    fine = frozenset(one.item_id for one in said) - commented
    return OrganisationRow(
        id=id,
        name=name,
        group_id=group_id,
        state=_state(invited, members, bool(drafted), bool(commented), bool(fine)),
        members=members,
        statements=sum(one.number for one in said if one.voice is Voice.ORGANISATION),
        individual=sum(one.number for one in said if one.voice is Voice.INDIVIDUAL),
        extended_until=extended_until,
        commented=commented,
        no_objection=fine,
        drafted=drafted,
    )


def _state(
    invited: set[InvitationState], members: int, has_drafts: bool, has_commented: bool, is_fine: bool
) -> Participation:
    if has_commented:
        return Participation.SUBMITTED
    if is_fine:
        return Participation.NO_OBJECTION
    if has_drafts:
        return Participation.DRAFTED
    if members:
        return Participation.ACCEPTED
    if invited & (OPEN - {InvitationState.REFUSED}):
        return Participation.INVITED
    if invited & {InvitationState.REFUSED, InvitationState.EXPIRED}:
        return Participation.UNREACHED
    return Participation.UNINVITED


def _counted(work: Work, question: Any) -> dict[int, int]:
    return {organisation: number for organisation, number in work.session.execute(question) if organisation}


def _drafted(work: Work, consultation: Consultation) -> defaultdict[int, set[int]]:
    rows: Iterable[Any] = work.session.execute(
        select(Draft.organisation_id, Draft.item_id)
        .where(Draft.consultation_id == consultation.id, Draft.organisation_id.is_not(None))
        .distinct()
    )
    found: defaultdict[int, set[int]] = defaultdict(set)
    for organisation, item in rows:
        found[organisation].add(item)
    return found


def _invited(work: Work, consultation: Consultation) -> defaultdict[int, set[InvitationState]]:
    rows: Iterable[Any] = work.session.execute(
        select(Invitation.organisation_id, state_at(work.now))
        .outerjoin(Letter, Letter.id == Invitation.letter_id)
        .where(Invitation.consultation_id == consultation.id, Invitation.organisation_id.is_not(None))
    )
    found: defaultdict[int, set[InvitationState]] = defaultdict(set)
    for organisation, state in rows:
        found[organisation].add(InvitationState(state))
    return found


def _said(work: Work, consultation: Consultation) -> defaultdict[int, list[_Said]]:
    rows: Iterable[Any] = work.session.execute(
        select(Comment.organisation_id, Comment.item_id, Comment.voice, Comment.stance, func.count())
        .where(
            Comment.consultation_id == consultation.id,
            Comment.organisation_id.is_not(None),
            Comment.state != CommentState.WITHDRAWN,
        )
        .group_by(Comment.organisation_id, Comment.item_id, Comment.voice, Comment.stance)
    )
    found: defaultdict[int, list[_Said]] = defaultdict(list)
    for organisation, *said in rows:
        found[organisation].append(_Said(*said))
    return found


def _extended(work: Work, consultation: Consultation) -> dict[int, datetime]:
    """The newest word on each organisation counts."""
    rows = work.session.execute(
        select(Extension.organisation_id, Extension.until)
        .join(Organisation, Organisation.id == Extension.organisation_id)
        .where(Organisation.consultation_id == consultation.id)
        .order_by(Extension.id)
    )
    return {row.organisation_id: row.until for row in rows}
