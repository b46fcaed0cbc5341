"""A row in every table, made up from what its columns take, for tests that have to see all of them."""

from datetime import UTC, date, datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Engine,
    Enum,
    Integer,
    LargeBinary,
    Table,
    insert,
    select,
)
from sqlalchemy.sql import func
from sqlalchemy.types import TypeDecorator

from portal.kernel.columns import SafeHtml
from portal.tables import METADATA

NOW = datetime(2026, 7, 1, 12, 30, 15, 250_000, tzinfo=UTC)
SAMPLES: tuple[tuple[type, Any], ...] = (
    (SafeHtml, Markup("<p>ü &amp; █</p>")),
    (DateTime, NOW),
    (Boolean, True),
    (Integer, 4),
    (Date, date(2026, 7, 2)),
    (JSON, {"ü": [1, None, True, "„x“"]}),
    (LargeBinary, bytes(range(256))),
)


def fill_empty_tables(engine: Engine) -> None:
    """Give every empty table one row whose columns are all set, so that nothing can be lost unseen."""
    with engine.begin() as connection:
        for table in METADATA.sorted_tables:
            if not count_in(connection, table):
                connection.execute(insert(table).values(_values(connection, table)))


def counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {table.name: count_in(connection, table) for table in METADATA.sorted_tables}


def count_in(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _values(connection: Connection, table: Table) -> dict[str, Any]:
    generated = {column.name for column in table.primary_key if len(table.primary_key) == 1 and _is_number(column)}
    named = {column: _value(connection, column) for column in table.columns if column.name not in generated}
    return {column.name: value for column, value in named.items()}


def _is_number(column: Column[Any]) -> bool:
    return isinstance(column.type, Integer) and not column.foreign_keys


def _value(connection: Connection, column: Column[Any]) -> Any:
    for key in column.foreign_keys:
        if key.column.table is not column.table:
            return connection.scalar(select(func.min(key.column)))
        return None
    kind = column.type
    if isinstance(kind, Enum):
        return list(kind.enum_class or kind.enums)[-1]
    plain = kind.impl if isinstance(kind, TypeDecorator) and not isinstance(kind, SafeHtml) else kind
    made = next((value for taken, value in SAMPLES if isinstance(plain, taken)), None)
    return f"Ü “{column.name}”\n\t\\" if made is None else made
