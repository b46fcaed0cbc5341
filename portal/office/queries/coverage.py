"""Which organisation takes part how far; nothing is inferred from who looked at what."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
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
    """`statements` and `individual` count its comments by voice, but withdrawn ones; `extended_until` is exclusive."""

    id: int
    name: str
    group_id: int
    state: Participation
    members: int
    statements: int
    individual: int
    extended_until: datetime | None


def coverage(work: Work, consultation: Consultation) -> list[OrganisationRow]:
    """Every organisation by name; seven statements, however many there are."""
    members = _counted(
        work,
        select(MembershipRow.organisation_id, func.count())
        .where(MembershipRow.consultation_id == consultation.id, MembershipRow.ended_at.is_(None))
        .group_by(MembershipRow.organisation_id),
    )
    drafting = _counted(
        work,
        select(Draft.organisation_id, func.count())
        .where(Draft.consultation_id == consultation.id)
        .group_by(Draft.organisation_id),
    )
    invited, said, extended = _invited(work, consultation), _said(work, consultation), _extended(work, consultation)
    return [
        OrganisationRow(
            id=line.id,
            name=line.name,
            group_id=line.group_id,
            state=_state(invited[line.id], members.get(line.id, 0), drafting.get(line.id, 0), said[line.id]),
            members=members.get(line.id, 0),
            statements=sum(number for voice, _, number in said[line.id] if voice is Voice.ORGANISATION),
            individual=sum(number for voice, _, number in said[line.id] if voice is Voice.INDIVIDUAL),
            extended_until=extended.get(line.id),
        )
        for line in organisations(work, consultation)
    ]


def _state(
    invited: set[InvitationState], members: int, drafts: int, said: Sequence[tuple[Voice, Stance, int]]
) -> Participation:
    if said:
        only = all(stance is Stance.NO_OBJECTION for _, stance, _ in said)
        return Participation.NO_OBJECTION if only else Participation.SUBMITTED
    if drafts:
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


def _said(work: Work, consultation: Consultation) -> defaultdict[int, list[tuple[Voice, Stance, int]]]:
    rows: Iterable[Any] = work.session.execute(
        select(Comment.organisation_id, Comment.voice, Comment.stance, func.count())
        .where(
            Comment.consultation_id == consultation.id,
            Comment.organisation_id.is_not(None),
            Comment.state != CommentState.WITHDRAWN,
        )
        .group_by(Comment.organisation_id, Comment.voice, Comment.stance)
    )
    found: defaultdict[int, list[tuple[Voice, Stance, int]]] = defaultdict(list)
    for organisation, voice, stance, number in rows:
        found[organisation].append((voice, stance, number))
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
