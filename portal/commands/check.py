"""`check`: is this deployment safe to open? One sentence per danger or hint."""

import argparse
import os
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from portal.accounts.models import Account
from portal.accounts.passwords import verify
from portal.commands.setting import complain, database, looking, say, settings_now
from portal.consultations.models import Page
from portal.demo.seeding import PASSWORD
from portal.kernel import migrations
from portal.kernel.settings import DEFAULT_SENDER, Settings
from portal.kernel.work import Work

NEEDED_PAGES = ("imprint", "privacy", "accessibility")


def add(tasks: Any) -> None:
    tasks.add_parser("check", help="is this deployment safe to open?").set_defaults(run=_check)


def dangers(settings: Settings) -> Iterator[str]:
    """What the settings alone tell."""
    if settings.is_loopback:
        yield "PORTAL_BASE_URL is this machine: nobody else can open the portal."
    elif not settings.is_https:
        yield "PORTAL_BASE_URL is not https: sign-ins could be read on the way."
    if not settings.smtp_url:
        yield f"PORTAL_SMTP_URL is not set: letters stay in {settings.mail_dir}."
    if settings.mail_from == DEFAULT_SENDER:
        yield "PORTAL_MAIL_FROM is not set: letters would come from nobody."
    if not os.access(settings.data_dir, os.W_OK):
        yield f"PORTAL_DATA_DIR {settings.data_dir} cannot be written."


def dangers_inside(work: Work, settings: Settings) -> Iterator[str]:
    """What the database tells."""
    accounts = work.session.scalars(select(Account).where(Account.is_blocked.is_(False))).all()
    if not any(account.is_admin for account in accounts):
        yield "Nobody administers the portal. Run: portal account create ADDRESS NAME --admin"
    written = set(work.session.scalars(select(Page.key)))
    for key in NEEDED_PAGES:
        if key not in written:
            yield f"The page /pages/{key} is not written."
    demo = [account.email for account in accounts if account.email.endswith("@example.org")]
    known = [account for account in accounts if account.email in demo and verify(account.password_hash, PASSWORD)]
    if known and not settings.is_loopback:
        yield f"{len(known)} demo accounts have a password everybody knows."


def _check(given: argparse.Namespace) -> int:
    settings = settings_now()
    found = list(dangers(settings))
    if not migrations.is_current(database()):
        found.append("The database is not at the newest revision. Run: portal database upgrade")
    else:
        with looking() as work:
            found += dangers_inside(work, settings)
    complain(*found)
    if found:
        return 1
    say("This deployment is safe to open.")
    return 0
