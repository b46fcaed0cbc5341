"""Giving roles: at once to somebody with an account, by an invitation to everybody else."""

from portal.accounts.queries import account_with
from portal.audit import operations as audit
from portal.consultations.models import Consultation
from portal.consultations.operations.refusals import require_editor
from portal.kernel.actor import Role
from portal.kernel.errors import Invalid
from portal.kernel.work import Work
from portal.outbox.operations import checked_address
from portal.stakeholders import operations as stakeholders
from portal.stakeholders.reading import Invitee
from portal.stakeholders.roster import IS_MEMBER, ORGANISATION_NEEDED


def give_role(work: Work, consultation: Consultation, invitee: Invitee) -> bool:
    """True if it holds at once, False if an invitation is on its way. Raise `Invalid` about what is wrong."""
    require_editor(work, consultation)
    account = account_with(work, checked_address(invitee.email))
    if account is None:
        stakeholders.invite(work, consultation, invitee)
        return False
    if invitee.role is Role.RELEASER and invitee.organisation_id is None:
        raise Invalid(ORGANISATION_NEEDED, field="organisation")
    membership = stakeholders.join(
        work,
        consultation,
        account.id,
        invitee.role,
        organisation_id=invitee.organisation_id,
        chair=invitee.chair,
    )
    if membership.began_at < work.now:
        raise Invalid(IS_MEMBER, field="email")
    detail = f"{invitee.role}{' chair' if invitee.chair else ''} {account.id}"
    audit.record(work, "membership.given", str(membership.id), detail=detail, consultation_id=consultation.id)
    return True
