"""Asking the public index."""

from sqlalchemy import Select, select

from portal.kernel.plans import without_index
from portal.kernel.work import Work
from portal.search import engine
from portal.search.models import SearchDocument, Subject


def found(work: Work, subject: Subject, consultation_id: int, asked: str) -> Select[int]:
    """The ids of the items or comments whose text has a word beginning with each word asked for; for `IN (…)`."""
    matches = select(engine.INDEX.c.rowid).where(engine.is_match(work.session, asked))
    return select(SearchDocument.subject_id).where(
        SearchDocument.id.in_(matches),
        without_index(SearchDocument.subject) == subject,
        SearchDocument.consultation_id == consultation_id,
    )
