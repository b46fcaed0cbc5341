"""Opening an account, and what its owner says about themselves."""

from sqlalchemy.exc import IntegrityError

from portal.accounts import policy, queries
from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.kernel.errors import Invalid
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.outbox import operations as outbox

KNOWN_ADDRESS = N_("Es gibt schon ein Konto mit dieser Adresse.")


def create_account(
    work: Work,
    email: str,
    name: str,
    password_hash: str | None,
    *,
    is_admin: bool = False,
    language: str | None = None,
) -> Account:
    """A new account without any role; an address that has one already is `Invalid`."""
    account = Account(
        email=outbox.checked_address(email),
        name=policy.clean_name(name),
        password_hash=password_hash,
        is_admin=is_admin,
        language=language,
        created_at=work.now,
    )
    try:
        with work.session.begin_nested():
            work.session.add(account)
    except IntegrityError as error:
        raise Invalid(KNOWN_ADDRESS, field="email") from error
    audit.record(work, "account.created", str(account.id), detail="admin" if is_admin else "")
    return account


def change_profile(work: Work, name: str, language: str | None) -> None:
    account = queries.own_account(work)
    account.name, account.language = policy.clean_name(name), language
    audit.record(work, "account.changed", str(account.id))
