"""Keeping the public index: written by operations in the transaction that changes what the public may read."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from portal.kernel.work import Work
from portal.search import engine
from portal.search.models import SearchDocument, Subject


def index(work: Work, subject: Subject, subject_id: int, consultation_id: int, text: str) -> None:
    """Make this text findable in place of whatever was indexed for the subject before."""
    document = _document(work, subject, subject_id)
    if document is None:
        document = SearchDocument(subject=subject, subject_id=subject_id, consultation_id=consultation_id)
        work.session.add(document)
        work.session.flush()
    engine.put(work.session, document.id, text)


def forget(work: Work, subject: Subject, subject_id: int) -> None:
    document = _document(work, subject, subject_id)
    if document is not None:
        engine.remove(work.session, document.id)
        work.session.delete(document)


def forget_all(work: Work, subject: Subject, subject_ids: Sequence[int]) -> None:
    """In the same few statements however many there are."""
    theirs = (SearchDocument.subject == subject, SearchDocument.subject_id.in_(subject_ids))
    numbers = work.session.scalars(select(SearchDocument.id).where(*theirs)).all()
    if numbers:
        engine.remove_all(work.session, numbers)
        work.session.execute(delete(SearchDocument).where(SearchDocument.id.in_(numbers)))


def _document(work: Work, subject: Subject, subject_id: int) -> SearchDocument | None:
    return work.session.scalar(
        select(SearchDocument).where(SearchDocument.subject == subject, SearchDocument.subject_id == subject_id)
    )
