"""What the system administration does with the accounts of others."""

from portal.accounts.models import Account
from portal.accounts.operations.sessions import end_all_sessions
from portal.audit import operations as audit
from portal.kernel.actor import SYSTEM
from portal.kernel.errors import Conflict, require
from portal.kernel.words import N_
from portal.kernel.work import Work

NOT_YOU = N_("Das kann nur die Systemverwaltung.")
NOT_YOURSELF = N_("Das eigene Konto kann nur jemand anderes ändern.")
ERASED = N_("Dieses Konto ist gelöscht.")


def block(work: Work, account: Account) -> None:
    """Nobody signs in with it any more; every session of it ends."""
    _require_other(work, account)
    account.is_blocked = True
    end_all_sessions(work, account.id)
    audit.record(work, "account.blocked", str(account.id))


def unblock(work: Work, account: Account) -> None:
    _require_other(work, account)
    account.is_blocked = False
    audit.record(work, "account.unblocked", str(account.id))


def appoint(work: Work, account: Account) -> None:
    """Make it one of the system administration."""
    _require_other(work, account)
    account.is_admin = True
    audit.record(work, "account.appointed", str(account.id))


def dismiss(work: Work, account: Account) -> None:
    """From the next request on it administers nothing; its roles in consultations stay."""
    _require_other(work, account)
    account.is_admin = False
    audit.record(work, "account.dismissed", str(account.id))


def _require_other(work: Work, account: Account) -> None:
    """Because nobody does this to themselves, somebody who administers is always left."""
    require(work.actor == SYSTEM or work.actor.is_admin, NOT_YOU)
    require(account.id != work.actor.account_id, NOT_YOURSELF)
    if account.erased_at is not None:
        raise Conflict(ERASED)
