"""Erasing an account: the row stays, so that others' rows may point to it, and names nobody."""

from sqlalchemy import delete, exists, select, update

from portal.accounts import queries, throttle
from portal.accounts.models import Account, PasswordLetter, SignInSession
from portal.accounts.operations.sessions import end_all_sessions
from portal.audit import operations as audit
from portal.kernel.errors import require
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.outbox import operations as outbox

LAST_ADMIN = N_("Sie sind die einzige Systemverwaltung. Bitte benennen Sie zuerst eine zweite Person.")


def require_another_admin(work: Work) -> None:
    """Raise `Refused` when the portal would be left without anybody who administers it."""
    others = select(
        exists().where(Account.is_admin, Account.is_blocked.is_(False), Account.id != work.actor.account_id)
    )
    require(not work.actor.is_admin or bool(work.session.scalar(others)), LAST_ADMIN)


def erase_account(work: Work) -> None:
    """Forget name, address, password, browsers, and the address in audit log and outbox. Nobody signs in again."""
    account = queries.own_account(work)
    audit.record(work, "account.erased", str(account.id))
    audit.forget(work, account.id, account.email)
    outbox.forget(work, account.email)
    throttle.clear(work, throttle.account_key(account.email))
    end_all_sessions(work, account.id)
    work.session.execute(update(SignInSession).where(SignInSession.account_id == account.id).values(browser=""))
    work.session.execute(delete(PasswordLetter).where(PasswordLetter.account_id == account.id))
    account.email = f"erased-{account.id}@portal.invalid"
    account.name, account.password_hash, account.language = "", None, None
    account.is_admin, account.is_blocked, account.erased_at = False, True, work.now
