"""What can be done with accounts."""

from portal.accounts.operations.accounts import change_profile, create_account
from portal.accounts.operations.administering import appoint, block, dismiss, unblock
from portal.accounts.operations.erasure import erase_account, require_another_admin
from portal.accounts.operations.passwords import (
    LETTER_JOB,
    ask_for_password_letter,
    change_password,
    post_password_letter,
    set_password,
    use_password_letter,
    welcome,
)
from portal.accounts.operations.sessions import (
    Attempt,
    Checked,
    begin_session,
    count_failure,
    end_all_sessions,
    end_own_session,
    end_session_of,
    sign_in,
)

__all__ = [
    "LETTER_JOB",
    "Attempt",
    "Checked",
    "appoint",
    "ask_for_password_letter",
    "begin_session",
    "block",
    "change_password",
    "change_profile",
    "count_failure",
    "create_account",
    "dismiss",
    "end_all_sessions",
    "end_own_session",
    "end_session_of",
    "erase_account",
    "post_password_letter",
    "require_another_admin",
    "set_password",
    "sign_in",
    "unblock",
    "use_password_letter",
    "welcome",
]
