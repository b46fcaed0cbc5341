"""The files of a pack, made once by the worker."""

from collections.abc import Mapping
from hashlib import sha256
from tempfile import TemporaryFile

from sqlalchemy import update

from portal.consultations.models import Consultation
from portal.decisions.models import Pack, Sitting
from portal.decisions.operations.packing import JOB
from portal.decisions.report import pack_report
from portal.kernel.words import Words
from portal.outbox.jobs import Doing, Errand
from portal.reports import writing
from portal.reports.model import Report

FORMS = ("docx", "pdf")


def make_files(errand: Errand) -> None:
    """Each form as far as this installation writes it; what is there already stays as it is."""
    with errand.reading() as work:
        pack = work.session.get_one(Pack, errand.arguments["pack"])
        sitting = work.session.get_one(Sitting, pack.sitting_id)
        title = work.session.get_one(Consultation, sitting.consultation_id).title
        report = pack_report(pack.document, title, Words(errand.arguments["language"]))
        missing = [form for form in FORMS if not getattr(pack, f"{form}_digest") and form in writing.TYPES]
        pack_id = pack.id
    for form in missing:
        content = _written(report, form)
        with errand.work() as work:
            values = {form: content, f"{form}_digest": sha256(content).hexdigest()}
            work.session.execute(update(Pack).where(Pack.id == pack_id).values(values))


def _written(report: Report, form: str) -> bytes:
    with TemporaryFile() as file:
        writing.write(report, form, file)
        file.seek(0)
        return file.read()


JOBS: Mapping[str, Doing] = {JOB: make_files}
