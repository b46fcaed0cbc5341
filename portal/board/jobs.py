"""Files made by the worker because they take longer than a request."""

import os
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from portal.board import policy
from portal.board.exports import EXPIRY, FOLDER, KEPT, forget_old_files
from portal.board.report import Told, synopsis
from portal.comments.filters import CommentFilter
from portal.comments.imprint import Edition
from portal.consultations.models import Consultation
from portal.kernel.words import Words
from portal.kernel.work import Work
from portal.outbox import operations as outbox
from portal.outbox.jobs import Errand
from portal.reports.writing import write
from portal.stakeholders.queries import account_actor

STEP = 5
"""Per cent between two words about the progress."""


class NotAllowed(Exception):
    """Whoever asked for the file may not read it any more."""


def make_synopsis(errand: Errand, data_dir: Path) -> str:
    """Write the file for its requester, as of one moment; its name inside the data folder."""
    name = f"{FOLDER}/{errand.job_id}.{errand.arguments['form']}"
    path = data_dir / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_suffix(f".{os.getpid()}")
    try:
        with errand.reading() as work:
            _write(work, errand, unfinished)
        unfinished.replace(path)
    finally:
        with suppress(FileNotFoundError):
            unfinished.unlink()
    with errand.work() as work:
        outbox.start_job(work, EXPIRY, {}, due_at=work.now + KEPT + timedelta(minutes=1))
    return name


def forget_exports(errand: Errand, data_dir: Path) -> None:
    with errand.reading() as work:
        forget_old_files(data_dir, work.now)


def _write(work: Work, errand: Errand, path: Path) -> None:
    given = errand.arguments
    consultation = work.session.get_one(Consultation, given["consultation"])
    actor = account_actor(work.session, errand.requester_id or 0)
    if not policy.may_read_board(actor, consultation):
        raise NotAllowed(f"account {errand.requester_id} does not read the board of {consultation.slug}")
    report = synopsis(
        Work(work.session, actor, work.now),
        consultation,
        CommentFilter.from_document(given["filter"]),
        Words(given["language"]),
        given["form"],
        Edition(given["edition"]),
        _telling(errand),
    )
    with path.open("wb") as file:
        write(report, given["form"], file, landscape=True)


def _telling(errand: Errand) -> Told:
    said = 0

    def tell(done: int, number: int) -> None:
        nonlocal said
        percent = min(99, 100 * done // max(number, 1))
        if percent >= said + STEP:
            said = percent
            errand.progress(percent)

    return tell
