"""What the worker does for accounts."""

from collections.abc import Mapping

from portal.accounts import operations
from portal.outbox import operations as outbox
from portal.outbox.jobs import Doing, Errand


def post_password_letter(errand: Errand) -> None:
    """Once done, the job is forgotten, because it names an address that may belong to nobody here."""
    with errand.work() as work:
        operations.post_password_letter(work, **errand.arguments)
        outbox.forget_job(work, errand.job_id)


JOBS: Mapping[str, Doing] = {operations.LETTER_JOB: post_password_letter}
