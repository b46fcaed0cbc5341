"""New passwords: changed by their owner, set by the operator, or chosen through a letter."""

from sqlalchemy import select, update

from portal.accounts import mails, policy, queries, throttle
from portal.accounts.mails import Letterhead
from portal.accounts.models import Account, PasswordLetter
from portal.accounts.operations.sessions import acting_as, end_all_sessions
from portal.audit import operations as audit
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.public_id import digest, new_token
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.outbox import operations as outbox

LETTER_JOB = "password-letter"

UNKNOWN_ADDRESS = N_("Es gibt kein Konto mit der Adresse %(address)s.")
LINK_OVER = N_("Dieser Link gilt nicht mehr.")


def change_password(work: Work, password_hash: str, token: str | None, head: Letterhead) -> None:
    """Give the actor a new password and end every session but the one with this token."""
    account = queries.own_account(work)
    _set_password(work, account, password_hash, but=token)
    audit.record(work, "account.password_changed", str(account.id))
    outbox.post(work, mails.password_changed(account, head))


def set_password(work: Work, email: str, password_hash: str) -> None:
    """For the command line: a new password, and every session ended."""
    account = queries.account_with(work, email)
    if account is None:
        raise Invalid(UNKNOWN_ADDRESS, field="email", address=email)
    _set_password(work, account, password_hash)
    audit.record(work, "account.password_set", str(account.id))


def ask_for_password_letter(work: Work, email: str, language: str, head: Letterhead) -> None:
    """Let the worker look whether there is an account: this takes equally long for every address."""
    arguments = {"email": outbox.checked_address(email), "language": language, "head": dict(head)}
    outbox.start_job(work, LETTER_JOB, arguments)


def post_password_letter(work: Work, email: str, language: str, head: Letterhead) -> None:
    """Post the link to the owner of the account; to nobody where there is none, or after `MOST_LETTERS` of them."""
    account = queries.account_with(work, email)
    if account is None or _letters_lately(work, account) >= policy.MOST_LETTERS:
        return
    outbox.post(work, mails.password_link(account, _new_link(work, account), language, head))
    audit.record(work, "account.password_letter", str(account.id))


def welcome(work: Work, account: Account, language: str, head: Letterhead) -> None:
    """Post the link for the first password of an account that was made for somebody."""
    outbox.post(work, mails.welcome(account, _new_link(work, account), language, head))
    audit.record(work, "account.welcomed", str(account.id))


def use_password_letter(work: Work, token: str, password_hash: str, head: Letterhead) -> None:
    """Set the password by a link, once. It opens the account it was posted to, and no invitation."""
    account_id = work.session.scalar(
        update(PasswordLetter)
        .where(
            PasswordLetter.token_digest == digest(token),
            PasswordLetter.used_at.is_(None),
            PasswordLetter.expires_at > work.now,
        )
        .values(used_at=work.now)
        .returning(PasswordLetter.account_id)
    )
    account = work.session.get(Account, account_id) if account_id is not None else None
    if account is None or not policy.is_open(account):
        raise Conflict(LINK_OVER)
    _set_password(work, account, password_hash)
    throttle.clear(work, throttle.account_key(account.email))
    audit.record(acting_as(work, account), "account.password_reset", str(account.id))
    outbox.post(work, mails.password_changed(account, head))


def _set_password(work: Work, account: Account, password_hash: str, *, but: str | None = None) -> None:
    account.password_hash = password_hash
    end_all_sessions(work, account.id, but=but)
    work.session.execute(
        update(PasswordLetter)
        .where(PasswordLetter.account_id == account.id, PasswordLetter.used_at.is_(None))
        .values(used_at=work.now)
    )


def _new_link(work: Work, account: Account) -> str:
    """The token of a link that is good once."""
    token = new_token()
    work.session.add(
        PasswordLetter(
            account_id=account.id,
            token_digest=digest(token),
            posted_at=work.now,
            expires_at=work.now + policy.LETTER_LASTS,
        )
    )
    return token


def _letters_lately(work: Work, account: Account) -> int:
    lately = select(PasswordLetter.id).where(
        PasswordLetter.account_id == account.id, PasswordLetter.posted_at > work.now - policy.LETTER_LASTS
    )
    return len(work.session.scalars(lately).all())
