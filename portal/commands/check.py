"""`check`: is this deployment safe to open? One sentence per danger, which fails the check, and per piece of advice."""

import argparse
import os
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Engine, exists, select
from sqlalchemy.exc import SQLAlchemyError

from portal.accounts.models import Account
from portal.accounts.passwords import verify
from portal.accounts.policy import DEMO_ADDRESSES
from portal.commands.setting import NOT_MIGRATED, complain, connected, looking, say, settings_now
from portal.consultations.models import Page
from portal.demo.seeding import PASSWORD
from portal.kernel import migrations
from portal.kernel.settings import DEFAULT_SENDER, Settings
from portal.kernel.work import Work

NEEDED_PAGES = ("imprint", "privacy", "accessibility")
"""The law asks for them."""


def add(tasks: Any) -> None:
    tasks.add_parser("check", help="is this deployment safe to open?").set_defaults(run=_check)


def advice(settings: Settings) -> Iterator[str]:
    """What may be right as it is."""
    if not settings.redis_url:
        yield "PORTAL_REDIS_URL is not set: each process counts alone how often somebody asks; serve with one worker."
    if not settings.trusted_proxies:
        yield "PORTAL_TRUSTED_PROXIES is not set: behind a proxy, everybody seems to come from its address."


def dangers(settings: Settings) -> Iterator[str]:
    """What the settings alone tell; that the secret is long enough was asked when they were read."""
    if settings.is_loopback:
        yield "PORTAL_BASE_URL is this machine: nobody else can open the portal."
    elif not settings.is_https:
        yield "PORTAL_BASE_URL is not https: sign-ins could be read on the way."
    if not settings.smtp_url:
        yield f"PORTAL_SMTP_URL is not set: letters stay in {settings.mail_dir}."
    if settings.mail_from == DEFAULT_SENDER:
        yield "PORTAL_MAIL_FROM is not set: letters would come from nobody."
    if not os.access(settings.data_dir, os.W_OK | os.X_OK):
        yield f"PORTAL_DATA_DIR {settings.data_dir} is not there or cannot be written."


def dangers_inside(work: Work, settings: Settings) -> Iterator[str]:
    """What the database tells."""
    in_use = (Account.is_blocked.is_(False), Account.erased_at.is_(None), Account.password_hash.is_not(None))
    if not work.session.scalar(select(exists().where(Account.is_admin, *in_use))):
        yield "Nobody administers the portal. Run: portal account create ADDRESS NAME --admin"
    written = set(work.session.scalars(select(Page.key).where(Page.source != "")))
    for key in NEEDED_PAGES:
        if key not in written:
            yield f"The page /pages/{key} is not written."
    demo = select(Account.password_hash).where(Account.email.endswith(DEMO_ADDRESSES), *in_use)
    if not settings.is_loopback and any(verify(known, PASSWORD) for known in work.session.scalars(demo)):
        yield "There are demo accounts, whose password everybody knows. Begin with an empty database."


def _check(given: argparse.Namespace) -> int:
    settings = settings_now()
    with connected() as engine:
        found = [*dangers(settings), *_of_database(engine, settings)]
    say(*(f"Advice: {sentence}" for sentence in advice(settings)))
    complain(*(f"Danger: {sentence}" for sentence in found))
    if found:
        return 1
    say("This deployment is safe to open.")
    return 0


def _of_database(engine: Engine, settings: Settings) -> list[str]:
    try:
        if not migrations.is_current(engine):
            return [NOT_MIGRATED]
        with looking() as work:
            return list(dangers_inside(work, settings))
    except SQLAlchemyError as fault:
        return [f"The database cannot be reached: {type(fault).__name__}."]
