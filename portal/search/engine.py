"""Everything in which SQLite's FTS5 and PostgreSQL's text search differ."""

from collections.abc import Sequence

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    column,
    delete,
    func,
    insert,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.orm import Session

from portal.kernel.codes import fold

INDEX = table("search_index", column("rowid"), column("text"), column("vector"))
MOST_WORDS = 12

CREATE = {
    "sqlite": ["CREATE VIRTUAL TABLE search_index USING fts5(text, tokenize = 'unicode61')"],
    "postgresql": [
        "CREATE TABLE search_index (rowid INTEGER PRIMARY KEY, vector TSVECTOR NOT NULL)",
        "CREATE INDEX ix_search_index_vector ON search_index USING gin (vector)",
    ],
}


def create(connection: Connection) -> None:
    """Make the index; `search_document` names what each row stands for."""
    for statement in CREATE[connection.dialect.name]:
        connection.execute(text(statement))


def drop(connection: Connection) -> None:
    connection.execute(text("DROP TABLE search_index"))


def put(session: Session, number: int, words: str) -> None:
    remove(session, number)
    if _is_sqlite(session):
        session.execute(insert(INDEX).values(rowid=number, text=fold(words)))
    else:
        session.execute(insert(INDEX).values(rowid=number, vector=func.to_tsvector("simple", fold(words))))


def put_new(session: Session, texts: Sequence[tuple[int, str]]) -> None:
    """Index many documents that are not in the index yet."""
    if not texts:
        return
    if _is_sqlite(session):
        session.execute(insert(INDEX), [{"rowid": number, "text": fold(words)} for number, words in texts])
    else:
        vector = func.to_tsvector("simple", bindparam("words"))
        rows = [{"number": number, "words": fold(words)} for number, words in texts]
        session.execute(insert(INDEX).values(rowid=bindparam("number"), vector=vector), rows)


def continue_numbers(session: Session, tables: Sequence[str]) -> None:
    """After rows were written with ids of their own, let PostgreSQL's sequences go on behind them."""
    if _is_sqlite(session):
        return
    for name in tables:
        highest = select(func.max(column("id"))).select_from(table(name)).scalar_subquery()
        session.execute(select(func.setval(func.pg_get_serial_sequence(name, "id"), highest)))


def remove(session: Session, number: int) -> None:
    session.execute(delete(INDEX).where(INDEX.c.rowid == number))


def remove_all(session: Session, numbers: Sequence[int]) -> None:
    session.execute(delete(INDEX).where(INDEX.c.rowid.in_(numbers)))


def is_match(session: Session, asked: str) -> ColumnElement[bool]:
    """Every word of the question begins a word of the text; nothing asked matches nothing."""
    words = terms(asked)
    if not words:
        return literal_column("1 = 0")
    if _is_sqlite(session):
        return text("search_index MATCH :asked").bindparams(asked=" ".join(f'"{word}"*' for word in words))  # type: ignore[return-value]
    return INDEX.c.vector.op("@@")(func.to_tsquery("simple", " & ".join(f"{word}:*" for word in words)))


def terms(asked: str) -> list[str]:
    """The folded words of a question, without anything either engine would take for an operator."""
    kept = "".join(sign if sign.isalnum() else " " for sign in fold(asked))
    return kept.split()[:MOST_WORDS]


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
