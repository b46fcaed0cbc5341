"""What the worker does for the office."""

from collections.abc import Mapping

from portal.office.operations import uploads
from portal.outbox.jobs import Doing, Errand


def forget_uploads(errand: Errand) -> None:
    with errand.work() as work:
        uploads.forget_old_uploads(work)


JOBS: Mapping[str, Doing] = {uploads.EXPIRY: forget_uploads}
