"""A word with SQLite's planner, which takes an index that fits and cannot guess how few rows a search leaves."""

from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class without_index(FunctionElement[Any]):  # noqa: N801 - it stands in statements, where functions do
    """A column that is compared row by row on SQLite, after other conditions have left few; itself on PostgreSQL."""

    inherit_cache = True

    def __init__(self, column: InstrumentedAttribute[Any]) -> None:
        super().__init__(column)
        self.type = column.type


@compiles(without_index)
def _itself(element: without_index, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.clauses, **options)


@compiles(without_index, "sqlite")
def _lone(element: without_index, compiler: SQLCompiler, **options: Any) -> str:
    return f"+{compiler.process(element.clauses, **options)}"
