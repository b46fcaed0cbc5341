"""Accepting an invitation, joining without one, and leaving."""

import secrets
from dataclasses import dataclass, replace

from sqlalchemy import select

from portal.accounts.models import Account
from portal.accounts.operations.accounts import KNOWN_ADDRESS, create_account
from portal.accounts.policy import clean_name
from portal.audit import operations as audit
from portal.consultations import policy as consultation_policy
from portal.consultations.models import Consultation
from portal.kernel.actor import Role
from portal.kernel.errors import Conflict, Invalid, Missing, Refused, require
from portal.kernel.public_id import digest
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.stakeholders import policy
from portal.stakeholders.models import Invitation, MembershipRow
from portal.stakeholders.operations.organisations import ARCHIVED, hold
from portal.stakeholders.queries import account_actor

FEWEST_NUMBERS = 99
"""Private persons draw from at least so many numbers, so that the first ones are not known by theirs."""

USED = N_("Diese Einladung ist schon angenommen.")
OVER = N_("Diese Einladung gilt nicht mehr.")
SIGN_IN = N_(
    "Zu dieser Adresse gibt es schon ein Konto. Bitte melden Sie sich damit an, dann nehmen Sie die Einladung an."
)
SOMEBODY_ELSE = N_("Diese Einladung ist für eine andere Person. Bitte melden Sie sich zuerst ab.")
BLOCKED = N_("Dieses Konto ist gesperrt. Bitte wenden Sie sich an die Geschäftsstelle.")
NOT_YOURS = N_("Das können nur die Geschäftsstelle oder wer für die Organisation freigibt.")
NOT_YOURSELF = N_("Die eigene Mitwirkung kann nur jemand anderes beenden.")


@dataclass(frozen=True, slots=True)
class Welcome:
    """Who has joined what. `is_new` says whether the account was made, or got its first password, just now."""

    account: Account
    consultation: Consultation
    is_new: bool


def accept(work: Work, token: str, name: str = "", password_hash: str = "", *, language: str = "") -> Welcome:
    """Join by the link in a letter; of several who do it at once, one wins.

    An account that has a password accepts signed in; everybody else names themselves and chooses one. Raise `Missing`
    for an unknown token, `Conflict` for a used, revoked or expired one, `Refused` for somebody else's.
    """
    invitation = _locked(work, token)
    consultation = work.session.get_one(Consultation, invitation.consultation_id)
    require(consultation_policy.takes_edits(consultation, work.now), ARCHIVED)
    account = work.session.scalar(select(Account).where(Account.email == invitation.email, Account.erased_at.is_(None)))
    is_new = account is None or (not account.password_hash and account.id != work.actor.account_id)
    if is_new:
        require(work.actor.account_id is None, SOMEBODY_ELSE)
        account = _with_password(work, invitation, account, name, password_hash, language)
    assert account is not None  # noqa: S101 - for the type checker
    _require_own(work, account, is_new)
    invitation.accepted_at, invitation.account_id = work.now, account.id
    as_account = replace(work, actor=account_actor(work.session, account.id))
    join(
        as_account,
        consultation,
        account.id,
        invitation.role,
        organisation_id=invitation.organisation_id,
        group_id=invitation.group_id,
        chair=invitation.chair,
    )
    audit.record(as_account, "invitation.accepted", str(invitation.id), consultation_id=consultation.id)
    return Welcome(account, consultation, is_new)


def join(
    work: Work,
    consultation: Consultation,
    account_id: int,
    role: Role,
    *,
    organisation_id: int | None = None,
    group_id: int | None = None,
    chair: bool = False,
) -> MembershipRow:
    """A membership, or the one that is there already. A private person draws their number; asks nobody's leave."""
    hold(work, consultation)
    same = work.session.scalar(
        select(MembershipRow).where(
            MembershipRow.account_id == account_id,
            MembershipRow.consultation_id == consultation.id,
            MembershipRow.role == role,
            MembershipRow.chair.is_(chair),
            MembershipRow.organisation_id.is_not_distinct_from(organisation_id),
            MembershipRow.ended_at.is_(None),
        )
    )
    if same is not None:
        return same
    is_private = role is Role.MEMBER and organisation_id is None
    membership = MembershipRow(
        account_id=account_id,
        consultation_id=consultation.id,
        role=role,
        organisation_id=organisation_id,
        group_id=group_id,
        chair=chair,
        private_number=_draw_number(work, consultation) if is_private else None,
        began_at=work.now,
    )
    work.session.add(membership)
    work.session.flush()
    return membership


def end_membership(work: Work, consultation: Consultation, membership: MembershipRow) -> None:
    """From the next request on they are no longer part; what they have said stays."""
    allowed = policy.may_place(work.actor, consultation, membership.role, membership.organisation_id)
    require(allowed, NOT_YOURS)
    require(membership.account_id != work.actor.account_id, NOT_YOURSELF)
    require(consultation_policy.takes_edits(consultation, work.now), ARCHIVED)
    if membership.ended_at is not None:
        return
    membership.ended_at = work.now
    detail = f"{membership.role} {membership.account_id}"
    audit.record(work, "membership.ended", str(membership.id), detail=detail, consultation_id=consultation.id)


def _locked(work: Work, token: str) -> Invitation:
    invitation = work.session.scalar(
        select(Invitation)
        .where(Invitation.token_digest == digest(token))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if invitation is None:
        raise Missing
    if invitation.accepted_at is not None:
        raise Conflict(USED)
    if invitation.revoked_at is not None or invitation.expires_at <= work.now:
        raise Conflict(OVER)
    return invitation


def _require_own(work: Work, account: Account, is_new: bool) -> None:
    require(not account.is_blocked, BLOCKED)
    if is_new or work.actor.account_id == account.id:
        return
    raise Refused(SIGN_IN if work.actor.account_id is None else SOMEBODY_ELSE)


def _with_password(
    work: Work, invitation: Invitation, account: Account | None, name: str, password_hash: str, language: str
) -> Account:
    """The account of this address with its first password; the letter has shown that the address is theirs."""
    if not password_hash:
        raise Refused(SIGN_IN)
    if account is not None:
        account.name, account.password_hash = clean_name(name), password_hash
        return account
    try:
        return create_account(work, invitation.email, name, password_hash, language=language or invitation.language)
    except Invalid as refusal:
        if refusal.sentence == KNOWN_ADDRESS:
            raise Conflict(SIGN_IN) from refusal
        raise


def _draw_number(work: Work, consultation: Consultation) -> int:
    """At random, so that it tells nothing about who came when; never one that was given before."""
    taken = set(
        work.session.scalars(
            select(MembershipRow.private_number).where(
                MembershipRow.consultation_id == consultation.id, MembershipRow.private_number.is_not(None)
            )
        )
    )
    most = max(FEWEST_NUMBERS, 3 * (len(taken) + 1))
    return secrets.choice([number for number in range(1, most + 1) if number not in taken])
