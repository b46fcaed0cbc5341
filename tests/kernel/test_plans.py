"""What SQLite's planner is told stays out of PostgreSQL's statements."""

import pytest
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect

from portal.comments.models import Comment
from portal.kernel.plans import without_index

DIALECTS = [(sqlite.dialect(), "+comment.id"), (postgresql.dialect(), "comment.id")]  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(("dialect", "left"), DIALECTS)
def test_only_sqlite_reads_a_column_apart_from_its_index(dialect: Dialect, left: str) -> None:
    question = select(Comment.id).where(without_index(Comment.id) == 1)
    assert f"WHERE {left} = " in " ".join(str(question.compile(dialect=dialect)).split())
