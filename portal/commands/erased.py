"""Who has been erased, kept beside the database: a backup from before brings nobody back."""

import json
import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine, select

from portal.accounts.belongings import erase_everything
from portal.accounts.models import Account
from portal.app import BELONGINGS
from portal.kernel.database import begin_reading, unit_of_work
from portal.kernel.work import Work
from portal.stakeholders.queries import account_actor

FILE = "erased-accounts.json"
"""In the data folder: pairs of an account's number and the moment it was opened, and nothing else about anybody."""

Known = frozenset[tuple[int, str]]


def note(engine: Engine, data_dir: Path) -> None:
    """A chore of the worker: whoever is erased in the database is in the file too. Nobody is ever taken out of it."""
    with unit_of_work(engine) as session:
        begin_reading(session)
        rows = session.execute(select(Account.id, Account.created_at).where(Account.erased_at.is_not(None)))
        erased = {(number, opened.isoformat()) for number, opened in rows}
    path = data_dir / FILE
    known = noted([path])
    if erased <= known:
        return
    data_dir.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.write_text(json.dumps(sorted(known | erased)), "utf-8")
    unfinished.replace(path)


def noted(paths: Iterable[Path]) -> Known:
    """What these files say; one that is not there says nothing. ValueError for a file of another kind."""
    found: set[tuple[int, str]] = set()
    for path in paths:
        if path.exists():
            found |= {(int(number), str(opened)) for number, opened in json.loads(path.read_text("utf-8"))}
    return frozenset(found)


def erase_again(work: Work, known: Known) -> int:
    """Erase whoever of these is in the database as if they had never gone; how many these were."""
    back = [
        account
        for account in work.session.scalars(select(Account).where(Account.erased_at.is_(None)).order_by(Account.id))
        if (account.id, account.created_at.isoformat()) in known
    ]
    for account in back:
        actor = replace(account_actor(work.session, account.id), account_id=account.id, is_admin=False)
        erase_everything(replace(work, actor=actor), BELONGINGS)
        work.session.flush()
    return len(back)
